import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger, type Task, type TaskList, runTaskListOnce } from 'graphile-worker';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import supertest from 'supertest';
import { ZoomSimulator, startZoomSimulator } from '#libs/zoom-simulator';
import { createApp } from '../../src/create-app';
import { Addresses, loadConfig } from '../../src/platform/config';
import { JobHandlers } from '../../src/platform/worker';
import { suiteDatabase } from './suite-database';
import { TestClock } from './test-clock';

/** A Monday morning, away from every change day. */
export const MONDAY = '2026-11-23T08:00:00.000Z';

export interface TestApp {
  app: NestFastifyApplication;
  /** supertest against the running application. */
  http: ReturnType<typeof supertest>;
  clock: TestClock;
  zoom: ZoomSimulator;
  /** Where guests and Zoom reach it. */
  url: string;
  databaseUrl: string;
  /** Where its secrets lie. */
  dataDir: string;
  /** Work all due jobs, and those they add, until none is left. @param within what each is run in */
  drainJobs(within?: (task: Task) => Task): Promise<void>;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface TestAppOptions {
  /** The instant the clock stands at. */
  at?: string;
  /** Whether jobs are worked as they come; otherwise the test drains them. */
  worker?: boolean;
  env?: Record<string, string>;
  /** Another instance of this one: the same database, secrets, clock and Zoom, which are put away with the first. */
  beside?: TestApp;
}

/** What an application stands on in a test. */
interface Ground {
  databaseUrl: string;
  dataDir: string;
  clock: TestClock;
  zoom: ZoomSimulator;
  clear(): Promise<void>;
}

/** The whole application on a database of its own and a Zoom simulator of its own, on free ports. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { at = MONDAY, worker = false, beside } = options;
  // Another instance leaves what it shares to the first one.
  const ground: Ground = beside
    ? { ...beside, clear: () => Promise.resolve() }
    : await layGround(new TestClock(at, !worker));
  try {
    return await startOn(ground, options);
  } catch (error) {
    // Left open, they would keep jest from ending.
    await ground.clear();
    throw error;
  }
}

async function layGround(clock: TestClock): Promise<Ground> {
  const database = await suiteDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'slotlink-test-'));
  const zoom = await startZoomSimulator({ port: 0, stateFile: null, now: () => clock.ms() });
  const clear = async () => {
    await zoom.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { databaseUrl: database.url, dataDir, clock, zoom, clear };
}

async function startOn(ground: Ground, { worker = false, env = {} }: TestAppOptions): Promise<TestApp> {
  const { databaseUrl, dataDir, clock, zoom } = ground;
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    REDIS_URL: suiteRedis(),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ROLE: worker ? 'all' : 'web',
    LINK_WAIT: worker ? 'PT2.5S' : 'PT0S',
    // The clock stands still.
    UPDATE_SETTLING: 'PT0S',
    ...env,
  });
  const addresses = Object.assign(new Addresses(), {
    databaseUrl,
    publicUrl: 'http://localhost',
    zoomApiUrl: zoom.apiUrl,
    zoomOauthUrl: zoom.oauthUrl,
    zoomClientId: 'test-client',
    zoomClientSecret: 'test-secret',
    zoomWebhookSecret: 'test-webhook-secret',
  });
  const app = await createApp(config, addresses, clock);
  await app.listen(0, '127.0.0.1');
  addresses.publicUrl = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const pool = new Pool({ connectionString: databaseUrl, max: 4 });
  // The database may be dropped before PostgreSQL has noticed that an idle connection was closed.
  pool.on('error', () => undefined);
  return {
    ...{ app, clock, zoom, databaseUrl, dataDir },
    http: supertest(addresses.publicUrl),
    url: addresses.publicUrl,
    drainJobs: async (within = (task) => task) => {
      const tasks = Object.entries(app.get(JobHandlers).taskList());
      await drain(pool, clock, Object.fromEntries(tasks.map(([name, task]) => [name, within(task as Task)])));
    },
    query: async <Row>(sql: string, parameters?: unknown[]) => (await pool.query(sql, parameters)).rows as Row[],
    close: async () => {
      await app.close();
      await pool.end();
      await ground.clear();
    },
  };
}

/** Counts of one suite must not throttle another. */
function suiteRedis(): string | undefined {
  const url = process.env.TEST_REDIS_URL;
  return url && `${url}?keyPrefix=${randomUUID()}:`;
}

async function drain(pool: Pool, clock: TestClock, tasks: TaskList): Promise<void> {
  const client = await pool.connect();
  try {
    const logger = new Logger(() => () => undefined);
    await clock.releaseDue(client);
    do {
      await runTaskListOnce({ noHandleSignals: true, pgPool: pool, logger }, tasks, client).promise;
      await clock.keepFailed(client);
    } while (await clock.releaseDue(client));
  } finally {
    client.release();
  }
}
