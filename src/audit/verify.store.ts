import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { ENTRY, StoredEntry } from './chain.store';
import type { Finding, Forgotten, StoredParticulars } from './verdict.rules';

/** What the verification reads. */
@Injectable()
export class VerifyStore {
  constructor(private readonly db: Database) {}

  /** Runs `work` on the database as it is now, however long that takes. */
  async snapshot<T>(work: () => Promise<T>): Promise<T> {
    return this.db.transaction(async () => {
      await this.db.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return work();
    });
  }

  /** Accounts of which there is any entry or head. */
  async accounts(): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT account_id AS id FROM audit_heads UNION SELECT account_id FROM audit_entries ORDER BY 1`,
    );
    return rows.map(({ id }) => id);
  }

  /** In the order of the chain, after a number. */
  async sealed(accountId: string, after: number, limit: number): Promise<StoredEntry[]> {
    return this.db.query<StoredEntry>(`${ENTRY} WHERE account_id = $1 AND number > $2 ORDER BY number LIMIT $3`, [
      accountId,
      after,
      limit,
    ]);
  }

  async particulars(accountId: string, entryIds: string[]): Promise<StoredParticulars[]> {
    return this.db.query<StoredParticulars>(
      `SELECT entry_id AS "entryId", part, person_id AS "personId", salt, content::text
       FROM audit_particulars WHERE account_id = $1 AND entry_id = ANY($2)`,
      [accountId, entryIds],
    );
  }

  async forgotten(accountId: string): Promise<Forgotten> {
    const rows = await this.db.query<{ id: string; number: number }>(
      `SELECT target_id AS id, max(coalesce(number, 'Infinity'::float8))::float8 AS number FROM audit_entries
       WHERE account_id = $1 AND action IN ('person.forgotten', 'values.forgotten') GROUP BY target_id`,
      [accountId],
    );
    return new Map(rows.map(({ id, number }) => [id, number]));
  }

  /** Particulars that belong to no entry: the foreign key was taken away. */
  async orphans(): Promise<Finding[]> {
    return this.db.query<Finding>(
      `SELECT account_id AS "accountId", NULL AS number, entry_id AS "entryId",
              'is gone, but its particulars are there' AS what
       FROM audit_particulars p
       WHERE NOT EXISTS (SELECT FROM audit_entries e WHERE e.account_id = p.account_id AND e.id = p.entry_id)`,
    );
  }
}
