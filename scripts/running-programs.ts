import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Our own programs as processes of their own, for benches and crash tests. */
export interface RunningProgram {
  url: string;
  pid: number;
  /** What it printed. */
  output(): string;
  /** SIGTERM ends it in order, SIGKILL at once. Resolves when it is gone; an ended one stays ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const START_PATIENCE_MS = 60_000;
const END_PATIENCE_MS = 30_000;
const POLL_MS = 10;
const ROOT = checkout(__dirname);
/** As `npm start` does: lists of free slots are short-lived garbage, which a small young generation keeps collecting. */
const AS_STARTED = ['--max-semi-space-size=32', '--enable-source-maps'];

/** @throws when it cannot be built */
export function build(): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts/build-if-stale.mjs')], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed');
}

/** The built server on `port` of 127.0.0.1, once /readyz answers 200. It sees no variable but those given. */
export function startServer(port: number, env: Record<string, string>): Promise<RunningProgram> {
  return start('dist/src/main.js', `http://127.0.0.1:${port}`, '/readyz', { ...env, PORT: String(port) });
}

/** The Zoom simulator alone, once it answers. */
export function startSimulator(port: number, env: Record<string, string>): Promise<RunningProgram> {
  const url = `http://127.0.0.1:${port}`;
  return start('dist/libs/zoom-simulator/main.js', url, '/_sim/clock', { ...env, ZOOM_SIMULATOR_PORT: String(port) });
}

/** Others may enter it, so that the database stays in it, and goes with it, when root runs this. */
export async function temporaryDataDir(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'slotlink-'));
  await chmod(directory, 0o755);
  return directory;
}

/** A port nobody has at the moment, for a program that is to come back on the same one. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function start(file: string, url: string, path: string, env: Record<string, string>): Promise<RunningProgram> {
  const { PATH, HOME } = process.env;
  const child = spawn(process.execPath, [...AS_STARTED, join(ROOT, file)], {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const end = (signal: 'SIGTERM' | 'SIGKILL') => endOf(child, signal);
  const deadline = performance.now() + START_PATIENCE_MS;
  while (!(await answers(url + path))) {
    if (isGone(child) || performance.now() > deadline) {
      await end('SIGKILL');
      throw new Error(`${file} did not start:\n${output}`);
    }
    await pause(POLL_MS);
  }
  return { url, pid: child.pid ?? 0, output: () => output, end };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

async function endOf(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (isGone(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  const impatient = setTimeout(() => child.kill('SIGKILL'), END_PATIENCE_MS);
  await gone;
  clearTimeout(impatient);
}

function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** This file runs as a source and from dist/. */
function checkout(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : checkout(dirname(folder));
}
