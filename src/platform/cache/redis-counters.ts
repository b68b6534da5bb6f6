import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Counters } from './counters';

const PREFIX = 'slotlink:count:';

/** Shared by all processes. */
@Injectable()
export class RedisCounters extends Counters implements OnApplicationShutdown {
  constructor(private readonly redis: Redis) {
    super();
  }

  override async increment(key: string, ttlMs: number): Promise<number> {
    // PEXPIRE … NX would need Redis 7; on an older one the count would never expire.
    const results = await this.redis
      .multi()
      .set(PREFIX + key, 0, 'PX', ttlMs, 'NX')
      .incr(PREFIX + key)
      .exec();
    return Number(results?.[1]?.[1]);
  }

  override async read(key: string): Promise<number> {
    return Number((await this.redis.get(PREFIX + key)) ?? 0);
  }

  override async clear(key: string): Promise<void> {
    await this.redis.del(PREFIX + key);
  }

  async ping(): Promise<void> {
    await this.redis.ping();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.redis.quit();
  }
}
