import { Injectable } from '@nestjs/common';
import { NotFound } from '../platform/http';
import { AccountStore } from './account.store';
import type { Account } from './person';

/** Read door of accounts for the floors above. */
@Injectable()
export class Accounts {
  constructor(private readonly store: AccountStore) {}

  /** @throws NotFound */
  async get(accountId: string): Promise<Account> {
    const account = await this.store.find(accountId);
    if (!account) throw NotFound(`No account has the ID ${accountId}.`);
    return account;
  }

  /** The accounts a person belongs to, by name. */
  ofUser(userId: string): Promise<Account[]> {
    return this.store.ofUser(userId);
  }
}
