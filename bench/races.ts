// 200 clients who want one slot at the same moment: how long the last of them waits for an answer.
//   npm run bench -- races
import { Agent } from 'node:http';
import { freePort, startServer } from '../scripts/running-programs';
import { ask, exchange, expectAnswer, insertCalendars, machine, MIGRATED, startBenchDatabase } from './bench-kit';

const [CLIENTS, ROUNDS] = [200, 5];
const LIMIT_MS = 1000;
const DAY = 86_400_000;

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  try {
    const url = database.url(MIGRATED);
    const slugs = await insertCalendars(url, 2 * ROUNDS, 1);
    console.log(`${machine(database.version)}. Clients and server share the machine.\n`);
    const home = { DATA_DIR: database.dataDir, DATABASE_URL: url, SEED_DEMO: 'false', ROLE: 'web', RATE_LIMITS: 'off' };
    const zoom = { ZOOM_SIMULATOR_PORT: String(await freePort()) };
    const server = await startServer(await freePort(), { ...home, ...zoom });
    await ask(url, `UPDATE calendars SET appointments_per_slot = 5 WHERE slug = ANY($1)`, [slugs.slice(ROUNDS)]);
    await race(server.url, slugs.slice(0, ROUNDS), 1);
    await race(server.url, slugs.slice(ROUNDS), 5);
    await server.end('SIGTERM');
  } finally {
    await database.close();
  }
}

/** A crowd at the first free slot of each calendar, one after the other. */
async function race(url: string, slugs: string[], capacity: number): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const slowest: number[] = [];
  const won: number[] = [];
  for (const slug of slugs) {
    const start = await firstFree(`${url}/v1/public/calendars/${slug}`, agent);
    const answers = await Promise.all(
      Array.from({ length: CLIENTS }, async (_, i) => {
        const before = performance.now();
        const contact = { name: 'Guest', email: `guest.${i}@example.com` };
        const body = JSON.stringify({ start, timezone: 'America/New_York', contact });
        const { status } = await exchange(`${url}/v1/public/calendars/${slug}/appointments`, agent, body);
        return { status, ms: performance.now() - before };
      }),
    );
    const strange = answers.find(({ status }) => status !== 201 && status !== 409);
    if (strange) throw new Error(`A client was answered ${strange.status}`);
    won.push(answers.filter(({ status }) => status === 201).length);
    slowest.push(Math.max(...answers.map(({ ms }) => ms)));
  }
  agent.destroy();
  const longest = slowest.map((ms) => ms.toFixed(0)).join(', ');
  console.log(
    `capacity ${capacity}: ${won.join(', ')} won; the last answer after ${longest} ms (limit ${LIMIT_MS} ms)`,
  );
}

async function firstFree(calendar: string, agent: Agent): Promise<string> {
  const iso = (days: number) => new Date(Date.now() + days * DAY).toISOString();
  const text = await expectAnswer(200, `${calendar}/free-slots?from=${iso(1)}&to=${iso(8)}`, agent);
  const { days } = JSON.parse(text) as { days: { slots: { start: string }[] }[] };
  const first = days[0]?.slots[0]?.start;
  if (first === undefined) throw new Error('Nothing is free');
  return first;
}

void main();
