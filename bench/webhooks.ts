// Zoom's events, as they are answered: clients that send one after the other, and events that come at a steady rate
// whether the ones before are answered or not, each counted from when it was due.
//   npm run bench -- webhooks [events a second] [seconds]
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { machine, quantile, startBenchDatabase, work } from './bench-kit';
import { startZoomBench } from './zoom-bench';

const SECRET = 'bench-webhook-secret';
const PATH = '/v1/integrations/zoom/webhooks';
const CLIENTS = [8, 16];
const EACH = 250;
const WARM = 200;
const RATE = 100;
const SECONDS = 30;
/** Zoom gives up after three; ours is to answer within one. */
const LIMIT_MS = 1_000;

/** Most events are about people who come and go; each tenth is one that something follows from. */
let sent = 0;
function anEvent(): string {
  sent += 1;
  const event = sent % 10 === 0 ? 'meeting.updated' : 'meeting.participant_joined';
  const object = { id: 80_000_000_000 + sent, uuid: `bench-${sent}`, host_id: 'nobody', topic: 'Discovery call' };
  return JSON.stringify({ event, event_ts: Date.now(), payload: { account_id: 'bench', object } });
}

function deliver(url: string, agent: Agent): Promise<void> {
  const body = anEvent();
  const at = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac('sha256', SECRET).update(`v0:${at}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'x-zm-request-timestamp': at,
    'x-zm-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, method: 'POST', headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`An event was answered ${response.statusCode}`));
      });
    });
    asked.once('error', reject).end(body);
  });
}

/** @returns milliseconds each took from when it was due, rising */
async function atRate(rate: number, seconds: number, one: () => Promise<void>): Promise<number[]> {
  const each: number[] = [];
  const under: Promise<void>[] = [];
  const began = performance.now();
  for (let n = 0; n < rate * seconds; n += 1) {
    const due = began + (n * 1_000) / rate;
    await pause(Math.max(0, due - performance.now()));
    under.push(one().then(() => void each.push(performance.now() - due)));
  }
  await Promise.all(under);
  return each.sort((a, b) => a - b);
}

function report(what: string, each: number[]): void {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(each, share).toFixed(1));
  const slowest = each.at(-1) ?? NaN;
  const late = each.filter((ms) => ms > LIMIT_MS).length;
  console.log(`${what}: p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms, slowest ${slowest.toFixed(0)} ms; ${late} late`);
}

async function main(): Promise<void> {
  const [, , rate = RATE, seconds = SECONDS] = process.argv.map(Number);
  const database = await startBenchDatabase();
  const bench = await startZoomBench(database, { ZOOM_WEBHOOK_SECRET: SECRET });
  const agent = new Agent({ keepAlive: true });
  try {
    const url = bench.server.url + PATH;
    const one = () => deliver(url, agent);
    console.log(
      `${machine(database.version)}. Clients, server and database share the machine; limit ${LIMIT_MS} ms.\n`,
    );
    await work(Array(WARM).fill(null), 8, one);
    for (const clients of CLIENTS) {
      const { each, totalMs } = await work(Array(clients * EACH).fill(null), clients, one);
      report(`${clients} clients, ${Math.round((each.length * 1_000) / totalMs)} events/s`, each);
    }
    report(`${rate} events/s for ${seconds} s`, await atRate(rate, seconds, one));
  } finally {
    agent.destroy();
    await bench.end();
    await database.close();
  }
}

void main();
