import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { AccountStore } from './account.store';

/** Records what a person did about their own login in the audit of each account it opens. */
@Injectable()
export class PersonalRecord {
  constructor(
    private readonly accounts: AccountStore,
    private readonly audit: Audit,
  ) {}

  /** In the act's transaction. */
  async write(action: string, userId: string, values: { before?: object; after?: object } = {}): Promise<void> {
    const target = { kind: 'user', id: userId };
    const accounts = await this.accounts.ofUser(userId);
    await this.audit.recordAll(
      action,
      accounts.map(({ id: accountId }) => ({ target, accountId, actorId: userId, ...values })),
    );
  }
}
