import { Injectable } from '@nestjs/common';
import { AccountStore } from './account.store';
import { LastOwner } from './identity.problems';
import { People } from './people';
import type { Person } from './person';
import { UserStore } from './user.store';

/** What the acts that change an account's team have in common. Called inside their transactions. */
@Injectable()
export class Team {
  constructor(
    private readonly accounts: AccountStore,
    private readonly users: UserStore,
    private readonly people: People,
  ) {}

  /** Makes changes of the team, and of the person elsewhere, follow each other. @throws NotFound */
  async lockMember(accountId: string, userId: string, whom: { deletedToo?: boolean } = {}): Promise<Person> {
    await this.people.get(accountId, userId, whom);
    await this.accounts.lock(accountId);
    await this.users.lock(userId);
    return this.people.get(accountId, userId, whom);
  }

  /** @throws LastOwner */
  async assertAnotherOwner(accountId: string, userId: string): Promise<void> {
    const owners = await this.users.withRoles(accountId, ['owner']);
    if (owners.every((owner) => owner.userId === userId)) {
      throw LastOwner('They are the only owner; make somebody else an owner first.');
    }
  }
}
