import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Clock } from '../platform/clock';
import { currentContext, runInContext } from '../platform/context';
import { Database } from '../platform/database';
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
    private readonly acts: Acts,
  ) {}

  /** @throws EmailExists */
  run({ accountName, timezone, ...owner }: NewAccount): Promise<{ account: Account; owner: Person }> {
    const account = { id: randomUUID(), name: accountName, timezone };
    const userId = randomUUID();
    const who = {
      accountId: account.id,
      actorId: userId,
      subjectId: userId,
      actorName: owner.name,
      subjectName: owner.name,
    };
    const work = async () => {
      await this.accounts.insert({ ...account, version: 1, createdAt: this.clock.now() });
      const person = await this.newMember.make(account.id, {
        ...owner,
        userId,
        timezone,
        phone: null,
        role: 'owner',
        emailProvenAt: null,
      });
      const about = { accountId: account.id, aggregateId: account.id, aggregateVersion: 1 };
      await this.acts.publish(AccountOpened, about, { ownerId: userId }, { after: { name: accountName, timezone } });
      return { account, owner: person };
    };
    return runInContext({ ...currentContext(), ...who }, () => this.db.transaction(work));
  }
}
