import { Injectable } from '@nestjs/common';
import { AccountStore } from './account.store';
import { LastOwner } from './identity.problems';
import { People } from './people';
import type { Person } from './person';
import type { Role } from './policies';
import { Sessions } from './sessions';
import { UserStore } from './user.store';

/** What the acts that change an account's team have in common. Called inside their transactions. */
@Injectable()
export class Team {
  constructor(
    private readonly accounts: AccountStore,
    private readonly users: UserStore,
    private readonly people: People,
    private readonly sessions: Sessions,
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

  /** @throws LastOwner */
  async assertAnotherOwner(accountId: string, userId: string): Promise<void> {
    const owners = await this.users.withRoles(accountId, ['owner']);
    if (owners.every((owner) => owner.userId === userId)) {
      throw LastOwner('They are the only owner; make somebody else an owner first.');
    }
  }
}
