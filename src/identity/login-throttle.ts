import { Injectable } from '@nestjs/common';
import { Counters } from '../platform/cache';
import { Config } from '../platform/config';
import { hashToken } from '../platform/crypto';
import { RateLimited } from '../platform/http';
import { addressGroup } from './address.rules';
import { FailedLogins } from './failed-logins';

const WINDOW_MS = 15 * 60_000;
const FAILURES_PER_EMAIL = 10;
const FAILURES_PER_ADDRESS = 50;

interface Limit {
  key: string;
  failures: number;
}

/** Slows down guessing of passwords. */
@Injectable()
export class LoginThrottle {
  constructor(
    private readonly config: Config,
    private readonly counters: Counters,
    private readonly failed: FailedLogins,
  ) {}

  /**
   * Runs one comparison of a password; `false` counts as a failure.
   * @throws RateLimited
   */
  async guard(email: string, address: string, passwordMatches: () => Promise<boolean>): Promise<boolean> {
    const compare = async () => {
      const matches = await passwordMatches();
      if (!matches) this.failed.note(email);
      return matches;
    };
    if (this.config.rateLimits === 'off') return compare();
    const limits = [
      { key: keyOf(email), failures: FAILURES_PER_EMAIL },
      { key: `login:address:${addressGroup(address)}`, failures: FAILURES_PER_ADDRESS },
    ];
    await this.assertRoom(limits);
    const matches = await compare();
    // A burst of guesses at once gets no more of them than guesses one by one: a late hit after many misses is refused.
    if (matches) await this.assertRoom(limits);
    else for (const { key } of limits) await this.counters.increment(key, WINDOW_MS);
    return matches;
  }

  /** Forgets the failures for an e-mail whose owner has proven who they are. */
  async forgive(email: string): Promise<void> {
    await this.counters.clear(keyOf(email));
  }

  private async assertRoom(limits: Limit[]): Promise<void> {
    for (const { key, failures } of limits) {
      if ((await this.counters.read(key)) < failures) continue;
      throw RateLimited('Too many failed logins; wait a quarter of an hour.', {
        headers: { 'retry-after': String(WINDOW_MS / 1000) },
      });
    }
  }
}

function keyOf(email: string): string {
  return `login:email:${hashToken(email.toLowerCase())}`;
}
