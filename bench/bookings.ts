// Bookings per second over HTTP, and what the same SQL costs bare `pg`.
//   npm run bench -- bookings
// A first server books every slot for one client while each statement is written down (record-queries.ts). Then, each on
// a fresh copy of the database: the server books them for 8 clients, and 8 bare connections run the same statements with
// the same parameters, prepared, one booking after the other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { Agent } from 'node:http';
import { Client } from 'pg';
import { freePort, startServer, type RunningProgram } from '../scripts/running-programs';
import {
  type BenchDatabase,
  expectAnswer,
  insertCalendars,
  machine,
  MIGRATED,
  quantile,
  startBenchDatabase,
  work,
} from './bench-kit';
import type { Recorded } from './record-queries';

const [SLOTS, CLIENTS, CALENDARS] = [1_000, 8, 10];
const DAY = 86_400_000;

interface Slot {
  slug: string;
  start: string;
}

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  try {
    const slugs = await insertCalendars(database.url(MIGRATED), CALENDARS, 1);
    console.log(`${machine(database.version)}. No threshold.`);
    console.log(
      `${SLOTS} distinct slots of ${CALENDARS} calendars with one host each, a static link, no rate limits.\n`,
    );
    for (const copy of ['recorded', 'bare', 'web', 'whole']) await database.copy(MIGRATED, copy);
    const { slots, bookings } = await record(database, slugs);
    const perBooking = bookings.map(({ length }) => length).sort((a, b) => a - b);
    console.log(`statements per booking (BEGIN and COMMIT included): ${quantile(perBooking, 0.5)}`);

    const bare = await replay(database.url('bare'), bookings);
    line('bare pg, the same SQL', bare);
    const web = await bookAll(database, 'web', 'web', slots);
    line('HTTP, ROLE=web', web);
    const whole = await bookAll(database, 'whole', 'all', slots);
    line('HTTP, ROLE=all (jobs worked beside)', whole);
    console.log(
      `\nbare pg / HTTP: ${(web.totalMs / bare.totalMs).toFixed(1)} (ROLE=web), ${(whole.totalMs / bare.totalMs).toFixed(1)} (ROLE=all)`,
    );
    if (process.argv.includes('--statements')) print(bookings.at(-1) ?? []);
  } finally {
    await database.close();
  }
}

function line(name: string, { each, totalMs }: { each: number[]; totalMs: number }): void {
  const rate = ((SLOTS / totalMs) * 1000).toFixed(0).padStart(5);
  const times = [0.5, 0.95].map((share) => `p${share * 100} ${quantile(each, share).toFixed(1)} ms`).join(', ');
  console.log(`${name.padEnd(36)} ${rate} bookings/s with ${CLIENTS} clients (${times})`);
}

async function serve(database: BenchDatabase, name: string, env: Record<string, string>): Promise<RunningProgram> {
  const zoomPort = String(await freePort());
  return startServer(await freePort(), {
    DATA_DIR: database.dataDir,
    DATABASE_URL: database.url(name),
    ZOOM_SIMULATOR_PORT: zoomPort,
    SEED_DEMO: 'false',
    RATE_LIMITS: 'off',
    ...env,
  });
}

/** Books every slot, one after the other. @returns the slots, and the statements of each booking */
async function record(database: BenchDatabase, slugs: string[]): Promise<{ slots: Slot[]; bookings: Recorded[][] }> {
  const file = join(database.dataDir, 'queries.jsonl');
  const preload = `--require ${join(__dirname, 'record-queries.js')}`;
  const server = await serve(database, 'recorded', { ROLE: 'web', NODE_OPTIONS: preload, RECORD_QUERIES_TO: file });
  const agent = new Agent({ keepAlive: true });
  const slots = await freeSlots(server.url, slugs, agent);
  const lines = () => readFileSync(file, 'utf8').trimEnd().split('\n');
  const marks: number[] = [lines().length];
  for (const slot of slots) {
    await book(server.url, slot, agent);
    marks.push(lines().length);
  }
  agent.destroy();
  await server.end('SIGTERM');
  const all = lines();
  const bookings = slots.map((_, i) => all.slice(marks[i], marks[i + 1]).map((text) => JSON.parse(text) as Recorded));
  return { slots, bookings };
}

/** The first of each calendar, in turn, so that clients rarely want the same host. */
async function freeSlots(url: string, slugs: string[], agent: Agent): Promise<Slot[]> {
  const each = SLOTS / CALENDARS;
  const iso = (days: number) => new Date(Date.now() + days * DAY).toISOString();
  const byCalendar: Slot[][] = [];
  for (const slug of slugs) {
    const path = `/v1/public/calendars/${slug}/free-slots?from=${iso(1)}&to=${iso(30)}`;
    const { days } = JSON.parse(await expectAnswer(200, url + path, agent)) as {
      days: { slots: { start: string }[] }[];
    };
    // Every second start of a 15-minute interval: slots of 30 minutes that don't overlap.
    const starts = days.flatMap(({ slots }) => slots.filter((_, i) => i % 2 === 0).map(({ start }) => start));
    byCalendar.push(starts.slice(0, each).map((start) => ({ slug, start })));
  }
  return Array.from({ length: each }, (_, i) => byCalendar.flatMap((slots) => slots[i] ?? [])).flat();
}

async function bookAll(database: BenchDatabase, name: string, ROLE: string, slots: Slot[]) {
  const server = await serve(database, name, { ROLE });
  const agent = new Agent({ keepAlive: true });
  const result = await work(slots, CLIENTS, (slot) => book(server.url, slot, agent));
  agent.destroy();
  await server.end('SIGTERM');
  return result;
}

let guests = 0;

function book(url: string, { slug, start }: Slot, agent: Agent): Promise<string> {
  guests += 1;
  const contact = { name: 'Petra Prospect', email: `petra.${guests}@example.com` };
  const body = JSON.stringify({ start, timezone: 'Europe/Berlin', contact });
  return expectAnswer(201, `${url}/v1/public/calendars/${slug}/appointments`, agent, body);
}

/** Each booking on one connection, its statements one after the other, as the server sends them. */
async function replay(url: string, bookings: Recorded[][]) {
  const clients = Array.from({ length: CLIENTS }, () => new Client({ connectionString: url }));
  for (const client of clients) await client.connect();
  const result = await work(bookings, CLIENTS, async (statements, number) => {
    for (const { text, values } of statements) {
      const name = values.length > 0 ? createHash('sha1').update(text).digest('hex') : undefined;
      await clients[number]?.query({ name, text, values });
    }
  });
  for (const client of clients) await client.end();
  return result;
}

function print(statements: Recorded[]): void {
  console.log('\nThe statements of the last booking, by connection:');
  for (const [i, { connection, text }] of statements.entries()) {
    console.log(`${String(i + 1).padStart(3)}  #${connection}  ${text.replace(/\s+/g, ' ').trim().slice(0, 230)}`);
  }
}

void main();
