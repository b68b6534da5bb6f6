import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger, runTaskListOnce } from 'graphile-worker';
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
  /** Work all due jobs, and those they add, until none is left. */
  drainJobs(): Promise<void>;
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

/** The whole application on a database of its own and a Zoom simulator of its own, on free ports. */
export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { at = MONDAY, worker = false, env = {}, beside } = options;
  const database = beside ? { url: beside.databaseUrl, drop: () => Promise.resolve() } : await suiteDatabase();
  const dataDir = beside?.dataDir ?? (await mkdtemp(join(tmpdir(), 'slotlink-test-')));
  const clock = beside?.clock ?? new TestClock(at, database.url);
  const zoom = beside?.zoom ?? (await startZoomSimulator({ port: 0, stateFile: null, now: () => clock.ms() }));
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    REDIS_URL: suiteRedis(),
    LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
    ROLE: worker ? 'all' : 'web',
    LINK_WAIT: worker ? 'PT2.5S' : 'PT0S',
    ...env,
  });
  const addresses = Object.assign(new Addresses(), {
    databaseUrl: database.url,
    publicUrl: 'http://localhost',
    zoomApiUrl: zoom.apiUrl,
    zoomOauthUrl: zoom.oauthUrl,
    zoomClientId: 'test-client',
    zoomClientSecret: 'test-secret',
  });
  const app = await createApp(config, addresses, clock);
  await app.listen(0, '127.0.0.1');
  addresses.publicUrl = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const pool = new Pool({ connectionString: database.url, max: 4 });
  return {
    app,
    http: supertest(addresses.publicUrl),
    clock,
    zoom,
    url: addresses.publicUrl,
    databaseUrl: database.url,
    dataDir,
    drainJobs: async () => {
      await clock.advance(0);
      await drain(pool, app.get(JobHandlers));
    },
    query: async <Row>(sql: string, parameters?: unknown[]) => (await pool.query(sql, parameters)).rows as Row[],
    close: async () => {
      await app.close();
      await pool.end();
      if (beside) return;
      await zoom.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Counts of one suite must not throttle another. */
function suiteRedis(): string | undefined {
  const url = process.env.TEST_REDIS_URL;
  return url && `${url}?keyPrefix=${randomUUID()}:`;
}

async function drain(pool: Pool, handlers: JobHandlers): Promise<void> {
  const client = await pool.connect();
  try {
    const logger = new Logger(() => () => undefined);
    await runTaskListOnce({ noHandleSignals: true, pgPool: pool, logger }, handlers.taskList(), client).promise;
  } finally {
    client.release();
  }
}
