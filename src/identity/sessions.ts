import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { hashToken, randomToken } from '../platform/crypto';
import { type Principal, sessionOf } from './principal';
import { SessionStore } from './session.store';

const LIFETIME_MS = 30 * 86_400_000;

/** Opaque bearer tokens; only their hashes are stored. */
@Injectable()
export class Sessions {
  constructor(
    private readonly store: SessionStore,
    private readonly clock: Clock,
  ) {}

  async open(accountId: string, userId: string): Promise<{ token: string; expiresAt: Date }> {
    const token = randomToken();
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + LIFETIME_MS);
    await this.store.insert({
      id: randomUUID(),
      accountId,
      userId,
      tokenHash: hashToken(token),
      actorId: null,
      createdAt,
      expiresAt,
    });
    return { token, expiresAt };
  }

  async principalOf(token: string): Promise<Principal | undefined> {
    return this.store.principalOf(hashToken(token), this.clock.now());
  }

  async close(who: Principal): Promise<void> {
    await this.store.end(sessionOf(who));
  }
}
