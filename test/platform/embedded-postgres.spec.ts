import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded';
import { installedPackage } from '../../src/platform/database/embedded/binaries';
import { isRunning, stampOf } from '../../src/platform/database/embedded/processes';
import { runningPostmaster } from '../../src/platform/database/embedded/server';
import { until } from '../../src/platform/database/embedded/until';
import { eventually } from '../kit/eventually';
import {
  aClosedCheckout,
  aDirectory,
  aHome,
  aStranger,
  cleanUp,
  dataOf,
  makeRoot,
  otherProcess,
  otherProcessUnheard,
  placeOf,
  query,
  queryUrl,
  removeRoot,
} from './embedded-postgres.homes';

jest.setTimeout(60_000);

const isRoot = process.getuid?.() === 0;
const rootIt = isRoot ? it : it.skip;
const NOBODY = 65534;

beforeAll(makeRoot);
afterEach(cleanUp);
afterAll(removeRoot);

describe('the embedded PostgreSQL', () => {
  it('boots from nothing, stops, and starts again with its data', async () => {
    const home = aHome();
    const lines: string[] = [];
    const first = await startEmbeddedPostgres({ home, log: (line) => lines.push(line) });
    expect(first).toMatchObject({ host: '127.0.0.1', adopted: false });
    expect(await query(first, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    await first.stop();
    expect(runningPostmaster(dataOf(home))).toBeUndefined();

    const second = await startEmbeddedPostgres({ home, flags: ['-c', 'max_connections=17'] });
    expect(await query(second, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(await query(second, 'SHOW max_connections')).toEqual([{ max_connections: '17' }]);
    expect(second.password).toBe(first.password);
    await second.stop();
    expect(lines).toEqual([
      expect.stringMatching(/^Setting up PostgreSQL 18 in /),
      expect.stringMatching(/^PostgreSQL ready on 127\.0\.0\.1:\d+ after \d+ ms$/),
      'PostgreSQL stopped',
    ]);
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const home = aHome();
    const server = await startEmbeddedPostgres({ home });
    const stranger = new Client({ connectionString: server.url('postgres').replace(server.password, 'guess') });
    await expect(stranger.connect()).rejects.toThrow('password authentication failed');
    expect(fs.statSync(path.join(home, 'cluster/connection.json')).mode & 0o777).toBe(0o600);
    await server.stop();
  });

  it('is shared by two processes, started at once, and stopped by the last one out', async () => {
    const home = aHome();
    const [one, two] = await Promise.all([otherProcess(home), otherProcess(home)]);
    expect(one.said.port).toBe(two.said.port);
    expect([one.said.adopted, two.said.adopted].sort()).toEqual([false, true]);
    const [starter, adopter] = one.said.adopted ? [two, one] : [one, two];

    await starter.leave();
    expect(await queryUrl(adopter.said.url, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await adopter.leave();
    expect(runningPostmaster(dataOf(home))).toBeUndefined();
  });

  it('counts each use within one process', async () => {
    const home = aHome();
    const [one, two] = await Promise.all([startEmbeddedPostgres({ home }), startEmbeddedPostgres({ home })]);
    await one.stop();
    expect(await query(two, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await two.stop();
    expect(runningPostmaster(dataOf(home))).toBeUndefined();
  });

  it('outlives a starter that is killed, and is stopped by who adopts it', async () => {
    const home = aHome();
    const starter = await otherProcess(home);
    await queryUrl(starter.said.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await starter.kill();

    const adopted = await startEmbeddedPostgres({ home });
    expect(adopted).toMatchObject({ adopted: true, port: starter.said.port });
    expect(await query(adopted, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await adopted.stop();
    expect(runningPostmaster(dataOf(home))).toBeUndefined();
  });

  it('starts again after PostgreSQL itself was killed, with what it had committed', async () => {
    const home = aHome();
    const server = await startEmbeddedPostgres({ home });
    await query(server, 'CREATE TABLE kept AS SELECT 1 AS one');
    const busy = new Client({ connectionString: server.url('postgres') });
    busy.on('error', () => undefined);
    await busy.connect();
    // An orphaned backend at work holds the shared memory until its query ends, here never.
    const atWork = once(busy, 'notice');
    const work = busy
      .query("DO $$ BEGIN RAISE NOTICE 'at work'; LOOP PERFORM 1; END LOOP; END $$")
      .catch(() => undefined);
    await atWork;
    process.kill(runningPostmaster(dataOf(home))!.pid, 'SIGKILL');
    // The signal is delivered when the system gets to it.
    const isDead = () => Promise.resolve(runningPostmaster(dataOf(home)) === undefined);
    expect(await eventually(isDead, { withinMs: 10_000 })).toBe(true);

    const again = await startEmbeddedPostgres({ home });
    expect(again.adopted).toBe(false);
    expect(await query(again, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    expect(fs.readFileSync(path.join(home, 'postgres.log'), 'utf8')).toMatch(/shared memory block .* is still in use/);
    await Promise.all([again.stop(), server.stop(), work]);
    expect(runningPostmaster(dataOf(home))).toBeUndefined();
  });

  it('is not fooled by a stale postmaster.pid or lock whose pid runs something else now', async () => {
    const home = aHome();
    const server = await startEmbeddedPostgres({ home });
    const pidFile = path.join(dataOf(home), 'postmaster.pid');
    const written = fs.readFileSync(pidFile, 'utf8').split('\n');
    await server.stop();
    const stranger = aStranger(dataOf(home));
    fs.writeFileSync(pidFile, [stranger.pid, ...written.slice(1)].join('\n'));
    fs.writeFileSync(path.join(home, 'launcher.lock'), JSON.stringify({ pid: stranger.pid, started: 'long ago' }));
    fs.writeFileSync(path.join(home, 'users', 'old'), JSON.stringify({ pid: stranger.pid, started: 'long ago' }));

    const again = await startEmbeddedPostgres({ home });
    expect(again.adopted).toBe(false);
    await again.stop();
    expect(isRunning(stampOf(stranger.pid)!)).toBe(true);
    expect(runningPostmaster(dataOf(home))).toBeUndefined();
  });

  it('begins the first boot anew when it was interrupted', async () => {
    const home = aHome();
    const killed = otherProcessUnheard(home);
    const half = await until(
      () => (fs.existsSync(home) && fs.readdirSync(home).some((name) => name.startsWith('init.')) ? true : undefined),
      20_000,
    );
    await killed.kill();
    expect(half).toBe(true);
    expect(fs.existsSync(path.join(home, 'cluster'))).toBe(false);

    const server = await startEmbeddedPostgres({ home });
    expect(await query(server, 'SELECT 1 AS alive')).toEqual([{ alive: 1 }]);
    await server.stop();
  });

  it('leaves Ctrl-C in the terminal to the application', async () => {
    const home = aHome();
    const app = await otherProcess(home);
    const group = Number(execFileSync('ps', ['-o', 'pgid=', '-p', String(runningPostmaster(dataOf(home))!.pid)]));
    expect(group).toBe(runningPostmaster(dataOf(home))!.pid);
    await app.leave();
  });

  it('names DATABASE_URL where it cannot run', async () => {
    expect(() => installedPackage('sunos', 'sparc')).toThrow(/sunos-sparc.*set DATABASE_URL/);
    const long = path.join(os.tmpdir(), ...Array.from({ length: 10 }, () => 'x'.repeat(100)));
    await expect(startEmbeddedPostgres({ home: long })).rejects.toThrow(/longer than 900 bytes.*DATABASE_URL/);
  });

  it('refuses data of another major version, in words', async () => {
    const home = aHome();
    await (await startEmbeddedPostgres({ home })).stop();
    fs.writeFileSync(path.join(dataOf(home), 'PG_VERSION'), '17\n');
    await expect(startEmbeddedPostgres({ home })).rejects.toThrow(/made by PostgreSQL 17.*18.*DATABASE_URL/);
  });
});

describe(`in a 0700 home${isRoot ? '' : ' (skipped: changing accounts needs root)'}`, () => {
  rootIt('runs for root, from a checkout whose install scripts were off', async () => {
    const checkout = aClosedCheckout(0);
    const home = aHome(checkout);
    const first = await otherProcess(home, { checkout });
    await queryUrl(first.said.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.leave();
    expect(placeOf(home)).toMatch(/^\/var\/lib\/slotlink\//);

    const second = await otherProcess(home, { checkout });
    expect(await queryUrl(second.said.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await second.leave();
  });

  rootIt('gives a copied home a database of its own, and a moved one its old one', async () => {
    const closed = aDirectory(0o700);
    const [home, copy, moved] = [aHome(closed, 'home'), aHome(closed, 'copy'), aHome(closed, 'moved')];
    const server = await startEmbeddedPostgres({ home });
    await query(server, 'CREATE TABLE kept AS SELECT 1 AS one');
    await server.stop();
    fs.cpSync(home, copy, { recursive: true });
    const other = await startEmbeddedPostgres({ home: copy });
    expect(await query(other, "SELECT to_regclass('kept') AS kept")).toEqual([{ kept: null }]);
    await other.stop();
    fs.renameSync(home, moved);
    const same = await startEmbeddedPostgres({ home: moved });
    expect(await query(same, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await same.stop();
  });

  rootIt('runs as the user whose home it is, and later for root under that account', async () => {
    const checkout = aClosedCheckout(NOBODY);
    const home = aHome(checkout);
    const user = await otherProcess(home, { checkout, uid: NOBODY, gid: NOBODY });
    await queryUrl(user.said.url, 'CREATE TABLE kept AS SELECT 1 AS one');
    await user.leave();
    expect(fs.statSync(dataOf(home)).uid).toBe(NOBODY);

    const server = await startEmbeddedPostgres({ home });
    expect(await query(server, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
    await server.stop();
  });

  rootIt('copies the programs when the links are missing and the package is read-only', async () => {
    const checkout = aClosedCheckout(NOBODY);
    execFileSync('chown', ['-R', '0:0', path.join(checkout, 'node_modules')]);
    const home = aHome(checkout);
    const user = await otherProcess(home, { checkout, uid: NOBODY, gid: NOBODY });
    expect(fs.readdirSync(home).filter((name) => name.startsWith('binaries-'))).toHaveLength(1);
    await user.leave();
  });
});
