import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { Counters, MemoryCounters, RedisCounters } from '../../src/platform/cache';

/** Of the environment, or the one that answered the global setup. */
const REDIS_URL = process.env.TEST_REDIS_URL ?? process.env.TEST_REDIS_FOUND;

/** Resolves once a count has run out, however long the driver takes to notice; jest's own limit ends a count that stays. */
async function gone(counters: Counters, key: string): Promise<void> {
  while ((await counters.read(key)) !== 0) await new Promise(setImmediate);
}

function behavesLikeCounters(open: () => { counters: Counters; close: () => Promise<void> }): void {
  let opened: ReturnType<typeof open>;
  let counters: Counters;
  let key: string;
  beforeAll(() => {
    opened = open();
    ({ counters } = opened);
  });
  afterAll(() => opened.close());
  beforeEach(() => {
    key = randomUUID();
  });

  it('counts each key by itself, from nothing', async () => {
    expect(await counters.read(key)).toBe(0);
    expect(await counters.increment(key, 60_000)).toBe(1);
    expect(await counters.increment(key, 60_000)).toBe(2);
    expect(await counters.read(key)).toBe(2);
    expect(await counters.read(`${key}.`)).toBe(0);
  });

  it('loses nothing to simultaneous additions', async () => {
    const counts = await Promise.all(Array.from({ length: 50 }, () => counters.increment(key, 60_000)));
    expect(counts.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  });

  it('forgets on demand', async () => {
    await counters.increment(key, 60_000);
    await counters.clear(key);
    expect(await counters.read(key)).toBe(0);
    expect(await counters.increment(key, 60_000)).toBe(1);
    await counters.clear(randomUUID());
  });

  it('forgets when the window of the first addition is over, whatever came after', async () => {
    await counters.increment(key, 100);
    await counters.increment(key, 60_000);
    await gone(counters, key);
    expect(await counters.increment(key, 60_000)).toBe(1);
  });

  it('takes any text as a key', async () => {
    for (const odd of ['', ' ', 'ä💥', 'a:b:*', 'x'.repeat(10_000)]) {
      await counters.clear(odd);
      expect(await counters.increment(odd, 60_000)).toBe(1);
      await counters.clear(odd);
    }
  });
}

describe('counters in memory', () => {
  behavesLikeCounters(() => ({ counters: new MemoryCounters(), close: () => Promise.resolve() }));
});

// Skipped, and shown as skipped, where there is no Redis.
(REDIS_URL === undefined ? describe.skip : describe)('counters in Redis', () => {
  behavesLikeCounters(() => {
    const counters = new RedisCounters(new Redis(REDIS_URL!), new MemoryCounters());
    return { counters, close: () => counters.onApplicationShutdown() };
  });
});

describe('counters in Redis that is out of reach', () => {
  behavesLikeCounters(() => {
    const redis = new Redis('redis://127.0.0.1:1', { lazyConnect: true });
    redis.disconnect();
    const counters = new RedisCounters(redis, new MemoryCounters());
    return { counters, close: () => counters.onApplicationShutdown() };
  });
});
