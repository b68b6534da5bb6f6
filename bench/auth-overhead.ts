// What it costs to say who one is: an authenticated request over an open one.
//   npm run bench -- auth-overhead
// All of them are answered 404 without a statement of their own: an address that no token of ours opens, and an ID that
// cannot be one. What is between them is the guard.
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { freePort, type RunningProgram, startServer } from '../scripts/running-programs';
import { type BenchDatabase, expectAnswer, machine, MIGRATED, quantile, startBenchDatabase, work } from './bench-kit';
import { RawClient } from './raw-client';

const [CLIENTS, REQUESTS, ROUNDS] = [8, 4_000, 5];
const LIMIT_MS = 1;
const OPEN = '/v1/public/appointments/nobody';
const GUARDED = '/v1/contacts/nobody';

interface Way {
  name: string;
  path: string;
  token?: string;
}

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  try {
    console.log(`${machine(database.version)}. Client and server share the machine.\n`);
    await countStatements(database);
    const server = await serve(database);
    await measure(server);
    await server.end('SIGTERM');
  } finally {
    await database.close();
  }
}

async function serve(database: BenchDatabase, env: Record<string, string> = {}): Promise<RunningProgram> {
  const zoom = { ZOOM_SIMULATOR_PORT: String(await freePort()) };
  const home = { DATA_DIR: database.dataDir, DATABASE_URL: database.url(MIGRATED), SEED_DEMO: 'false' };
  return startServer(await freePort(), { ...home, ROLE: 'web', RATE_LIMITS: 'off', ...zoom, ...env });
}

/** The open way, a session and an API key. */
async function ways({ url }: RunningProgram): Promise<Way[]> {
  const agent = new Agent({ keepAlive: true });
  const email = `ann.${Date.now()}@example.com`;
  const input = { accountName: 'Bench', timezone: 'UTC', name: 'Ann', email, password: 'correct horse battery' };
  const { token } = JSON.parse(await expectAnswer(201, `${url}/v1/signup`, agent, JSON.stringify(input))) as {
    token: string;
  };
  const wanted = JSON.stringify({ name: 'Bench', scopes: ['contacts.read'] });
  const { secret } = JSON.parse(await expectAnswer(201, `${url}/v1/api-keys`, agent, wanted, token)) as {
    secret: string;
  };
  agent.destroy();
  return [
    { name: 'open', path: OPEN },
    { name: 'session', path: GUARDED, token },
    { name: 'API key', path: GUARDED, token: secret },
  ];
}

const clientOf = ({ url }: RunningProgram, { token }: Way) =>
  new RawClient(new URL(url), { status: 404, ...(token !== undefined && { token }) });

async function countStatements(database: BenchDatabase): Promise<void> {
  const file = join(database.dataDir, 'queries.jsonl');
  const preload = `--require ${join(__dirname, 'record-queries.js')}`;
  const server = await serve(database, { NODE_OPTIONS: preload, RECORD_QUERIES_TO: file });
  const lines = () => readFileSync(file, 'utf8').split('\n').length;
  for (const way of await ways(server)) {
    const client = clientOf(server, way);
    const before = lines();
    await client.get(way.path);
    console.log(`${way.name.padEnd(8)} ${lines() - before} SQL statement(s)`);
    client.close();
  }
  await server.end('SIGTERM');
}

/** In turns, so that whatever else the machine does falls on all of them. */
async function measure(server: RunningProgram): Promise<void> {
  const all = await ways(server);
  const figures = new Map(all.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const way of all) {
      const connections = Array.from({ length: CLIENTS }, () => clientOf(server, way));
      const { each } = await work(Array<number>(REQUESTS).fill(0), CLIENTS, (_, client) => {
        return connections[client]?.get(way.path) ?? Promise.resolve(0);
      });
      for (const connection of connections) connection.close();
      // The first round warms it up.
      if (round > 0) figures.get(way.name)?.push(quantile(each, 0.5));
    }
  }
  const median = (name: string) =>
    quantile(
      (figures.get(name) ?? []).toSorted((a, b) => a - b),
      0.5,
    );
  console.log(`\n${CLIENTS} clients, ${REQUESTS} requests a round, the median of ${ROUNDS} rounds' p50:`);
  for (const { name } of all) {
    const over =
      name === 'open' ? '' : `, ${(median(name) - median('open')).toFixed(2)} ms over open (goal ${LIMIT_MS} ms)`;
    console.log(`${name.padEnd(8)} p50 ${median(name).toFixed(2)} ms${over}`);
  }
}

void main();
