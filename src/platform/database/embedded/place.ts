import { createHash } from 'node:crypto';
import { chmod, mkdir, readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { accountFor, canEnter, type Account } from './run-as';

// PostgreSQL keeps paths in 1024 bytes (MAXPGPATH), its own files' names included.
const LONGEST_PATH = 900;
const SYSTEM_PLACE = '/var/lib/slotlink';

/** Where everything of one embedded server lies, and the account it runs under. */
export interface Place {
  directory: string;
  account: Account | undefined;
}

export const dataIn = (directory: string): string => path.join(directory, 'cluster', 'data');

/**
 * Finds the place for `home`: home itself, or, when root keeps it where no other account may enter (a checkout under a
 * 0700 /root), a directory below /var/lib/slotlink that `home/location.json` names and later starts go back to.
 */
export async function findPlace(home: string, log: (line: string) => void): Promise<Place> {
  if (Buffer.byteLength(path.resolve(home)) > LONGEST_PATH || /[\r\n\0]/.test(home)) {
    throw new Error(
      `PostgreSQL cannot keep its data under a path longer than ${LONGEST_PATH} bytes or with a line break in it; ` +
        'choose another data directory or set DATABASE_URL.',
    );
  }
  await makeEnterable(path.resolve(home));
  // Two names of one directory must give one server: it is recognised by its path.
  const real = await realpath(home);
  const recorded = await readLocation(real);
  const directory = recorded ?? real;
  if (recorded !== undefined) await makeEnterable(recorded);
  const account = await accountFor(dataIn(directory));
  if (account === undefined || (await canEnter(account, directory))) return { directory, account };
  if (recorded !== undefined || (await exists(dataIn(directory)))) {
    throw new Error(
      `The database in ${directory} belongs to account ${account.uid}, which may not enter that directory; ` +
        'open its parents to it (chmod o+x) or set DATABASE_URL.',
    );
  }
  return { directory: await moveOut(real, account, log), account };
}

async function moveOut(home: string, account: Account, log: (line: string) => void): Promise<string> {
  const directory = systemPlace(home);
  await makeEnterable(directory).catch(() => undefined);
  if (!(await canEnter(account, directory))) {
    throw new Error(
      `PostgreSQL runs as account ${account.uid}, which may enter neither ${home} nor ${directory}; ` +
        'choose a data directory it can reach, start as another user, or set DATABASE_URL.',
    );
  }
  await writeLocation(home, directory);
  log(`PostgreSQL keeps its files in ${directory}, since only root may enter ${home}`);
  return directory;
}

interface Location {
  home: string;
  directory: string;
}

/** A moved home takes its database along; a copied one (the original still stands) gets its own. */
async function readLocation(home: string): Promise<string | undefined> {
  const location = await locationAt(home);
  if (location === undefined || location.home === home) return location?.directory;
  if ((await locationAt(location.home))?.directory === location.directory) return undefined;
  await writeLocation(home, location.directory);
  return location.directory;
}

async function locationAt(home: string): Promise<Location | undefined> {
  const text = await readFile(path.join(home, 'location.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Location);
}

async function writeLocation(home: string, directory: string): Promise<void> {
  const draft = path.join(home, `location.json.${process.pid}`);
  await writeFile(draft, `${JSON.stringify({ home, directory } satisfies Location)}\n`, { flush: true });
  await rename(draft, path.join(home, 'location.json'));
}

function systemPlace(home: string): string {
  const hash = createHash('sha256').update(home).digest('hex').slice(0, 16);
  return path.join(SYSTEM_PLACE, hash);
}

/** Makes the directory and opens what it made, whatever the umask; what was there keeps its mode. */
async function makeEnterable(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined || process.platform === 'win32') return;
  for (let made = directory; made.length >= first.length; made = path.dirname(made)) await chmod(made, 0o755);
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );
