import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { hashToken, isApiKey } from '../platform/crypto';
import { ApiKeyStore } from './api-key.store';
import type { Principal } from './principal';
import { Sessions } from './sessions';

/** Who is let in, by a session or by an API key. */
@Injectable()
export class Logins {
  constructor(
    private readonly sessions: Sessions,
    private readonly keys: ApiKeyStore,
    private readonly clock: Clock,
  ) {}

  /** Whose token it is, in one statement. Nothing is remembered between requests: what is revoked is dead at once. */
  principalOf(token: string): Promise<Principal | undefined> {
    if (!isApiKey(token)) return this.sessions.principalOf(token);
    return this.keys.principalOf(hashToken(token), this.clock.now());
  }

  /**
   * Whether whoever asked is still let in, and still belongs to the account: for what stays open longer than a request
   * takes. The end of a session or key is signalled on the user's topic.
   */
  isAlive({ via }: Pick<Principal, 'via'>): Promise<boolean> {
    return via.kind === 'session' ? this.sessions.isAlive(via.id) : this.keys.isAlive(via.id, this.clock.now());
  }

  /** Ends what a person holds in one account, also where they act as others. */
  async endInAccount(accountId: string, userId: string): Promise<void> {
    await this.sessions.endInAccount(accountId, userId);
    await this.keys.removeOfUser(accountId, userId);
  }
}
