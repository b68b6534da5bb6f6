import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isRunning, stampOf, type ProcessStamp } from './processes';

/** Notes that this process uses the server; the answer is the name to leave under. Call it under the launcher lock. */
export async function enter(directory: string): Promise<string> {
  const users = path.join(directory, 'users');
  await mkdir(users, { recursive: true });
  const name = `${process.pid}-${randomUUID()}`;
  await writeFile(path.join(users, name), JSON.stringify(stampOf(process.pid)));
  return name;
}

/** Takes this use back and forgets the dead ones; says how many live uses are left. Call it under the launcher lock. */
export async function leave(directory: string, name: string): Promise<number> {
  const users = path.join(directory, 'users');
  await rm(path.join(users, name), { force: true });
  let left = 0;
  for (const other of await readdir(users)) {
    if (await isLive(path.join(users, other))) left++;
    else await rm(path.join(users, other), { force: true });
  }
  return left;
}

async function isLive(file: string): Promise<boolean> {
  try {
    return isRunning(JSON.parse(await readFile(file, 'utf8')) as ProcessStamp);
  } catch {
    return false; // half-written: its writer died
  }
}
