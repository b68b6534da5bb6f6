import { Injectable } from '@nestjs/common';
import { Counters } from '../platform/cache';
import { Config } from '../platform/config';
import { hashToken } from '../platform/crypto';
import { RateLimited } from '../platform/http';

const WINDOW_MS = 15 * 60_000;
const MAILS_PER_RECIPIENT = 5;
const MAILS_PER_ASKER = 60;

/** Keeps people from being flooded with mails that somebody else asks for. */
@Injectable()
export class MailThrottle {
  constructor(
    private readonly config: Config,
    private readonly counters: Counters,
  ) {}

  /**
   * Counts one mail that is asked for, whether or not it will be sent.
   * @param asker whoever asks: an account or an address
   * @throws RateLimited
   */
  async count(recipient: string, asker: string): Promise<void> {
    if (this.config.rateLimits === 'off') return;
    const counts = [
      { key: `mails:to:${hashToken(recipient.toLowerCase())}`, limit: MAILS_PER_RECIPIENT },
      { key: `mails:by:${asker}`, limit: MAILS_PER_ASKER },
    ];
    for (const { key, limit } of counts) {
      if ((await this.counters.increment(key, WINDOW_MS)) <= limit) continue;
      throw RateLimited('Too many mails were asked for; wait a quarter of an hour.', {
        headers: { 'retry-after': String(WINDOW_MS / 1000) },
      });
    }
  }
}
