import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Binaries } from './binaries';
import { dataIn, type Place } from './place';
import { run } from './run-as';

const USER = 'slotlink';

/** A data directory and the superuser that initdb made in it; both lie in `cluster/`, so that one rename makes them. */
export interface Cluster {
  data: string;
  user: string;
  password: string;
}

export async function readCluster({ directory }: Place): Promise<Cluster | undefined> {
  const file = path.join(directory, 'cluster', 'connection.json');
  try {
    const { user, password } = JSON.parse(await readFile(file, 'utf8')) as { user: string; password: string };
    return { data: dataIn(directory), user, password };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(
      `The embedded database in ${directory} cannot be opened (${(error as Error).message}); ` +
        'start as the user who made it, choose another data directory, or set DATABASE_URL.',
      { cause: error },
    );
  }
}

/**
 * Runs initdb in a directory of its own and renames the finished whole: a first boot that was killed leaves no half
 * cluster, and an initdb that outlived its parent writes where nobody looks.
 */
export async function createCluster({ directory, account }: Place, binaries: Binaries): Promise<Cluster> {
  await clearInterrupted(directory);
  const draft = await mkdtemp(path.join(directory, `init.${process.pid}.`));
  const data = path.join(draft, 'data');
  const secret = path.join(draft, 'password');
  const password = randomBytes(24).toString('base64url');
  await mkdir(data, { mode: 0o700 });
  await writeFile(secret, password, { mode: 0o600 });
  if (account !== undefined) {
    await chmod(draft, 0o755);
    for (const file of [data, secret]) await chown(file, account.uid, account.gid);
  }
  await run(account, binaries.initdb, [
    ...['--pgdata', data, '--username', USER, '--auth', 'scram-sha-256', '--pwfile', secret, '--data-checksums'],
    // The built-in C.UTF-8 sorts by code point like C, knows case beyond ASCII, and needs no locale on the system.
    ...['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
    '--no-instructions',
  ]).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true });
    throw new Error(`initdb failed: ${(error as { stderr?: string }).stderr?.trim() ?? String(error)}`, {
      cause: error,
    });
  });
  await rm(secret);
  const connection = JSON.stringify({ user: USER, password });
  await writeFile(path.join(draft, 'connection.json'), `${connection}\n`, { mode: 0o600, flush: true });
  await rename(draft, path.join(directory, 'cluster'));
  return { data: dataIn(directory), user: USER, password };
}

/** Refuses data of another major version, and takes data that root restored from a backup back for the account. */
export async function checkCluster({ data }: Cluster, { account }: Place, binaries: Binaries): Promise<void> {
  const major = (await readFile(path.join(data, 'PG_VERSION'), 'utf8')).trim();
  if (major !== binaries.major) {
    throw new Error(
      `${data} was made by PostgreSQL ${major} and the installed one is ${binaries.major}; carry it over with ` +
        'pg_dump, choose another data directory, or set DATABASE_URL.',
    );
  }
  if (account === undefined || (await stat(data)).uid === account.uid) return;
  await run(undefined, 'chown', ['-R', `${account.uid}:${account.gid}`, data]);
}

async function clearInterrupted(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith('init.')) continue;
    // An orphaned initdb may still be writing there; the next first boot would try again.
    await rm(path.join(directory, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
