// A booking that is answered with its Zoom link in it: what it takes beyond Zoom's own round trip.
//   npm run bench -- booking-link
import { Agent } from 'node:http';
import { exchange, machine, quantile, startBenchDatabase } from './bench-kit';
import { ask, type BenchHost, connectHosts, startZoomBench } from './zoom-bench';

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

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  const bench = await startZoomBench(database);
  try {
    console.log(`${machine(database.version)}. Clients, server, database and simulator share the machine.`);
    console.log(`Zoom takes ${ZOOM_MS} ms for a create; each client books one host's slots one after the other.\n`);
    const fault = { kind: 'slow', method: 'POST', path: '/users/me/meetings', delayMs: ZOOM_MS, times: 1_000_000 };
    await ask(`${bench.simulator.url}/_sim/faults`, fault);
    for (const clients of [1, CLIENTS]) {
      const hosts = await connectHosts(bench, clients);
      const bookings = await starts(bench.server.url, hosts);
      await run(
        bench.server.url,
        bookings.map((slots) => slots.slice(0, WARM)),
      );
      await report(
        bench.server.url,
        bookings.map((slots) => slots.slice(WARM)),
      );
    }
  } finally {
    await bench.end();
    await database.close();
  }
}

async function report(url: string, bookings: Booking[][]): Promise<void> {
  const clients = bookings.length;
  const { each, late } = await run(url, bookings);
  const added = each.map((ms) => ms - ZOOM_MS);
  const times = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${quantile(added, share).toFixed(1)} ms`).join(', ');
  const limit = clients === CLIENTS ? ` (limit p95 ${LIMIT_MS} ms)` : '';
  console.log(`${clients} clients, ${each.length} bookings: added ${times}${limit}; ${late} answered without the link`);
}

/** Each client has the slots of one host. */
async function run(url: string, byHost: Booking[][]) {
  const agent = new Agent({ keepAlive: true });
  let late = 0;
  const each: number[] = [];
  await Promise.all(
    byHost.map(async (slots) => {
      for (const slot of slots) {
        const before = performance.now();
        const state = await book(url, slot, agent);
        each.push(performance.now() - before);
        if (state !== 'ready') late += 1;
      }
    }),
  );
  agent.destroy();
  return { each: each.sort((a, b) => a - b), late };
}

async function starts(url: string, hosts: BenchHost[]): Promise<Booking[][]> {
  const iso = (days: number) => new Date(Date.now() + days * DAY).toISOString();
  const byHost: Booking[][] = [];
  for (const { slug } of hosts) {
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
