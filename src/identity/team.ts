import { Injectable } from '@nestjs/common';
import { NotFound } from '../platform/http';
import { AccountStore } from './account.store';
import { EmailExists, LastOwner } from './identity.problems';
import { People } from './people';
import type { Person } from './person';
import type { Role } from './policies';
import { Sessions } from './sessions';
import type { TeamInvitation } from './team-invitation.entity';
import { TeamInvitationStore } from './team-invitation.store';
import { UserStore } from './user.store';

/** What the acts that change an account's team have in common. Called inside their transactions. */
@Injectable()
export class Team {
  constructor(
    private readonly accounts: AccountStore,
    private readonly users: UserStore,
    private readonly people: People,
    private readonly sessions: Sessions,
    private readonly invitations: TeamInvitationStore,
  ) {}

  /** Makes changes of the team, and of the person elsewhere, follow each other. @throws NotFound */
  async lockMember(accountId: string, userId: string, whom: { deletedToo?: boolean } = {}): Promise<Person> {
    await this.people.get(accountId, userId, whom);
    await this.accounts.lock(accountId);
    await this.users.lock(userId);
    return this.people.get(accountId, userId, whom);
  }

  /** Logins that rest on the old role end with it. @throws LastOwner */
  async changeRole(accountId: string, { userId, role: before }: Person, role: Role): Promise<void> {
    if (before === 'owner') await this.assertAnotherOwner(accountId, userId);
    await this.users.changeRole(accountId, userId, role);
    await this.sessions.endUnallowed(accountId, userId);
  }

  /**
   * Makes room for one more with this e-mail.
   * @returns the user ID of whoever has the e-mail, in whatever account; null when they will get a new one
   * @throws EmailExists when they are a member, or invited
   */
  async lockNewcomer(accountId: string, email: string): Promise<string | null> {
    await this.accounts.lock(accountId);
    const userId = (await this.users.credentialsByEmail(email))?.userId ?? null;
    if (userId !== null && (await this.people.inAccount(accountId, [userId])).length > 0) throw belongsAlready();
    const invited = await this.invitations.findByEmail(accountId, email);
    if (invited) throw invitedAlready(invited.id);
    // Their user ID stands for another address, under which they were invited before they changed it.
    const isTaken = userId !== null && (await this.invitations.find(accountId, userId)) !== null;
    return isTaken ? null : userId;
  }

  /** @throws NotFound */
  async invited(accountId: string, id: string): Promise<TeamInvitation> {
    const invitation = await this.invitations.find(accountId, id);
    if (!invitation) throw NotFound(`Nobody is invited to this account under the ID ${id}.`);
    return invitation;
  }

  /** @throws NotFound */
  async lockInvited(accountId: string, id: string): Promise<TeamInvitation> {
    await this.accounts.lock(accountId);
    return this.invited(accountId, id);
  }

  /** @throws LastOwner */
  async assertAnotherOwner(accountId: string, userId: string): Promise<void> {
    const owners = await this.users.withRoles(accountId, ['owner']);
    if (owners.every((owner) => owner.userId === userId)) {
      throw LastOwner('They are the only owner; make somebody else an owner first.');
    }
  }
}

function belongsAlready() {
  return EmailExists('Somebody with this e-mail is in the account already.', {
    errors: [{ pointer: '/email', detail: 'belongs to a member' }],
  });
}

function invitedAlready(id: string) {
  return EmailExists(`They are invited already; POST /v1/users/${id}/invitation sends the invitation again.`, {
    errors: [{ pointer: '/email', detail: 'is invited already' }],
    members: { userId: id },
  });
}
