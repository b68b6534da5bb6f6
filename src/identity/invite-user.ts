import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { InvitationMails } from './invitation-mails';
import type { Principal } from './principal';
import { Team } from './team';
import type { TeamInvitation } from './team-invitation.entity';
import { TeamInvitationStore } from './team-invitation.store';
import { assertMayGrant } from './team.rules';
import type { AddUserInput } from './users.dto';

/** Asks somebody by mail to join the account. Whether they have a user ID already is between them and the link. */
@Injectable()
export class InviteUser {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly invitations: TeamInvitationStore,
    private readonly mails: InvitationMails,
    private readonly audit: Audit,
  ) {}

  /** @throws Forbidden, EmailExists */
  run(who: Principal, input: Omit<AddUserInput, 'password'>): Promise<TeamInvitation> {
    const { accountId, userId: invitedBy } = who;
    const { name, email, role = 'member', phone = null } = input;
    assertMayGrant(who, role);
    return this.db.transaction(async () => {
      const userId = await this.team.lockNewcomer(accountId, email);
      const link = this.mails.freshLink();
      const { tokenHash, expiresAt, madeAt: createdAt } = link;
      const details = {
        email,
        name,
        timezone: input.timezone ?? (await this.mails.accountZone(accountId)),
        phone,
        role,
      };
      const id = userId ?? randomUUID();
      const row = { accountId, id, ...details, invitedBy, tokenHash, expiresAt, version: 1, createdAt };
      await this.invitations.insert(row);
      await this.mails.send(row, link);
      await this.audit.record('user.invited', { target: { kind: 'user', id }, after: { ...details } });
      return row;
    });
  }
}
