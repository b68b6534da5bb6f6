import { Injectable } from '@nestjs/common';
import type { ZoomUser } from '#libs/zoom-api';
import type { Problem } from '../platform/http';
import { Logins, People, isAdmin } from '../identity';
import { ConnectLinkStore } from './connect-link.store';
import type { SignIn } from './sign-in';
import { ZoomConnectionStore } from './zoom-connection.store';
import { OAuthStateInvalid, ZoomAccountBound, ZoomAlreadyConnected } from './zoom.problems';

/** Whether somebody may have a Zoom user, and whether a person has to look at it first. Under the locks of both. */
@Injectable()
export class JudgeConnect {
  constructor(
    private readonly connections: ZoomConnectionStore,
    private readonly links: ConnectLinkStore,
    private readonly people: People,
    private readonly logins: Logins,
  ) {}

  /** Until the transaction ends, nobody else decides about either. */
  lock({ userId }: SignIn, zoomUserId: string): Promise<void> {
    return this.connections.lock(userId, [zoomUserId]);
  }

  async refusal(signIn: SignIn, zoomUserId: string): Promise<Problem | null> {
    const stranger = await this.whyNobodyOfTheAccount(signIn);
    if (stranger) return OAuthStateInvalid(stranger);
    const bound = await this.boundElsewhere(signIn, zoomUserId);
    if (bound) return bound;
    const live = await this.connections.live(signIn.userId);
    if (live && live.zoomUserId !== zoomUserId) {
      return ZoomAlreadyConnected('Another Zoom account is connected. Disconnect that one first.');
    }
    return null;
  }

  /** The refusal when the Zoom user belongs to another user ID, else null. */
  async boundElsewhere({ userId }: Pick<SignIn, 'userId'>, zoomUserId: string): Promise<Problem | null> {
    const owner = await this.connections.boundTo(zoomUserId);
    if (owner === null || owner === userId) return null;
    return ZoomAccountBound(
      'This Zoom account belongs to another user ID. It stays with a user ID, not with an e-mail address, also after ' +
        'disconnecting and after the user was deleted. Sign in to Zoom with another account, or ask an admin of the ' +
        'account that has it to release it.',
    );
  }

  /**
   * A Zoom user that is theirs already goes on being theirs. Else an admin's browser may be signed in to the admin's
   * own Zoom, and a browser that did not begin this may be that of somebody who knows nothing of it.
   */
  async mustBeConfirmed({ standing, accountId, userId, actorId }: SignIn, user: ZoomUser): Promise<boolean> {
    if (standing === 'confirmed' || (await this.connections.boundTo(user.id)) === userId) return false;
    if (standing === 'begun-elsewhere') return true;
    if (actorId === userId) return false;
    const { email } = await this.people.get(accountId, userId);
    return user.email?.toLowerCase() !== email.toLowerCase();
  }

  private async whyNobodyOfTheAccount({
    accountId,
    userId,
    actorId,
    loginId,
    linkHash,
  }: SignIn): Promise<string | null> {
    const people = await this.people.inAccount(accountId, [userId, actorId]);
    if (!people.some((person) => person.userId === userId)) {
      return 'The user who began to connect Zoom has left the account.';
    }
    const actor = people.find((person) => person.userId === actorId);
    if (actorId !== userId && !(actor && isAdmin(actor.role))) {
      return 'Whoever began to connect Zoom may not act for the user any more.';
    }
    if (loginId !== null && !(await this.logins.isAlive({ via: { kind: 'session', id: loginId } }))) {
      return 'The login as this user, in which it was begun, has ended.';
    }
    if (linkHash !== null && !(await this.links.isCurrent(accountId, userId, linkHash))) {
      return 'The link it was begun by was used, or another one was sent since.';
    }
    return null;
  }
}
