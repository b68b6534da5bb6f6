import { Injectable } from '@nestjs/common';
import type { ZoomUser } from '#libs/zoom-api';
import { Database } from '../platform/database';
import type { Problem } from '../platform/http';
import { People } from '../identity';
import type { OAuthState } from './oauth-state.store';
import { PendingConnects } from './pending-connects';
import { PlaceTokens } from './place-tokens';
import type { Tokens } from './token-vault';
import { ZoomConnectionStore } from './zoom-connection.store';
import { OAuthStateInvalid, ZoomAccountBound, ZoomAlreadyConnected, ZoomUnavailable } from './zoom.problems';

/**
 * Whose the Zoom user is, and so what becomes of a fresh token set of theirs: it makes a connection, it replaces the
 * one it has killed, or it is revoked. Under the Zoom user's lease.
 */
@Injectable()
export class DecideConnect {
  constructor(
    private readonly db: Database,
    private readonly pending: PendingConnects,
    private readonly connections: ZoomConnectionStore,
    private readonly people: People,
    private readonly place: PlaceTokens,
  ) {}

  /** @returns the refusal, which is committed too, or null */
  run(state: OAuthState, user: ZoomUser, tokens: Tokens): Promise<Problem | null> {
    return this.db.transaction(async () => {
      await this.connections.lock(state.userId, [user.id]);
      if (!(await this.pending.settle(state.stateHash))) return ZoomUnavailable('This sign-in was finished elsewhere.');
      const refusal = await this.refusal(state, user);
      if (refusal) await this.afterRefusal(user, tokens);
      else await this.place.connect(state, user, tokens);
      return refusal;
    });
  }

  /** The refusal when the Zoom user belongs to another user ID, else null. */
  async boundElsewhere({ userId }: Pick<OAuthState, 'userId'>, zoomUserId: string): Promise<Problem | null> {
    const owner = await this.connections.boundTo(zoomUserId);
    if (owner === null || owner === userId) return null;
    return ZoomAccountBound(
      'This Zoom account belongs to another user ID. It stays with a user ID, not with an e-mail address, also after ' +
        'disconnecting and after the user was deleted. Sign in to Zoom with another account, or ask an admin of the ' +
        'account that has it to release it.',
    );
  }

  private async refusal({ accountId, userId }: OAuthState, user: ZoomUser): Promise<Problem | null> {
    const [member] = await this.people.inAccount(accountId, [userId]);
    if (!member) return OAuthStateInvalid('The user who began to connect Zoom has left the account.');
    const bound = await this.boundElsewhere({ userId }, user.id);
    if (bound) return bound;
    const live = await this.connections.live(userId);
    if (live && live.zoomUserId !== user.id) {
      return ZoomAlreadyConnected('You have connected another Zoom account. Disconnect that one first.');
    }
    return null;
  }

  /** The sign-in killed the tokens of a living connection of this Zoom user, so that one needs the fresh ones. */
  private async afterRefusal(user: ZoomUser, tokens: Tokens): Promise<void> {
    const rightful = await this.connections.liveOfZoomUser(user.id);
    if (rightful) await this.place.replace(rightful, user, tokens);
    else await this.place.discard(user.id, tokens);
  }
}
