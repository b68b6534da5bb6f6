import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Counters } from './counters';

const PREFIX = 'slotlink:count:';

/** Shared by all processes. While Redis is out of reach each counts for itself: a limit never fails a request. */
@Injectable()
export class RedisCounters extends Counters implements OnApplicationShutdown {
  constructor(
    private readonly redis: Redis,
    private readonly meanwhile: Counters,
  ) {
    super();
  }

  override increment(key: string, ttlMs: number): Promise<number> {
    return this.incrementShared(key, ttlMs).catch(() => this.meanwhile.increment(key, ttlMs));
  }

  override async read(key: string): Promise<number> {
    try {
      return Number((await this.redis.get(PREFIX + key)) ?? 0);
    } catch {
      return this.meanwhile.read(key);
    }
  }

  override async clear(key: string): Promise<void> {
    await this.meanwhile.clear(key);
    await this.redis.del(PREFIX + key).catch(() => 0);
  }

  async ping(): Promise<void> {
    await this.redis.ping();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.redis.quit().catch(() => {
      this.redis.disconnect();
    });
  }

  private async incrementShared(key: string, ttlMs: number): Promise<number> {
    // PEXPIRE … NX would need Redis 7; on an older one the count would never expire.
    const results = await this.redis
      .multi()
      .set(PREFIX + key, 0, 'PX', ttlMs, 'NX')
      .incr(PREFIX + key)
      .exec();
    return Number(results?.[1]?.[1]);
  }
}
