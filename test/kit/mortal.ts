import { AsyncLocalStorage } from 'node:async_hooks';
import { Client } from 'pg';
import { SEED, seeded } from './seeded';
import type { TestApp } from './test-app';

/** When the process dies: before its n-th request to the database or Zoom leaves, or after it was carried out. */
export interface Death {
  at: number;
  when: 'before' | 'after';
}

const MORE_THAN_ALL = 1_000;

/** At which requests to die: every so many from a random one on, or with `TEST_EVERY_DEATH=1` at each. */
export function* deathPoints(stride: number): Generator<number> {
  const step = process.env.TEST_EVERY_DEATH ? 1 : stride;
  for (let at = 1 + Math.floor(seeded(SEED)() * step); at < MORE_THAN_ALL; at += step) yield at;
}

interface Life {
  death: Death;
  requests: number;
  dead: boolean;
}

const life = new AsyncLocalStorage<Life>();

class Died extends Error {}

/**
 * Works the due jobs as a process would that dies in the middle: from that moment on, nothing a job asks for is done, and
 * its database connections end. What is still in memory stays there, so this finds less than a real death would, but
 * at every single point.
 * @returns whether it came to that
 */
export async function drainUntilDeath(slotlink: TestApp, death: Death): Promise<boolean> {
  watchRequests();
  const mine: Life = { death, requests: 0, dead: false };
  await slotlink.drainJobs((task) => (payload, helpers) => {
    return life.run(mine, async () => {
      await task(payload, helpers);
      // Done, and not yet told to the queue.
      await lived(() => Promise.resolve(), undefined);
    });
  });
  return mine.dead;
}

/** Runs an act as a process would that dies in the middle of it. @returns whether it came to that */
export async function actUntilDeath(act: () => Promise<unknown>, death: Death): Promise<boolean> {
  watchRequests();
  const mine: Life = { death, requests: 0, dead: false };
  await life.run(mine, act).catch((error: unknown) => {
    if (!mine.dead) throw error;
  });
  return mine.dead;
}

/** What the cluster does for a dead process: its jobs are taken back, and its leases run out. */
export async function bury(slotlink: TestApp): Promise<void> {
  await slotlink.query(
    `UPDATE graphile_worker._private_jobs SET attempts = 0, run_at = run_at - interval '1 day' WHERE attempts > 0`,
  );
  await slotlink.query(`UPDATE zoom_leases SET lease_until = clock_timestamp() - interval '1 second'`);
}

let watching = false;

function watchRequests(): void {
  if (watching) return;
  watching = true;
  const reallyFetch = globalThis.fetch;
  globalThis.fetch = (...args) => lived(() => reallyFetch(...args), undefined);
  const reallyQuery = Client.prototype.query as (...args: unknown[]) => Promise<unknown>;
  Client.prototype.query = function (this: Client, ...args: unknown[]) {
    if (!life.getStore()) return reallyQuery.apply(this, args);
    const callback = args.at(-1);
    if (typeof callback !== 'function') return lived(() => reallyQuery.apply(this, args), this);
    const done = callback as (error: unknown, result?: unknown) => void;
    lived(() => reallyQuery.apply(this, args.slice(0, -1)), this).then((result) => {
      done(null, result);
    }, done);
    return undefined;
  } as typeof Client.prototype.query;
}

async function lived<T>(request: () => Promise<T>, client: Client | undefined): Promise<T> {
  const mine = life.getStore();
  if (!mine) return request();
  mine.requests += 1;
  const last = mine.requests === mine.death.at;
  if (!mine.dead && last && mine.death.when === 'after') await request().catch(() => undefined);
  if (last) mine.dead = true;
  if (!mine.dead) return request();
  await client?.end().catch(() => undefined);
  throw new Died('The process is dead');
}
