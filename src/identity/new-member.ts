import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Events } from '../platform/events';
import { UserAdded } from './identity.events';
import type { Person } from './person';
import { People } from './people';
import type { Role } from './policies';
import { UserStore } from './user.store';

export interface NewMemberInput {
  name: string;
  email: string;
  passwordHash: string | null;
  timezone: string;
  phone: string | null;
  role: Role;
}

/** A new user ID with its first membership. Part of the acts that make one. */
@Injectable()
export class NewMember {
  constructor(
    private readonly users: UserStore,
    private readonly people: People,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Called inside the act's transaction. @throws EmailExists */
  async make(accountId: string, { role, ...details }: NewMemberInput): Promise<Person> {
    const userId = randomUUID();
    const createdAt = this.clock.now();
    await this.users.insert({ id: userId, ...details, createdAt, deletedAt: null });
    await this.users.insertMembership({
      accountId,
      userId,
      role,
      defaultMeetingLocation: null,
      version: 1,
      createdAt,
      deletedAt: null,
      restoredAs: null,
    });
    await this.events.publish(UserAdded, { accountId, aggregateId: userId, aggregateVersion: 1 }, { userId, role });
    return this.people.get(accountId, userId);
  }
}
