import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { AccountRow } from './account.entity';
import type { Account } from './person';

@Injectable()
export class AccountStore {
  constructor(private readonly db: Database) {}

  async insert(row: Pick<AccountRow, keyof AccountRow>): Promise<void> {
    await this.db.repository(AccountRow).insert(row);
  }

  async find(accountId: string): Promise<Account | null> {
    return this.db
      .repository(AccountRow)
      .findOne({ where: { id: accountId }, select: { id: true, name: true, timezone: true } });
  }

  /**
   * Makes changes of who owns the account follow each other. Not a full lock: rows of other tables that only point at
   * the account are written meanwhile.
   */
  async lock(accountId: string): Promise<void> {
    await this.db.query(`SELECT FROM accounts WHERE id = $1 FOR NO KEY UPDATE`, [accountId]);
  }

  /** The account a person has belonged to longest. */
  async firstOf(userId: string): Promise<string | undefined> {
    const first = await this.db.queryOne<{ id: string }>(
      `SELECT account_id AS id FROM memberships WHERE user_id = $1 AND deleted_at IS NULL
       ORDER BY created_at, account_id LIMIT 1`,
      [userId],
    );
    return first?.id;
  }

  /** The accounts a person belongs to, by name. */
  async ofUser(userId: string): Promise<Account[]> {
    return this.db.query<Account>(
      `SELECT a.id, a.name, a.timezone FROM memberships m JOIN accounts a ON a.id = m.account_id
       WHERE m.user_id = $1 AND m.deleted_at IS NULL ORDER BY a.name, a.id`,
      [userId],
    );
  }
}
