import { execFile, type SpawnOptions } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const exec = promisify(execFile);

export interface Account {
  uid: number;
  gid: number;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * The account PostgreSQL runs under, undefined for our own. PostgreSQL refuses root, so root lends itself the account that
 * owns the data already, or an existing unprivileged one; none is created.
 */
export async function accountFor(data: string): Promise<Account | undefined> {
  if (!isRoot()) return undefined;
  // The owner first: a `postgres` account that a later package brings must not lock us out of data made as `nobody`.
  const owner = await stat(data).catch(() => undefined);
  if (owner !== undefined && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] =
      passwd
        .split('\n')
        .find((line) => line.startsWith(`${name}:`))
        ?.split(':') ?? [];
    // >>> 0: macOS writes nobody's uid as -2.
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 };
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and this system has neither an account "postgres" nor "nobody"; ' +
      'start as another user or set DATABASE_URL.',
  );
}

/** How to spawn a PostgreSQL program: as the account, from a directory it may stand in, and deaf to PG* variables. */
export function spawnOptions(account: Account | undefined): SpawnOptions {
  if (process.platform === 'win32') return {};
  return { ...account, cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin:/usr/sbin:/sbin' } };
}

export async function run(account: Account | undefined, file: string, args: string[]): Promise<string> {
  const { stdout } = await exec(file, args, { ...spawnOptions(account), encoding: 'utf8' });
  return stdout;
}

/** Asks the kernel rather than the mode bits: every parent, ACLs and mounts count. */
export async function canEnter(account: Account, directory: string): Promise<boolean> {
  return run(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory]).then(
    () => true,
    () => false,
  );
}
