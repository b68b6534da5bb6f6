import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { type Agent, request } from 'node:http';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { temporaryDataDir } from '../scripts/running-programs';
import { migrate } from '../src/platform/database';
import { startEmbeddedPostgres } from '../src/platform/database/embedded';

/** A database server of its own in a temporary directory, as `npm start` would run it, with a migrated database on it. */
export interface BenchDatabase {
  dataDir: string;
  version: string;
  url(database: string): string;
  /** A copy of a database nobody is connected to. */
  copy(from: string, to: string): Promise<void>;
  close(): Promise<void>;
}

export const MIGRATED = 'bench';

export async function startBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = await temporaryDataDir();
  const server = await startEmbeddedPostgres({ home: join(dataDir, 'postgres') });
  const admin = <Row>(sql: string) => ask<Row>(server.url('postgres'), sql);
  await admin(`CREATE DATABASE ${MIGRATED}`);
  await migrate(server.url(MIGRATED));
  const [row] = await admin<{ version: string }>(`SELECT current_setting('server_version') AS version`);
  return {
    dataDir,
    version: row?.version ?? '?',
    url: (database) => server.url(database),
    copy: async (from, to) => {
      await admin(`CREATE DATABASE ${to} TEMPLATE ${from}`);
    },
    close: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function ask<Row>(url: string, sql: string, parameters?: unknown[]): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, parameters)).rows as Row[];
  } finally {
    await client.end();
  }
}

/** The machine, for the head of every figure. */
export function machine(postgres?: string): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  const parts = [`${availableParallelism()} cores (${model})`, `${memory} GB`, `Node ${process.version}`];
  return [...parts, ...(postgres === undefined ? [] : [`PostgreSQL ${postgres}`])].join(', ');
}

/** Works through the items with so many clients at once. @returns milliseconds each took, rising, and for all together */
export async function work<Item>(
  items: readonly Item[],
  clients: number,
  one: (item: Item, client: number) => Promise<unknown>,
): Promise<{ each: number[]; totalMs: number }> {
  const each: number[] = [];
  const waiting = items.values();
  const before = performance.now();
  const client = async (number: number) => {
    for (const item of waiting) {
      const started = performance.now();
      await one(item, number);
      each.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  return { each: each.sort((a, b) => a - b), totalMs: performance.now() - before };
}

/** Of figures that rise. */
export function quantile(figures: readonly number[], share: number): number {
  return figures[Math.min(figures.length - 1, Math.floor(figures.length * share))] ?? NaN;
}

/** So many calendars of one account, each with so many hosts of its own who meet at a static link. @returns their slugs */
export async function insertCalendars(
  url: string,
  calendars: number,
  hostsEach: number,
  prefix = 'bench',
): Promise<string[]> {
  await ask(
    url,
    `WITH account AS (
       INSERT INTO accounts (id, name, timezone, created_at) VALUES (gen_random_uuid(), 'Bench', 'America/New_York', now())
       RETURNING id
     ), calendar AS (
       INSERT INTO calendars (id, account_id, slug, name, type, timezone, active, slot_duration, slot_interval, pre_buffer,
         post_buffer, appointments_per_slot, minimum_notice, booking_window, auto_confirm, allow_reschedule,
         allow_cancellation, change_cutoff, distribution, look_busy_percent, event_title, fallback_location, notifications,
         zoom, questions, created_at)
       SELECT gen_random_uuid(), account.id, $3 || '-' || n, 'Bench ' || n, 'round_robin', 'America/New_York', true, 'PT30M',
         'PT15M', 'PT0M', 'PT0M', 1, 'PT1H', 'P60D', true, true, true, 'PT0M',
         '{"strategy": "availability", "window": "P1D", "maxLead": 3}', 0, '[[contact.name]] and [[user.name]]',
         '{"kind": "custom", "value": "later"}', '{"booked": true, "rescheduled": true, "cancelled": true}',
         '{"waitingRoom": true, "joinBeforeHost": false, "autoRecording": "none", "onChangedInZoom": "restore"}', '[]', now()
       FROM account, generate_series(1, $1) AS n
       RETURNING id, account_id, slug
     ), host AS (
       SELECT gen_random_uuid() AS id, account_id, calendar.id AS calendar_id, slug, position
       FROM calendar, generate_series(0, $2 - 1) AS position
     ), person AS (
       INSERT INTO users (id, name, email, timezone, created_at)
       SELECT id, 'Host ' || position, slug || '.' || position || '@example.com', 'America/New_York', now() FROM host
     ), membership AS (
       INSERT INTO memberships (account_id, user_id, role, created_at) SELECT account_id, id, 'member', now() FROM host
     )
     INSERT INTO calendar_members (account_id, calendar_id, user_id, position, priority, weight, is_owner, meeting_location)
     SELECT account_id, calendar_id, id, position, 'medium', 100, false,
       '{"kind": "custom", "value": "https://meet.example.com/bench"}' FROM host`,
    [calendars, hostsEach, prefix],
  );
  const made = await ask<{ slug: string }>(url, `SELECT slug FROM calendars WHERE slug LIKE $1 ORDER BY slug`, [
    `${prefix}-%`,
  ]);
  return made.map(({ slug }) => slug);
}

/** What a server answers, whatever it is: a GET, or a POST of JSON. */
export function exchange(
  url: string,
  agent: Agent,
  body?: string,
  token?: string,
): Promise<{ status: number; text: string }> {
  const headers = {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, text });
      });
    });
    asked.once('error', reject).end(body);
  });
}

/** The same where only one status will do. */
export async function expectAnswer(expected: number, ...asked: Parameters<typeof exchange>): Promise<string> {
  const { status, text } = await exchange(...asked);
  if (status !== expected) throw new Error(`${asked[0]} was answered ${status}: ${text}`);
  return text;
}

/** Processor time of a process so far, in milliseconds, whoever else is busy. By Linux's clock of 10 ms; nothing elsewhere. */
export function cpuMs(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** mulberry32: from 0 up to 1, the same sequence for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
