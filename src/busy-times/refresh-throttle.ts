import { Injectable } from '@nestjs/common';
import { Counters } from '../platform/cache';
import { Config } from '../platform/config';
import { RateLimited } from '../platform/http';

const WINDOW_MS = 3_600_000;
const PER_WINDOW = 60;

/** Keeps us from being used to hammer somebody's server. */
@Injectable()
export class RefreshThrottle {
  constructor(
    private readonly config: Config,
    private readonly counters: Counters,
  ) {}

  /** @throws RateLimited */
  async count(userId: string): Promise<void> {
    if (this.config.rateLimits === 'off') return;
    if ((await this.counters.increment(`busy-feeds:${userId}`, WINDOW_MS)) <= PER_WINDOW) return;
    throw RateLimited('Feeds were asked for too often; they are read every quarter of an hour anyway.', {
      headers: { 'retry-after': String(WINDOW_MS / 1000) },
    });
  }
}
