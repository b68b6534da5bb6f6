import { Injectable } from '@nestjs/common';
import { Accounts } from './accounts';
import type { Me } from './auth.dto';
import { People } from './people';
import type { Principal } from './principal';
import { SessionStore } from './session.store';
import { toUser } from './users.dto';

/** What a client shows in its corner: the user, the account, and who really acts. */
@Injectable()
export class WhoAmI {
  constructor(
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly sessions: SessionStore,
  ) {}

  async run({ accountId, userId, via }: Principal): Promise<Me> {
    const actor = await this.sessions.actor(via.id);
    return {
      user: toUser(await this.people.get(accountId, userId)),
      account: await this.accounts.get(accountId),
      actingAs: actor ? { actor: { id: actor.id, name: actor.name }, expiresAt: actor.expiresAt.toISOString() } : null,
    };
  }
}
