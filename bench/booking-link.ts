// A booking that is answered with its Zoom link in it: what it takes beyond Zoom's own round trip, and beyond a booking that
// needs no link.
//   npm run bench -- booking-link
import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuMs, exchange, machine, quantile, startBenchDatabase } from './bench-kit';
import { ask, type BenchHost, connectHosts, startZoomBench, type ZoomBench } from './zoom-bench';

const CLIENTS = 8;
const EACH = 40;
const WARM = 5;
const ZOOM_MS = 150;
const LIMIT_MS = 25;
const DAY = 86_400_000;

interface Booking {
  slug: string;
  start: string;
}

/** Each client books one host's slots: one after the other, or one at every beat. */
interface Round {
  name: string;
  clients: number;
  beatMs: number;
  slugOf: (host: BenchHost) => string;
  zoomMs: number;
}

const withLink = { slugOf: ({ slug }: BenchHost) => slug, zoomMs: ZOOM_MS };
const without = { slugOf: ({ staticSlug }: BenchHost) => staticSlug, zoomMs: 0 };

const ROUNDS: Round[] = [
  { name: 'without a link, 1 client', clients: 1, beatMs: 0, ...without },
  { name: 'with its link, 1 client', clients: 1, beatMs: 0, ...withLink },
  { name: `without a link, ${CLIENTS} clients, each once a second`, clients: CLIENTS, beatMs: 1000, ...without },
  { name: `with its link, ${CLIENTS} clients, each once a second`, clients: CLIENTS, beatMs: 1000, ...withLink },
  { name: `without a link, ${CLIENTS} clients without a pause`, clients: CLIENTS, beatMs: 0, ...without },
  { name: `with its link, ${CLIENTS} clients without a pause`, clients: CLIENTS, beatMs: 0, ...withLink },
];

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  const bench = await startZoomBench(database);
  try {
    console.log(`${machine(database.version)}. Clients, server, database and simulator share the machine.`);
    console.log(`Zoom takes ${ZOOM_MS} ms for a create, which is not counted; the booking itself is.\n`);
    const fault = { kind: 'slow', method: 'POST', path: '/users/me/meetings', delayMs: ZOOM_MS, times: 1_000_000 };
    await ask(`${bench.simulator.url}/_sim/faults`, fault);
    for (const round of ROUNDS) await measure(bench, round);
  } finally {
    await bench.end();
    await database.close();
  }
}

async function measure(bench: ZoomBench, { name, clients, beatMs, slugOf, zoomMs }: Round): Promise<void> {
  const { url, pid } = bench.server;
  const hosts = await connectHosts(bench, clients);
  const bookings = await starts(url, hosts.map(slugOf));
  await run(
    url,
    bookings.map((slots) => slots.slice(0, WARM)),
    0,
  );
  const before = cpuMs(pid);
  const { each, late } = await run(
    url,
    bookings.map((slots) => slots.slice(WARM)),
    beatMs,
  );
  const cpu = (cpuMs(pid) - before) / each.length;
  const added = each.map((ms) => ms - zoomMs);
  const times = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${quantile(added, share).toFixed(1)} ms`).join(', ');
  const limit = clients === CLIENTS && zoomMs > 0 ? ` (limit p95 ${LIMIT_MS} ms)` : '';
  const linkless = zoomMs > 0 ? `; ${late} answered without the link` : '';
  console.log(`${name}, ${each.length} bookings: ${times}${limit}${linkless}; server ${cpu.toFixed(1)} ms CPU each`);
}

/** Each client has the slots of one host. */
async function run(url: string, byHost: Booking[][], beatMs: number) {
  const agent = new Agent({ keepAlive: true });
  let late = 0;
  const each: number[] = [];
  await Promise.all(
    byHost.map(async (slots, client) => {
      // Apart from each other, as people are.
      await pause((beatMs / byHost.length) * client);
      for (const slot of slots) {
        const before = performance.now();
        const state = await book(url, slot, agent);
        const took = performance.now() - before;
        each.push(took);
        if (state !== 'ready') late += 1;
        await pause(Math.max(0, beatMs - took));
      }
    }),
  );
  agent.destroy();
  return { each: each.sort((a, b) => a - b), late };
}

async function starts(url: string, slugs: string[]): Promise<Booking[][]> {
  const iso = (days: number) => new Date(Date.now() + days * DAY).toISOString();
  const byHost: Booking[][] = [];
  for (const slug of slugs) {
    const path = `/v1/public/calendars/${slug}/free-slots?from=${iso(2)}&to=${iso(30)}`;
    const { days } = await ask<{ days: { slots: { start: string }[] }[] }>(url + path);
    const free = days.flatMap(({ slots }) => slots.filter((_, i) => i % 2 === 0));
    byHost.push(free.slice(0, WARM + EACH).map(({ start }) => ({ slug, start })));
  }
  return byHost;
}

async function book(url: string, { slug, start }: Booking, agent: Agent): Promise<string> {
  const contact = { name: 'Petra Prospect', email: 'petra@example.com' };
  const body = JSON.stringify({ start, timezone: 'Europe/Berlin', contact });
  const { status, text } = await exchange(`${url}/v1/public/calendars/${slug}/appointments`, agent, body);
  if (status !== 201) throw new Error(`The booking was answered ${status}: ${text}`);
  return (JSON.parse(text) as { meetingLocation: { state: string } }).meetingLocation.state;
}

void main();
