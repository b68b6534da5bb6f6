import { Injectable } from '@nestjs/common';
import { Counters } from '../platform/cache';
import { Config } from '../platform/config';
import { RateLimited } from '../platform/http';

const WINDOW_MS = 3_600_000;
const LETTERS_PER_WINDOW = 5;

/** Keeps an inbox from being filled by those who ask its owner to connect. */
@Injectable()
export class AskThrottle {
  constructor(
    private readonly config: Config,
    private readonly counters: Counters,
  ) {}

  /** Counts one letter. @throws RateLimited */
  async count(accountId: string, userId: string): Promise<void> {
    if (this.config.rateLimits === 'off') return;
    const letters = await this.counters.increment(`zoom-ask:${accountId}:${userId}`, WINDOW_MS);
    if (letters <= LETTERS_PER_WINDOW) return;
    throw RateLimited('They were asked often enough for now; wait an hour.', {
      headers: { 'retry-after': String(WINDOW_MS / 1000) },
    });
  }
}
