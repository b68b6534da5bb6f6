import { findBinaries } from './binaries';
import { checkCluster, createCluster, readCluster, type Cluster } from './cluster';
import { withLauncherLock } from './launcher-lock';
import { findPlace, type Place } from './place';
import { adoptPostmaster, launchPostmaster, stopPostmaster, type Postmaster } from './server';
import { enter, leave } from './users';

export interface EmbeddedPostgresOptions {
  /** Directory of the server's own; made when missing, kept between starts. */
  home: string;
  /** Further arguments of `postgres`, such as `['-c', 'fsync=off']`; they win over ours, and a running server keeps its own. */
  flags?: string[];
  log?: (line: string) => void;
}

export interface EmbeddedPostgres {
  host: string;
  port: number;
  /** A superuser of this server. */
  user: string;
  password: string;
  /** A connection string; `postgres` is the database that is always there. */
  url(database: string): string;
  /** True when the server was running already. */
  adopted: boolean;
  /**
   * Ends this use. The server is stopped by the last live process that uses it, whoever started it, so nobody loses it
   * underfoot and nobody leaves it behind; dead processes don't count. Further calls do nothing.
   */
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL 18 of a directory, or joins the one already running there. It listens on 127.0.0.1 at
 * a free port, in a session of its own, and outlives us when we are killed: the next start then adopts it.
 * Throws an Error with a sentence for people, naming DATABASE_URL where that is the way out.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const log = options.log ?? (() => undefined);
  const place = await findPlace(options.home, log);
  return withLauncherLock(place.directory, async () => {
    const name = await enter(place.directory);
    try {
      const { cluster, server, adopted } = await adoptOrLaunch(place, options.flags ?? [], log);
      return {
        ...{ host: '127.0.0.1', port: server.port, user: cluster.user, password: cluster.password, adopted },
        url: (database) =>
          `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`,
        stop: once(() => stop(place, cluster, name, log)),
      };
    } catch (error) {
      await leave(place.directory, name);
      throw error;
    }
  });
}

async function adoptOrLaunch(
  place: Place,
  flags: string[],
  log: (line: string) => void,
): Promise<{ cluster: Cluster; server: Postmaster; adopted: boolean }> {
  const began = performance.now();
  const existing = await readCluster(place);
  const running = existing && (await adoptPostmaster(existing.data));
  if (running) {
    log(`Using the PostgreSQL that already runs on 127.0.0.1:${running.port}`);
    return { cluster: existing, server: running, adopted: true };
  }
  const binaries = await findBinaries(place, log);
  if (!existing) log(`Setting up PostgreSQL ${binaries.major} in ${place.directory}`);
  const cluster = existing ?? (await createCluster(place, binaries));
  await checkCluster(cluster, place, binaries);
  const server = await launchPostmaster(cluster.data, place, binaries, flags);
  log(`PostgreSQL ready on 127.0.0.1:${server.port} after ${Math.round(performance.now() - began)} ms`);
  return { cluster, server, adopted: false };
}

function stop(place: Place, cluster: Cluster, name: string, log: (line: string) => void): Promise<void> {
  return withLauncherLock(place.directory, async () => {
    const others = await leave(place.directory, name);
    if (others > 0) {
      log('PostgreSQL keeps running: other processes use it');
      return;
    }
    await stopPostmaster(cluster.data, () => findBinaries(place, log));
    log('PostgreSQL stopped');
  });
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
