import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Clock } from '../platform/clock';
import { UserAdded } from './identity.events';
import type { Person } from './person';
import { People } from './people';
import type { Role } from './policies';
import { TeamInvitationStore } from './team-invitation.store';
import { UserStore } from './user.store';

export interface NewMemberInput {
  name: string;
  email: string;
  passwordHash: string | null;
  timezone: string;
  phone: string | null;
  role: Role;
  emailProvenAt: Date | null;
  /** A new one when absent. */
  userId?: string;
}

/** Gives people their place in an account. Part of the acts that do so, called inside their transactions. */
@Injectable()
export class NewMember {
  constructor(
    private readonly users: UserStore,
    private readonly people: People,
    private readonly acts: Acts,
    private readonly clock: Clock,
    private readonly invitations: TeamInvitationStore,
  ) {}

  /** A new user ID with its first membership. @throws EmailExists */
  async make(accountId: string, { role, userId = randomUUID(), ...details }: NewMemberInput): Promise<Person> {
    await this.users.insert({ id: userId, ...details, createdAt: this.clock.now(), deletedAt: null });
    await this.invitations.removeByEmail(accountId, details.email);
    const { name, email, timezone, phone } = details;
    return this.join(accountId, userId, role, { name, email, timezone, phone });
  }

  /**
   * One more membership of a living user ID, or the one they had before. What they are already stays as it is.
   * @param details of a new user ID, for the audit
   */
  async join(accountId: string, userId: string, role: Role, details: object = {}): Promise<Person> {
    const joined = await this.users.insertMembership({ accountId, userId, role, createdAt: this.clock.now() });
    if (joined) {
      const about = { accountId, aggregateId: userId, aggregateVersion: joined.version };
      await this.acts.publish(UserAdded, about, { userId, role }, { after: { role, ...details } });
    }
    return this.people.get(accountId, userId);
  }
}
