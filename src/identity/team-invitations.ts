import { Injectable } from '@nestjs/common';
import { AcceptInvitation } from './accept-invitation';
import { Accounts } from './accounts';
import { OpenInvitations } from './open-invitations';
import { People } from './people';
import type { AcceptInvitationInput, Joined, OpenInvitation } from './team-invitations.dto';
import { UserStore } from './user.store';
import { toUser } from './users.dto';

/** What whoever holds the link of an invitation sees of it. */
@Injectable()
export class TeamInvitations {
  constructor(
    private readonly open: OpenInvitations,
    private readonly acceptInvitation: AcceptInvitation,
    private readonly accounts: Accounts,
    private readonly people: People,
    private readonly users: UserStore,
  ) {}

  /** Changes nothing, however often it is looked at. @throws LinkOver */
  async show(token: string): Promise<OpenInvitation> {
    const { accountId, email, name, role, expiresAt, invitedBy } = await this.open.find(token);
    const { id, name: accountName } = await this.accounts.get(accountId);
    const inviter = await this.people.get(accountId, invitedBy, { deletedToo: true });
    const known = await this.users.credentialsByEmail(email);
    return {
      account: { id, name: accountName },
      invitedBy: { name: inviter.name },
      email,
      name,
      role,
      expiresAt: expiresAt.toISOString(),
      known: known !== undefined,
      passwordNeeded: known?.emailProvenAt == null,
    };
  }

  /** @throws LinkOver, Invalid */
  async accept(token: string, input: AcceptInvitationInput): Promise<Joined> {
    const { accountId, person } = await this.acceptInvitation.run(token, input);
    const { id, name } = await this.accounts.get(accountId);
    return { account: { id, name }, user: toUser(person) };
  }
}
