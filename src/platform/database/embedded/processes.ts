import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** One process for good: its pid, and when it started, since pids are used again. */
export interface ProcessStamp {
  pid: number;
  started: string;
}

/** The stamp of a living process; undefined when it is gone or a zombie. `started` is empty where the system won't say. */
export function stampOf(pid: number): ProcessStamp | undefined {
  if (!answersSignals(pid)) return undefined;
  if (process.platform === 'linux') {
    const stat = linuxStat(pid);
    if (stat === undefined) return { pid, started: '' };
    return stat.zombie ? undefined : { pid, started: `${bootId()}:${stat.started}` };
  }
  return { pid, started: ps(pid, 'lstart=') };
}

export function isRunning(stamp: ProcessStamp): boolean {
  const now = stampOf(stamp.pid);
  if (now === undefined) return false;
  return now.started === '' || stamp.started === '' || now.started === stamp.started;
}

/**
 * Whether this pid is the postmaster of that data directory. A signal alone can't tell: a killed postmaster may linger as
 * a zombie where nobody reaps it, and after a reboot its pid may belong to anyone.
 */
export function isPostmasterOf(data: string, pid: number): boolean {
  if (stampOf(pid) === undefined) return false;
  if (process.platform === 'win32') return true;
  if (process.platform !== 'linux') return ps(pid, 'command=').includes(data);
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data)) return true;
    // A server whose directory was moved under it still works there, and its cwd follows the move.
    return readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch {
    return false;
  }
}

/** Backends of that data directory, recognised by the title PostgreSQL gives them; none where there is no /proc. */
export function backendsOf(data: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        if (readlinkSync(`/proc/${pid}/cwd`) !== data) return false;
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres: ');
      } catch {
        return false;
      }
    });
}

function answersSignals(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function linuxStat(pid: number): { zombie: boolean; started: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the second field is the command in brackets and may hold anything; state is the 3rd, starttime the 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { zombie: fields[0] === 'Z' || fields[0] === 'X', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** Start times count from boot, and small machines boot alike to the tick. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

function ps(pid: number, column: string): string {
  if (process.platform === 'win32') return '';
  try {
    return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
