import { join } from 'node:path';
import { Client } from 'pg';
import { startZoomSimulator } from '#libs/zoom-simulator';
import { Clock, settleClock } from './platform/clock';
import { Addresses, Config } from './platform/config';
import { migrate } from './platform/database';
import { startEmbeddedPostgres } from './platform/database/embedded';

/** The parts the application stands on, and how to put them away again. */
export interface Stack {
  addresses: Addresses;
  clock: Clock;
  stop(): Promise<void>;
}

const SIMULATOR_CLIENT = {
  clientId: 'slotlink-development',
  clientSecret: 'no-secret-here',
  webhookSecret: 'no-secret-either',
};
const DATABASE = 'slotlink';

/** Starts what the environment doesn't name: the embedded database and the Zoom simulator. Migrates and sets the clock. */
export async function startStack(config: Config, log: (line: string) => void): Promise<Stack> {
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const undo of stops.reverse()) await undo();
  };
  try {
    const addresses = new Addresses();
    const clock = new Clock();
    addresses.publicUrl = (config.publicUrl ?? `http://${config.host}:${config.port}`).replace(/\/$/, '');
    const database = await openDatabase(config, log);
    stops.push(database.stop);
    addresses.databaseUrl = database.url;
    await migrate(addresses.databaseUrl);
    await settleClock(clock, addresses.databaseUrl, config.clockStart);
    await settleZoom(config, addresses, clock, log, stops);
    return { addresses, clock, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The database the configuration names, or the embedded one, which is started or joined. */
export async function openDatabase(
  config: Config,
  log: (line: string) => void,
): Promise<{ url: string; stop: () => Promise<void> }> {
  if (config.databaseUrl !== undefined) return { url: config.databaseUrl, stop: () => Promise.resolve() };
  const server = await startEmbeddedPostgres({ home: join(config.dataDir, 'postgres'), log });
  try {
    await createDatabase(server.url('postgres'));
    return { url: server.url(DATABASE), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function settleZoom(
  config: Config,
  addresses: Addresses,
  clock: Clock,
  log: (line: string) => void,
  stops: (() => Promise<void>)[],
): Promise<void> {
  addresses.zoomApiUrl = config.zoomApiUrl;
  addresses.zoomOauthUrl = config.zoomOauthUrl;
  addresses.zoomClientId = config.zoomClientId ?? SIMULATOR_CLIENT.clientId;
  addresses.zoomClientSecret = config.zoomClientSecret ?? SIMULATOR_CLIENT.clientSecret;
  addresses.zoomWebhookSecret = config.zoomWebhookSecret;
  if (!config.simulatesZoom) return;
  addresses.zoomWebhookSecret ??= SIMULATOR_CLIENT.webhookSecret;
  const url = `http://${config.host}:${config.zoomSimulatorPort}`;
  if (config.zoomSimulatorPort !== 0 && (await simulatorRuns(url))) {
    addresses.zoomApiUrl = `${url}/v2`;
    addresses.zoomOauthUrl = `${url}/oauth`;
    log(`Using the Zoom simulator that already runs on ${url}`);
    return;
  }
  const simulator = await startZoomSimulator({
    port: config.zoomSimulatorPort,
    host: config.host,
    stateFile: join(config.dataDir, 'zoom-simulator.json'),
    now: () => clock.ms(),
  });
  stops.push(() => simulator.close());
  addresses.zoomApiUrl = simulator.apiUrl;
  addresses.zoomOauthUrl = simulator.oauthUrl;
  log(`Zoom simulator ready on ${simulator.url}`);
}

/** Several servers may share one. */
async function simulatorRuns(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/_sim/clock`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
