import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { InvitationMails } from './invitation-mails';
import type { Principal } from './principal';
import { Team } from './team';
import { TeamInvitationStore } from './team-invitation.store';
import { assertMayTouch } from './team.rules';

/** Takes an invitation back: its link is dead. */
@Injectable()
export class WithdrawInvitation {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly invitations: TeamInvitationStore,
    private readonly mails: InvitationMails,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound, Forbidden */
  run({ accountId, role }: Principal, id: string): Promise<void> {
    return this.db.transaction(async () => {
      const invitation = await this.team.lockInvited(accountId, id);
      assertMayTouch(role, invitation);
      await this.invitations.take(invitation);
      await this.mails.takeBack(invitation);
      const { name, email, role: as } = invitation;
      await this.audit.record('invitation.withdrawn', {
        target: { kind: 'user', id },
        before: { name, email, role: as },
      });
    });
  }
}
