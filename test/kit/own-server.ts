import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded';
import { runningPostmaster } from '../../src/platform/database/embedded/server';

const ROOT = path.resolve(__dirname, '../..');
const START_PATIENCE_MS = 90_000;
const END_PATIENCE_MS = 20_000;

/** What npm runs. Not npm itself, which hides the exit code of what an interrupt ends. */
const { scripts } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
  scripts: { prestart: string; start: string };
};

/** What the last line of the greeting says. */
const STARTED = 'Ctrl-C ends it.';

/** The server as `npm start` runs it, a program of its own, with data, database and ports of its own. */
export class OwnServer {
  /** Others may enter it, so that the database stays in it when the tests run as root. */
  readonly dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'slotlink-'));
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(
    private readonly port: number,
    private readonly zoomPort: number,
  ) {
    fs.chmodSync(this.dataDir, 0o755);
  }

  static async prepare(): Promise<OwnServer> {
    return new OwnServer(await freePort(), await freePort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get zoomUrl(): string {
    return `http://127.0.0.1:${this.zoomPort}`;
  }

  /**
   * Links are waited for longer than by default, since the machine may be busy with other tests.
   * @returns what it printed by the time it listens
   */
  async start(env: Record<string, string> = {}): Promise<string> {
    const { PATH, HOME } = process.env;
    const own = { DATA_DIR: this.dataDir, PORT: String(this.port), ZOOM_SIMULATOR_PORT: String(this.zoomPort) };
    const child = spawn('sh', ['-c', `${scripts.prestart} && exec ${scripts.start}`], {
      cwd: ROOT,
      env: { PATH, HOME, LINK_WAIT: 'PT30S', ...own, ...env },
      // A process group, as a terminal makes one for each command.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (text: Buffer) => (this.output += text.toString()));
    }
    const deadline = performance.now() + START_PATIENCE_MS;
    while (!this.output.includes(STARTED)) {
      if (isGone(child) || performance.now() > deadline)
        throw new Error(`The start did not get there:\n${this.output}`);
      await pause(20);
    }
    return this.output;
  }

  /** Presses Ctrl-C, which the terminal sends to the whole group. @returns the exit code, and all that was printed */
  async pressCtrlC(): Promise<{ code: number | null; output: string }> {
    return { code: await this.end('SIGINT'), output: this.output };
  }

  /** kill -9. The database, in a group of its own, is left behind. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** What answers on the server's and the simulator's address, or works on the data. */
  async leftRunning(): Promise<string[]> {
    const left: string[] = [];
    for (const url of [this.url, this.zoomUrl]) {
      if (
        await fetch(url).then(
          () => true,
          () => false,
        )
      )
        left.push(url);
    }
    if (runningPostmaster(this.clusterData)) left.push('PostgreSQL');
    return left;
  }

  /** Ends whatever runs, and removes the data. */
  async remove(): Promise<void> {
    await this.kill();
    if (runningPostmaster(this.clusterData)) {
      await (await startEmbeddedPostgres({ home: path.join(this.dataDir, 'postgres') })).stop();
    }
    fs.rmSync(this.dataDir, { recursive: true, force: true });
  }

  private get clusterData(): string {
    return path.join(this.dataDir, 'postgres/cluster/data');
  }

  private async end(signal: 'SIGINT' | 'SIGKILL'): Promise<number | null> {
    const { child } = this;
    if (!child?.pid || isGone(child)) return child?.exitCode ?? null;
    const closed = once(child, 'close');
    const group = -child.pid;
    process.kill(group, signal);
    const impatient = setTimeout(() => process.kill(group, 'SIGKILL'), END_PATIENCE_MS);
    await closed;
    clearTimeout(impatient);
    return child.exitCode;
  }
}

function isGone({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** A port nobody has at the moment; the same one serves the next start. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
