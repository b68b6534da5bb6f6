import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { hashToken } from '../platform/crypto';
import { AccountStore } from './account.store';
import { LinkOver } from './identity.problems';
import type { TeamInvitation } from './team-invitation.entity';
import { TeamInvitationStore } from './team-invitation.store';
import { UserStore } from './user.store';

/** Invitations by the link in their mail. */
@Injectable()
export class OpenInvitations {
  constructor(
    private readonly store: TeamInvitationStore,
    private readonly accounts: AccountStore,
    private readonly users: UserStore,
    private readonly clock: Clock,
  ) {}

  /** @throws LinkOver */
  async find(token: string): Promise<TeamInvitation> {
    const invitation = await this.store.findByToken(hashToken(token), this.clock.now());
    if (!invitation) throw over();
    return invitation;
  }

  /**
   * Uses it up, with the account and its e-mail locked: of any number who accept at once, one gets it.
   * @throws LinkOver
   */
  async take(token: string): Promise<TeamInvitation> {
    const { accountId, email } = await this.find(token);
    await this.accounts.lock(accountId);
    await this.users.lockEmail(email);
    const invitation = await this.find(token);
    if (!(await this.store.take(invitation))) throw over();
    return invitation;
  }
}

function over() {
  return LinkOver('The invitation was accepted, withdrawn, sent anew or is older than a week. Ask for a new one.');
}
