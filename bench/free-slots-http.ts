// The free slots of a busy calendar over HTTP, beside the engine's share of it.
//   npm run bench -- free-slots-http
import { Agent, request } from 'node:http';
import { freeSlots, WEEKDAYS, type Availability } from '#libs/slots';
import { type IsoDuration, parseDuration } from '#libs/time';
import { freePort, startServer } from '../scripts/running-programs';
import { ask, insertCalendars, machine, MIGRATED, quantile, startBenchDatabase, work } from './bench-kit';

const [HOSTS, DAYS, BUSY, CLIENTS, REQUESTS] = [10, 30, 200, 8, 400];
const MINUTE = 60_000;
const DAY = 86_400_000;

interface BusyRow {
  hostId: string;
  slotId: string;
  start: Date;
  end: Date;
}

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  try {
    const url = database.url(MIGRATED);
    const [slug = ''] = await insertCalendars(url, 1, HOSTS);
    const busy = await insertBusyTimes(url);
    console.log(`${machine(database.version)}. No threshold.`);
    console.log(`${HOSTS} hosts × ${DAYS} days × 15-minute interval × ${busy.length / HOSTS} busy intervals each.\n`);
    const engine = engineMs(busy);
    console.log(`engine alone          p50 ${engine.toFixed(1)} ms`);
    const port = await freePort();
    const env = { DATA_DIR: database.dataDir, DATABASE_URL: url, SEED_DEMO: 'false', RATE_LIMITS: 'off' };
    const zoom = { ZOOM_SIMULATOR_PORT: String(await freePort()) };
    const server = await startServer(port, { ...env, ...zoom });
    const path = `/v1/public/calendars/${slug}/free-slots?from=${iso(0)}&to=${iso(DAYS)}`;
    await report(server.url + path, 1);
    await report(server.url + path, CLIENTS);
    await server.end('SIGTERM');
  } finally {
    await database.close();
  }
}

const now = Date.now();
const iso = (day: number) => new Date(now + day * DAY).toISOString();

async function report(url: string, clients: number): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  await work(Array<string>(20).fill(url), clients, (one: string) => get(one, agent));
  const { each, totalMs } = await work(Array<string>(REQUESTS).fill(url), clients, (one: string) => get(one, agent));
  const bytes = await get(url, agent);
  agent.destroy();
  const figures = [0.5, 0.95].map((share) => `p${share * 100} ${quantile(each, share).toFixed(1)} ms`).join(', ');
  const rate = ((REQUESTS / totalMs) * 1000).toFixed(0);
  console.log(`HTTP, ${clients} client(s)     ${figures}, ${rate} answers/s of ${Math.round(bytes / 1024)} kB`);
}

/** @returns the bytes of the answer */
function get(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => {
        if (response.statusCode === 200) resolve(bytes);
        else reject(new Error(`${url} was answered ${response.statusCode ?? 0}`));
      });
    });
    asked.once('error', reject).end();
  });
}

/** Appointments of the hosts elsewhere, of 15 to 75 minutes, spread over the days. */
function insertBusyTimes(url: string): Promise<BusyRow[]> {
  return ask<BusyRow>(
    url,
    `WITH time AS (
       SELECT gen_random_uuid() AS id, m.account_id, m.calendar_id, m.user_id, start,
         start + make_interval(mins => 15 + 15 * ((n + m.position) % 5)) AS stop
       FROM calendar_members m, generate_series(0, $1 - 1) AS n,
         LATERAL (SELECT date_trunc('hour', now()) + n * make_interval(days => $2) / $1
                    + make_interval(mins => 5 * ((n * 7 + m.position * 3) % 24)) AS start) AS at
     ), slot AS (
       INSERT INTO slots (id, account_id, calendar_id, lead_user_id, starts_at, ends_at, capacity, live, location,
         fallback_location, topic, link_state, created_at)
       SELECT id, account_id, calendar_id, user_id, start, stop, 1, true, '{"kind": "phone"}', '{"kind": "phone"}', 'Busy',
         'none', now() FROM time
     )
     INSERT INTO slot_hosts (slot_id, account_id, host_id, position, blocked, live, forced)
     SELECT id, account_id, user_id, 0, tstzrange(start, stop), true, false FROM time
     RETURNING host_id AS "hostId", slot_id AS "slotId", lower(blocked) AS start, upper(blocked) AS end`,
    [BUSY, DAYS],
  );
}

function duration(text: string): IsoDuration {
  const parsed = parseDuration(text);
  if (!parsed) throw new Error(`Not a duration: ${text}`);
  return parsed;
}

function engineMs(rows: BusyRow[]): number {
  const hostIds = [...new Set(rows.map(({ hostId }) => hostId))];
  const intervals = [{ from: '09:00', to: '17:00' }];
  const rules = WEEKDAYS.slice(0, 5).map((day) => ({ type: 'weekday' as const, day, intervals }));
  const input: Availability = {
    calendar: {
      ...{ type: 'round_robin', active: true, timezone: 'America/New_York', appointmentsPerSlot: 1 },
      ...{ slotDuration: 30 * MINUTE, slotInterval: 15 * MINUTE, slotOffset: 0, preBuffer: 0, postBuffer: 0 },
      minimumNotice: duration('PT1H'),
      bookingWindow: duration('P60D'),
    },
    hosts: hostIds.map((hostId) => ({
      ...{ hostId, open: [], schedule: { timezone: 'America/New_York', rules } },
      busy: rows
        .filter((row) => row.hostId === hostId)
        .map(({ slotId, start, end }) => ({ slotId, start: start.getTime(), end: end.getTime() })),
    })),
    ...{ ownerId: null, now },
  };
  const span = { start: now, end: now + DAYS * DAY };
  const each = Array.from({ length: 60 }, () => {
    const before = performance.now();
    freeSlots(input, span);
    return performance.now() - before;
  });
  return quantile(
    each.sort((a, b) => a - b),
    0.5,
  );
}

void main();
