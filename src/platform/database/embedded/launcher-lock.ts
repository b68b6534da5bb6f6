import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isRunning, stampOf, type ProcessStamp } from './processes';

// Longer than a start may take (server.ts), so that whoever waits behind a slow recovery gets its server.
const PATIENCE = 180_000;
// A file that doesn't parse is being written this moment, or its writer died in that moment.
const WRITING = 2_000;

/**
 * Holds `launcher.lock` while `work` starts or stops the server; one process at a time. A lock whose holder is dead
 * is broken, also when its pid runs something else by now.
 */
export async function withLauncherLock<T>(directory: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(directory, 'launcher.lock');
  const mine = JSON.stringify({ ...stampOf(process.pid), token: randomUUID() });
  await acquire(lock, mine);
  try {
    return await work();
  } finally {
    if ((await readFile(lock, 'utf8').catch(() => '')) === mine) await rm(lock, { force: true });
  }
}

async function acquire(lock: string, mine: string): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!(await take(lock, mine))) {
    const seen = await readFile(lock, 'utf8').catch(() => undefined);
    if (seen === undefined) continue;
    if (await isStale(lock, seen)) await breakLock(lock, seen);
    else if (performance.now() > deadline) {
      throw new Error(
        `Another process has been starting or stopping PostgreSQL for ${PATIENCE / 1000} s (${lock}: ${seen}).`,
      );
    } else await pause(20);
  }
}

async function take(lock: string, mine: string): Promise<boolean> {
  try {
    await writeFile(lock, mine, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(lock: string, seen: string): Promise<boolean> {
  try {
    return !isRunning(JSON.parse(seen) as ProcessStamp);
  } catch {
    const written = await stat(lock).catch(() => undefined);
    return written !== undefined && Date.now() - written.mtimeMs > WRITING;
  }
}

/**
 * Of many who see the same dead holder, one renames its file; who renames a newer one by mistake puts it back.
 * Should somebody slip in between, PostgreSQL's own postmaster.pid still allows one server only.
 */
async function breakLock(lock: string, seen: string): Promise<void> {
  const aside = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, aside);
  } catch {
    return;
  }
  const taken = await readFile(aside, 'utf8');
  if (taken !== seen) await copyFile(aside, lock, constants.COPYFILE_EXCL).catch(() => undefined);
  await rm(aside, { force: true });
}
