import { Injectable } from '@nestjs/common';
import { ERASED } from '../data-rights';
import { Database } from '../platform/database';

/** Contacts who are nobody any more. */
@Injectable()
export class ErasedContactStore {
  constructor(private readonly db: Database) {}

  /** Whether another contact is called the same. */
  async isSharedName(accountId: string, id: string, name: string): Promise<boolean> {
    const others = await this.db.query(
      `SELECT FROM contacts WHERE account_id = $1 AND id <> $2 AND lower(name) = lower($3) LIMIT 1`,
      [accountId, id, name],
    );
    return others.length > 0;
  }

  /** @returns how many addresses went */
  async erase(accountId: string, id: string, at: Date): Promise<number> {
    const addresses = await this.db.query(
      `DELETE FROM contact_emails WHERE account_id = $1 AND contact_id = $2 RETURNING email`,
      [accountId, id],
    );
    await this.db.query(
      `UPDATE contacts SET name = $3, email = '', phone = NULL, sms_consent = false, search_text = '', updated_at = $4,
         erased_at = $4, version = version + 1 WHERE account_id = $1 AND id = $2`,
      [accountId, id, ERASED, at],
    );
    return addresses.length;
  }
}
