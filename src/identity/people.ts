import { Injectable } from '@nestjs/common';
import { NotFound } from '../platform/http';
import type { MeetingLocation } from './meeting-location';
import type { Person } from './person';
import { UserStore } from './user.store';

interface Whom {
  /** Old appointments show the names of those who have left. */
  deletedToo?: boolean;
}

/** Door to the users of an account for the floors above. */
@Injectable()
export class People {
  constructor(private readonly store: UserStore) {}

  /** @throws NotFound when nobody of the account has the ID, or only somebody deleted */
  async get(accountId: string, userId: string, { deletedToo = false }: Whom = {}): Promise<Person> {
    const person = await this.store.find(accountId, userId);
    if (!person || (person.status === 'deleted' && !deletedToo)) {
      throw NotFound(`No user of this account has the ID ${userId}.`);
    }
    return person;
  }

  /** Those of the IDs that belong to the account, in no order; unknown ones are missing. */
  async inAccount(accountId: string, userIds: string[], { deletedToo = false }: Whom = {}): Promise<Person[]> {
    if (userIds.length === 0) return [];
    const people = await this.store.findAll(accountId, userIds);
    return people.filter(({ status }) => deletedToo || status === 'active');
  }

  /** Living owners and admins. */
  admins(accountId: string): Promise<Person[]> {
    return this.store.withRoles(accountId, ['owner', 'admin']);
  }

  /** Everybody who is in the account now. */
  living(accountId: string): Promise<Person[]> {
    return this.store.withRoles(accountId, ['owner', 'admin', 'member']);
  }

  /** @throws NotFound unless the user is a living member of the account */
  async assertMember(accountId: string, userId: string): Promise<void> {
    await this.get(accountId, userId);
  }

  /** Whether the user ID is alive, in whatever account. */
  isLiving(userId: string): Promise<boolean> {
    return this.store.isLiving(userId);
  }

  /** Null goes back to none. @throws NotFound */
  async setDefaultMeetingLocation(
    accountId: string,
    userId: string,
    location: MeetingLocation | null,
  ): Promise<Person> {
    await this.store.changeDefaultLocation(accountId, userId, location);
    return this.get(accountId, userId);
  }
}
