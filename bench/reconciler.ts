// How many links one process makes when nobody else slows it down: a simulator without latency, jobs for many hosts.
//   npm run bench -- reconciler
// And how long 10,000 links take at the pace Zoom allows: 100 hosts of one Zoom account, each with 100 links to make.
import { setTimeout as pause } from 'node:timers/promises';
import { ask as sql, type BenchDatabase, cpuMs, machine, MIGRATED, startBenchDatabase } from './bench-kit';
import { converge, PLANS } from './converge';
import { ask, type BenchHost, connectHosts, restart, startZoomBench } from './zoom-bench';

const [HOSTS, EACH] = [20, 30];
const DAY = 86_400_000;
/** Of /proc's times, on every Linux there is. */

async function main(): Promise<void> {
  const database = await startBenchDatabase();
  try {
    console.log(`${machine(database.version)}. Server, database and simulator share the machine.\n`);
    await throughput(database);
  } finally {
    await database.close();
  }
  console.log(`\n10,000 links of 100 hosts on one Zoom account, from 00:06 UTC on, by simulation:`);
  for (const [plan, perSecond] of Object.entries(PLANS)) {
    const { doneAt, refused } = converge({ hosts: 100, linksEach: 100, perSecond });
    const [most, last] = [minutes(doneAt[8_999]), minutes(doneAt.at(-1))];
    console.log(
      `  ${plan} (${perSecond}/s): 9,000 after ${most} min, the last after ${last} min; ${refused} turned away`,
    );
  }
}

const minutes = (ms = NaN) => (ms / 60_000).toFixed(1);

/** Bookings are made without anybody who works their jobs; then a server is let at them. */
async function throughput(database: BenchDatabase): Promise<void> {
  const url = database.url(MIGRATED);
  const bench = await startZoomBench(database, { ROLE: 'web', LINK_WAIT: 'PT0S' });
  const hosts = await connectHosts(bench, HOSTS);
  await Promise.all(hosts.map((host) => bookAll(bench.server.url, host)));
  await bench.server.end('SIGTERM');
  await sql(url, `UPDATE graphile_worker._private_jobs SET run_at = now() + interval '1 hour'`);
  const server = await restart(database, bench, { LINK_WAIT: 'PT0S' });
  const [links, cpuBefore, started] = [HOSTS * EACH, cpuMs(server.pid) / 1000, performance.now()];
  await sql(url, `UPDATE graphile_worker._private_jobs SET run_at = now()`);
  while ((await ready(url)) < links) await pause(100);
  const seconds = (performance.now() - started) / 1000;
  const cpu = cpuMs(server.pid) / 1000 - cpuBefore;
  await server.end('SIGTERM');
  await bench.simulator.end('SIGTERM');
  console.log(
    `${links} links of ${HOSTS} hosts, Zoom without latency: ${seconds.toFixed(1)} s, ${(links / seconds).toFixed(0)}/s`,
  );
  console.log(
    `CPU of the server: ${((cpu * 1000) / links).toFixed(1)} ms a link, so ${(links / cpu).toFixed(0)} links/s and core`,
  );
}

async function bookAll(url: string, { slug }: BenchHost): Promise<void> {
  const iso = (days: number) => new Date(Date.now() + days * DAY).toISOString();
  const calendar = `${url}/v1/public/calendars/${slug}`;
  const path = `${calendar}/free-slots?from=${iso(2)}&to=${iso(30)}`;
  const { days } = await ask<{ days: { slots: { start: string }[] }[] }>(path);
  const free = days.flatMap(({ slots }) => slots.filter((_, i) => i % 2 === 0)).slice(0, EACH);
  const contact = { name: 'Petra Prospect', email: 'petra@example.com' };
  for (const { start } of free) await ask(`${calendar}/appointments`, { start, timezone: 'Europe/Berlin', contact });
}

async function ready(url: string): Promise<number> {
  const [row] = await sql<{ ready: number }>(
    url,
    `SELECT count(*)::int AS ready FROM slots WHERE link_state = 'ready'`,
  );
  return row?.ready ?? 0;
}

void main();
