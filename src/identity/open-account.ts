import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Events } from '../platform/events';
import { AccountStore } from './account.store';
import { AccountOpened } from './identity.events';
import { NewMember } from './new-member';
import type { Account, Person } from './person';

export interface NewAccount {
  accountName: string;
  timezone: string;
  name: string;
  email: string;
  passwordHash: string;
}

/** An account with its first owner. */
@Injectable()
export class OpenAccount {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly accounts: AccountStore,
    private readonly newMember: NewMember,
    private readonly events: Events,
  ) {}

  /** @throws EmailExists */
  run({ accountName, timezone, ...owner }: NewAccount): Promise<{ account: Account; owner: Person }> {
    return this.db.transaction(async () => {
      const account = { id: randomUUID(), name: accountName, timezone };
      await this.accounts.insert({ ...account, version: 1, createdAt: this.clock.now() });
      const person = await this.newMember.make(account.id, {
        ...owner,
        timezone,
        phone: null,
        role: 'owner',
        emailProvenAt: null,
      });
      const about = { accountId: account.id, aggregateId: account.id, aggregateVersion: 1 };
      await this.events.publish(AccountOpened, about, { ownerId: person.userId });
      return { account, owner: person };
    });
  }
}
