import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries';
import type { Place } from './place';
import { backendsOf, isPostmasterOf } from './processes';
import { spawnOptions } from './run-as';
import { until } from './until';

// Crash recovery of a large database takes its time; cutting it short would only make it begin again.
const START_PATIENCE = 120_000;
const RETRY_PATIENCE = 20_000;
const LARGEST_LOG = 10 * 1024 * 1024;

// A port somebody took first.
const PORT_TAKEN = /could not create any TCP\/IP sockets/;
const ORPHANS_LEFT = /shared memory block .* is still in use/;

const SETTINGS = [
  ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'shared_buffers=64MB'],
  ...['max_wal_size=512MB', 'timezone=UTC', 'log_timezone=UTC', 'log_checkpoints=off'],
  // Parallel plans want room in /dev/shm, which containers give sparingly, and bookings are small queries.
  'max_parallel_workers_per_gather=0',
];

export interface Postmaster {
  pid: number;
  port: number;
  /** PostgreSQL's own word: starting, ready, stopping (pidfile.h). */
  status: string;
}

/** The live server of a data directory, by its postmaster.pid; undefined when none runs, whatever file a dead one left. */
export function runningPostmaster(data: string): Postmaster | undefined {
  const lines = pidFileLines(data);
  const pid = Number(lines[0]);
  if (!isPostmasterOf(data, pid)) return undefined;
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? 'starting' };
}

/** Waits for a server that others started; undefined when there is none, or it is going or goes meanwhile. */
export async function adoptPostmaster(data: string): Promise<Postmaster | undefined> {
  const settled = await until(() => {
    const running = runningPostmaster(data);
    if (running === undefined) return 'gone';
    return running.status === 'ready' ? running : undefined;
  }, START_PATIENCE);
  if (settled === undefined)
    throw new Error(`PostgreSQL in ${data} is neither ready nor gone after ${START_PATIENCE / 1000} s.`);
  return settled === 'gone' ? undefined : settled;
}

export async function launchPostmaster(
  data: string,
  place: Place,
  binaries: Binaries,
  flags: string[],
): Promise<Postmaster> {
  const log = path.join(place.directory, 'postgres.log');
  if (((await stat(log).catch(() => undefined))?.size ?? 0) > LARGEST_LOG) await rename(log, `${log}.1`);
  const deadline = performance.now() + RETRY_PATIENCE;
  for (;;) {
    const outcome = await launch(data, place, binaries, flags, log);
    if (typeof outcome !== 'string') return outcome;
    if (ORPHANS_LEFT.test(outcome)) endOrphans(data);
    const passing = ORPHANS_LEFT.test(outcome) || PORT_TAKEN.test(outcome);
    if (!passing || performance.now() > deadline) {
      throw new Error(`PostgreSQL did not start: ${outcome || 'it said nothing'} (${log})`);
    }
    await pause(50);
  }
}

/** Backends of a killed postmaster go by themselves, but only once their query ends. */
function endOrphans(data: string): void {
  for (const pid of backendsOf(data)) signal(pid, 'SIGQUIT');
}

/** One try: the server once it is ready, or what it said before it gave up. */
async function launch(
  data: string,
  { account }: Place,
  binaries: Binaries,
  flags: string[],
  logFile: string,
): Promise<Postmaster | string> {
  await disownPidFile(data);
  const log = await open(logFile, 'a', 0o600);
  const before = (await log.stat()).size;
  const settings = SETTINGS.flatMap((setting) => ['-c', setting]);
  const child = spawn(binaries.postgres, ['-D', data, '-p', String(await freePort()), ...settings, ...flags], {
    ...spawnOptions(account),
    // A session of its own: Ctrl-C in the terminal reaches the application, which drains before it stops its database.
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    windowsHide: true,
  });
  let ended: string | undefined;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', () => (ended ??= ''));
  child.unref();
  await log.close();
  const started = await until(() => {
    const running = runningPostmaster(data);
    return running?.pid === child.pid && running?.status === 'ready' ? running : ended;
  }, START_PATIENCE);
  if (started === undefined)
    throw new Error(`PostgreSQL is not ready after ${START_PATIENCE / 1000} s; see ${logFile}.`);
  return started === '' ? lastWords(logFile, before) : started;
}

/** Fast shutdown (SIGINT: sessions are ended, the data written), and the immediate one (SIGQUIT) when that hangs. */
export async function stopPostmaster(data: string, binaries: () => Promise<Binaries>): Promise<void> {
  const running = runningPostmaster(data);
  if (running === undefined) return;
  const gone = (): true | undefined => (isPostmasterOf(data, running.pid) ? undefined : true);
  for (const [name, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    if (gone()) return;
    if (process.platform === 'win32') await stopOnWindows(data, await binaries());
    else signal(running.pid, name);
    if (await until(gone, patience)) return;
  }
  throw new Error(`PostgreSQL (pid ${running.pid}) does not stop.`);
}

/** A process that ended a moment ago is as good as signalled. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Windows has no signals; pg_ctl asks through the server's own pipe. */
async function stopOnWindows(data: string, { pgCtl }: Binaries): Promise<void> {
  const child = spawn(pgCtl, ['stop', '-D', data, '-m', 'fast', '-w', '-t', '20'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
}

/**
 * A dead postmaster's file may name a pid that somebody else has now, which PostgreSQL takes for a running server. We don't
 * delete it, as it also leads to the shared memory by which PostgreSQL sees orphaned backends; we put our own pid in,
 * since it lets its parent's pass (CreateLockFile in miscinit.c). Call it only when no server runs.
 */
async function disownPidFile(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  if (process.platform === 'win32' || !existsSync(file)) return;
  const lines = pidFileLines(data);
  if (lines.length < 3) await rm(file);
  else await writeFile(file, [String(process.pid), ...lines.slice(1)].join('\n'));
}

function pidFileLines(data: string): string[] {
  try {
    return readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

async function lastWords(logFile: string, from: number): Promise<string> {
  const said = (await readFile(logFile)).subarray(from).toString('utf8').trim().split('\n');
  const fatal = said.filter((line) => /\b(FATAL|PANIC|error)\b/.test(line));
  return (fatal.length > 0 ? fatal : said.slice(-3)).join('; ');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
