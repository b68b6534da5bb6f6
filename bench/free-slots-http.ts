// The free slots of a busy calendar over HTTP, uncached, in a database with a million appointments.
//   npm run bench -- free-slots-http
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { freePort, type RunningProgram, startServer } from '../scripts/running-programs';
import {
  ask,
  type BenchDatabase,
  cpuMs,
  expectAnswer,
  insertCalendars,
  machine,
  MIGRATED,
  quantile,
  startBenchDatabase,
  work,
} from './bench-kit';
import { RawClient } from './raw-client';

const [DAYS, BUSY, CLIENTS, REQUESTS] = [30, 200, 8, 800];
const HOSTS = [1, 10, 50];
/** Elsewhere: calendars of five hosts with two hundred appointments each. */
const CROWD = { calendars: 1000, hosts: 5, appointments: 200 };
const LIMIT_MS = 25;
const DAY = 86_400_000;

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  try {
    const url = database.url(MIGRATED);
    await insertCalendars(url, CROWD.calendars, CROWD.hosts, 'crowd');
    await insertAppointments(url, 'crowd', CROWD.appointments, '-100 days', 200);
    for (const hosts of HOSTS) {
      await insertCalendars(url, 1, hosts, `hosts-${hosts}`);
      await insertAppointments(url, `hosts-${hosts}`, BUSY, '0 days', DAYS);
    }
    await ask(url, 'VACUUM ANALYZE');
    const [total] = await ask<{ appointments: string }>(url, 'SELECT count(*) AS appointments FROM appointments');
    console.log(`${machine(database.version)}. ${total?.appointments ?? '?'} appointments in the database.`);
    console.log(
      `${DAYS} days × 15-minute interval × ${BUSY} appointments per host; client and server share the machine.\n`,
    );
    await countStatements(database);
    await measure(database);
  } finally {
    await database.close();
  }
}

const now = Date.now();
const iso = (day: number) => new Date(now + day * DAY).toISOString();
const pathOf = (hosts: number) => `/v1/public/calendars/hosts-${hosts}-1/free-slots?from=${iso(0)}&to=${iso(DAYS)}`;

async function serve(database: BenchDatabase, env: Record<string, string> = {}): Promise<RunningProgram> {
  const zoom = { ZOOM_SIMULATOR_PORT: String(await freePort()) };
  const home = { DATA_DIR: database.dataDir, DATABASE_URL: database.url(MIGRATED), SEED_DEMO: 'false' };
  return startServer(await freePort(), { ...home, ROLE: 'web', RATE_LIMITS: 'off', ...zoom, ...env });
}

/** As many for fifty hosts as for one. */
async function countStatements(database: BenchDatabase): Promise<void> {
  const file = join(database.dataDir, 'queries.jsonl');
  const preload = `--require ${join(__dirname, 'record-queries.js')}`;
  const server = await serve(database, { NODE_OPTIONS: preload, RECORD_QUERIES_TO: file });
  const lines = () => readFileSync(file, 'utf8').split('\n').length;
  const agent = new Agent({ keepAlive: true });
  for (const hosts of HOSTS) {
    const before = lines();
    await expectAnswer(200, server.url + pathOf(hosts), agent);
    console.log(`${String(hosts).padStart(3)} host(s)            ${lines() - before} SQL statements`);
  }
  agent.destroy();
  await server.end('SIGTERM');
}

async function measure(database: BenchDatabase): Promise<void> {
  const server = await serve(database);
  for (const hosts of HOSTS) await report(database, server, { hosts, clients: 1 });
  await report(database, server, { hosts: 10, clients: CLIENTS, limit: `limit p95 ${LIMIT_MS} ms` });
  await server.end('SIGTERM');
}

async function report(
  database: BenchDatabase,
  server: RunningProgram,
  { hosts, clients, limit = 'no limit' }: { hosts: number; clients: number; limit?: string },
): Promise<void> {
  const path = pathOf(hosts);
  const agent = new Agent({ keepAlive: true });
  // One answer is read whole; of the others no more than that they are there.
  const { days } = JSON.parse(await expectAnswer(200, server.url + path, agent)) as { days: { slots: object[] }[] };
  const connections = Array.from({ length: clients }, () => new RawClient(new URL(server.url)));
  const bytes = await connections[0]?.get(path);
  const one = (_: number, client: number) => connections[client]?.get(path) ?? Promise.resolve(0);
  await work(Array<number>(REQUESTS).fill(0), clients, one);
  const before = await cpuOf(database, server);
  const { each, totalMs } = await work(Array<number>(REQUESTS).fill(0), clients, one);
  const after = await cpuOf(database, server);
  for (const connection of connections) connection.close();
  agent.destroy();
  const figures = [0.5, 0.95].map((share) => `p${share * 100} ${quantile(each, share).toFixed(1)} ms`).join(', ');
  const rate = ((REQUESTS / totalMs) * 1000).toFixed(0);
  const slots = days.reduce((sum, day) => sum + day.slots.length, 0);
  const who = `${String(hosts).padStart(3)} host(s), ${clients} client(s)`;
  console.log(
    `${who}  ${figures}, ${rate} answers/s of ${slots} slots, ${Math.round((bytes ?? 0) / 1024)} kB (${limit})`,
  );
  const spent = after.map((ms, i) => ((ms - (before[i] ?? 0)) / REQUESTS).toFixed(2));
  console.log(`  processor time of an answer: server ${spent[0]} ms, PostgreSQL ${spent[1]} ms, client ${spent[2]} ms`);
}

/** Milliseconds of processor time so far, of server, database connections and this client: they do not depend on who else is busy. */
async function cpuOf(database: BenchDatabase, { pid }: RunningProgram): Promise<number[]> {
  const backends = await ask<{ pid: number }>(
    database.url(MIGRATED),
    `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  const { user, system } = process.cpuUsage();
  const connections = backends.reduce((sum, backend) => sum + cpuMs(backend.pid), 0);
  return [cpuMs(pid), connections, (user + system) / 1000];
}

/** So many appointments of each host, of 15 to 75 minutes, evenly over the days from `first` on. */
async function insertAppointments(
  url: string,
  prefix: string,
  each: number,
  first: string,
  days: number,
): Promise<void> {
  await ask(
    url,
    `WITH time AS MATERIALIZED (
       SELECT gen_random_uuid() AS id, m.account_id, m.calendar_id, m.user_id, start,
         start + make_interval(mins => 15 + 15 * ((n + m.position) % 5)) AS stop
       FROM calendar_members m JOIN calendars c ON c.id = m.calendar_id AND c.slug LIKE $1 || '-%',
         generate_series(0, $2 - 1) AS n,
         LATERAL (SELECT date_trunc('hour', now()) + $3::interval + n * make_interval(days => $4) / $2
                    + make_interval(mins => 5 * ((n * 7 + m.position * 3) % 24)) AS start) AS at
     ), contact AS (
       INSERT INTO contacts (id, account_id, name, email, search_text, sms_consent, created_at, updated_at)
       SELECT gen_random_uuid(), account_id, 'Guest', 'guest@example.com', 'guest', false, now(), now()
       FROM (SELECT DISTINCT account_id FROM time) AS account
       RETURNING id, account_id
     ), slot AS (
       INSERT INTO slots (id, account_id, calendar_id, lead_user_id, starts_at, ends_at, capacity, live, location,
         fallback_location, topic, link_state, created_at)
       SELECT id, account_id, calendar_id, user_id, start, stop, 1, true, '{"kind": "phone"}', '{"kind": "phone"}', 'Busy',
         'none', now() FROM time
     ), host AS (
       INSERT INTO slot_hosts (slot_id, account_id, host_id, position, blocked, live, forced)
       SELECT id, account_id, user_id, 0, tstzrange(start, stop), true, false FROM time
     )
     INSERT INTO appointments (id, account_id, calendar_id, slot_id, contact_id, status, timezone, title, guests, answers,
       forced, notify, created_at, updated_at)
     SELECT gen_random_uuid(), time.account_id, calendar_id, time.id, contact.id, 'confirmed', 'America/New_York', 'Call',
       '[]', '{}', false, false, now(), now()
     FROM time JOIN contact ON contact.account_id = time.account_id`,
    [prefix, each, first, days],
  );
}

void main();
