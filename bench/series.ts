// Series that want one host at the same moment, and one of ten years whose hosts have daily time off: how long the last
// answer takes, and how long whoever books beside a long series waits.
//   npm run bench -- series
import { Agent } from 'node:http';
import { freePort, startServer } from '../scripts/running-programs';
import { exchange, machine, MIGRATED, startBenchDatabase } from './bench-kit';

const [SERIES, OCCURRENCES, ROUNDS] = [6, 20, 5];
/** As many as may recur for one user. */
const [HOSTS, BLOCKS] = [10, 100];
const LIMIT_MS = 1000;
const DAY = 86_400_000;
const TZ = 'UTC';
const PASSWORD = 'correct horse battery';

const agent = new Agent({ keepAlive: true });

interface Staff {
  url: string;
  token: string;
}

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  try {
    console.log(`${machine(database.version)}. Clients and server share the machine.\n`);
    const home = { DATA_DIR: database.dataDir, DATABASE_URL: database.url(MIGRATED), SEED_DEMO: 'false' };
    const rest = { ROLE: 'web', RATE_LIMITS: 'off', ZOOM_SIMULATOR_PORT: String(await freePort()) };
    const server = await startServer(await freePort(), { ...home, ...rest });
    try {
      const owner = await signUp(server.url);
      await race(owner);
      await longSeries(owner);
    } finally {
      agent.destroy();
      await server.end('SIGTERM');
    }
  } finally {
    await database.close();
  }
}

async function race(owner: Staff): Promise<void> {
  const rrule = `FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=${OCCURRENCES}`;
  const slowest: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const calendarId = await aCalendar(owner, 1);
    const answers = await Promise.all(
      Array.from({ length: SERIES }, () => bookSeries(owner, calendarId, { rrule, onConflict: 'next' })),
    );
    slowest.push(Math.max(...answers));
  }
  const longest = slowest.map((ms) => ms.toFixed(0)).join(', ');
  console.log(
    `${SERIES} series of ${OCCURRENCES} for one host: the last answer after ${longest} ms (limit ${LIMIT_MS} ms)`,
  );
}

/** Two months apart, so that it reaches nearly nine years ahead. */
async function longSeries(owner: Staff): Promise<void> {
  const calendarId = await aCalendar(owner, HOSTS);
  const calendar = (await answered(owner, `/v1/calendars/${calendarId}`)) as { members: { userId: string }[] };
  for (const { userId } of calendar.members) {
    for (let block = 0; block < BLOCKS; block += 1) {
      const times = { start: at(1, 18, 2 * block), end: at(1, 18, 2 * block + 1) };
      await answered(owner, '/v1/blocks', { userId, ...times, title: 'Break', recurrence: 'FREQ=DAILY', timezone: TZ });
    }
  }
  const rrule = 'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,2,3;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=52';
  for (const onConflict of ['skip', 'next']) {
    const before = performance.now();
    const series = bookSeries(owner, calendarId, { rrule, onConflict, host: 'per_occurrence' });
    const contact = { name: 'Guest', email: 'guest@example.com' };
    const single = answered(owner, '/v1/appointments', { calendarId, start: weekday(9), contact });
    const waited = await single.then(() => performance.now() - before);
    const took = await series;
    console.log(
      `52 occurrences over nine years, ${onConflict}, ${HOSTS} hosts with ${BLOCKS} daily blocks each: ` +
        `${took.toFixed(0)} ms; a booking beside it ${waited.toFixed(0)} ms`,
    );
  }
}

async function signUp(url: string): Promise<Staff> {
  const owner = { name: 'Olivia Owner', email: 'owner@example.com', password: PASSWORD };
  const body = { accountName: 'Bench', timezone: TZ, ...owner };
  const { token } = (await answered({ url, token: '' }, '/v1/signup', body)) as { token: string };
  return { url, token };
}

let people = 0;

async function aCalendar(owner: Staff, hosts: number): Promise<string> {
  const members: { userId: string }[] = [];
  for (let index = 0; index < hosts; index += 1) {
    people += 1;
    const person = {
      name: `Host ${people}`,
      email: `host.${people}@example.com`,
      role: 'member',
      timezone: TZ,
      password: PASSWORD,
    };
    const { id } = (await answered(owner, '/v1/users', person)) as { id: string };
    members.push({ userId: id });
  }
  const input = { name: `Calendar ${people}`, type: 'round_robin', timezone: TZ, members, bookingWindow: 'P300D' };
  return ((await answered(owner, '/v1/calendars', input)) as { id: string }).id;
}

/** @returns how long its answer took */
async function bookSeries(owner: Staff, calendarId: string, recurrence: object): Promise<number> {
  const before = performance.now();
  const contact = { name: 'Petra Prospect', email: 'petra@example.com' };
  await answered(owner, '/v1/appointments', { calendarId, start: weekday(14), contact, timezone: TZ, recurrence });
  return performance.now() - before;
}

async function answered({ url, token }: Staff, path: string, body?: object): Promise<unknown> {
  const { status, text } = await exchange(url + path, agent, body && JSON.stringify(body), token);
  if (status !== 200 && status !== 201) throw new Error(`${path} was answered ${status}: ${text}`);
  return JSON.parse(text);
}

/** A weekday after next. */
function weekday(hour: number): string {
  const day = [8, 9, 10].find((days) => ![0, 6].includes(new Date(at(days, 0)).getUTCDay())) ?? 8;
  return at(day, hour);
}

function at(days: number, hour: number, minute = 0): string {
  const midnight = Math.floor(Date.now() / DAY) * DAY + days * DAY;
  return new Date(midnight + hour * 3_600_000 + minute * 60_000).toISOString();
}

void main();
