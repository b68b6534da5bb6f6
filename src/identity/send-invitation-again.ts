import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { InvitationMails } from './invitation-mails';
import type { Principal } from './principal';
import { Team } from './team';
import type { TeamInvitation } from './team-invitation.entity';
import { TeamInvitationStore } from './team-invitation.store';
import { assertMayTouch } from './team.rules';

/** Mails a new link, which ends the former. */
@Injectable()
export class SendInvitationAgain {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly invitations: TeamInvitationStore,
    private readonly mails: InvitationMails,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound, Forbidden */
  run({ accountId, role }: Principal, id: string): Promise<TeamInvitation> {
    return this.db.transaction(async () => {
      const invitation = await this.team.lockInvited(accountId, id);
      assertMayTouch(role, invitation);
      const link = this.mails.freshLink();
      await this.mails.takeBack(invitation);
      await this.invitations.renew(invitation, link.tokenHash, link.expiresAt);
      await this.mails.send(invitation, link);
      await this.audit.record('invitation.sent-again', { target: { kind: 'user', id } });
      return this.team.invited(accountId, id);
    });
  }
}
