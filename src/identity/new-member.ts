import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Events } from '../platform/events';
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
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly invitations: TeamInvitationStore,
  ) {}

  /** A new user ID with its first membership. @throws EmailExists */
  async make(accountId: string, { role, userId = randomUUID(), ...details }: NewMemberInput): Promise<Person> {
    await this.users.insert({ id: userId, ...details, createdAt: this.clock.now(), deletedAt: null });
    await this.invitations.removeByEmail(accountId, details.email);
    return this.join(accountId, userId, role);
  }

  /** One more membership of a living user ID, or the one they had before. What they are already stays as it is. */
  async join(accountId: string, userId: string, role: Role): Promise<Person> {
    const joined = await this.users.insertMembership({ accountId, userId, role, createdAt: this.clock.now() });
    if (joined) {
      const about = { accountId, aggregateId: userId, aggregateVersion: joined.version };
      await this.events.publish(UserAdded, about, { userId, role });
    }
    return this.people.get(accountId, userId);
  }
}
