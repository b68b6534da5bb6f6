import { Injectable } from '@nestjs/common';
import { Audit, changed } from '../audit';
import { Database } from '../platform/database';
import { assertVersion } from '../platform/http';
import type { Principal } from './principal';
import { Team } from './team';
import type { TeamInvitation } from './team-invitation.entity';
import { TeamInvitationStore } from './team-invitation.store';
import { type UserChange, assertMayChange } from './team.rules';

/** Changes what somebody is invited as, before they answer. */
@Injectable()
export class ChangeInvitation {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly invitations: TeamInvitationStore,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound, Forbidden, StaleVersion */
  run(who: Principal, id: string, change: UserChange, version: number | null): Promise<TeamInvitation> {
    return this.db.transaction(async () => {
      const invitation = await this.team.lockInvited(who.accountId, id);
      assertMayChange(who, { userId: id, role: invitation.role }, change);
      assertVersion(invitation.version, version);
      await this.invitations.change(invitation, change);
      const after = await this.team.invited(who.accountId, id);
      await this.audit.record('invitation.changed', {
        target: { kind: 'user', id },
        ...changed(detailsOf(invitation), detailsOf(after)),
      });
      return after;
    });
  }
}

function detailsOf({ name, timezone, phone, role }: TeamInvitation) {
  return { name, timezone, phone, role };
}
