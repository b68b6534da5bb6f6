import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import supertest from 'supertest';
import {
  type RunningProgram,
  build,
  freePort,
  startServer,
  startSimulator,
  temporaryDataDir,
} from '../../scripts/running-programs';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded';
import type { TestApp } from './test-app';

/** The real server and the Zoom simulator as processes of their own, to be killed and started again. */
export interface Crashable {
  /** For the builders of this kit that speak HTTP only. It outlives the process: the address stays. */
  slotlink: TestApp;
  /** Signal 9: nothing of the process runs any more. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stopZoom(): Promise<void>;
  startZoom(): Promise<void>;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export async function startCrashable(env: Record<string, string>): Promise<Crashable> {
  build();
  const dataDir = await temporaryDataDir();
  const [port, zoomPort] = [await freePort(), await freePort()];
  const zoomUrl = `http://127.0.0.1:${zoomPort}`;
  const credentials = { ZOOM_CLIENT_ID: 'crash-client', ZOOM_CLIENT_SECRET: 'crash-secret' };
  const whole = {
    ...credentials,
    DATA_DIR: dataDir,
    ZOOM_API_URL: `${zoomUrl}/v2`,
    ZOOM_OAUTH_URL: `${zoomUrl}/oauth`,
    SEED_DEMO: 'false',
    RATE_LIMITS: 'off',
    ...env,
  };
  const startZoom = () => startSimulator(zoomPort, { ...credentials, DATA_DIR: dataDir });
  let zoom: RunningProgram = await startZoom();
  let server: RunningProgram = await startServer(port, whole);
  const { url } = server;
  const home = join(dataDir, 'postgres');
  return {
    slotlink: { http: supertest(url), url, zoom: { url: zoomUrl } } as unknown as TestApp,
    kill: () => server.end('SIGKILL'),
    start: async () => {
      server = await startServer(port, whole);
    },
    stopZoom: () => zoom.end('SIGTERM'),
    startZoom: async () => {
      zoom = await startZoom();
    },
    query: (sql, parameters) => askEmbedded(home, sql, parameters),
    close: async () => {
      await server.end('SIGTERM');
      await zoom.end('SIGTERM');
      // A killed server leaves its database running: the last one out stops it.
      await (await startEmbeddedPostgres({ home })).stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function askEmbedded<Row>(home: string, sql: string, parameters?: unknown[]): Promise<Row[]> {
  const postgres = await startEmbeddedPostgres({ home });
  const client = new Client({ connectionString: postgres.url('slotlink') });
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows as Row[];
  } finally {
    await client.end();
    await postgres.stop();
  }
}
