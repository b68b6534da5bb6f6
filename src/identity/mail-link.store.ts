import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

export type MailLinkPurpose = 'password-reset' | 'email-change';

export interface MailLink {
  userId: string;
  purpose: MailLinkPurpose;
  /** Where it was sent. */
  email: string;
  tokenHash: string;
}

/** Links that were mailed to a person, of each purpose one. */
@Injectable()
export class MailLinkStore {
  constructor(private readonly db: Database) {}

  /** In the place of a former one. */
  async put({ userId, purpose, email, tokenHash }: MailLink, expiresAt: Date): Promise<void> {
    await this.db.query(
      `INSERT INTO mail_links (user_id, purpose, email, token_hash, expires_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (user_id, purpose) DO UPDATE
         SET email = excluded.email, token_hash = excluded.token_hash, expires_at = excluded.expires_at`,
      [userId, purpose, email, tokenHash, expiresAt],
    );
  }

  /** One that works still, of somebody living. */
  async find(purpose: MailLinkPurpose, tokenHash: string, now: Date): Promise<MailLink | undefined> {
    return this.db.queryOne<MailLink>(
      `SELECT l.user_id AS "userId", l.purpose, l.email, l.token_hash AS "tokenHash"
       FROM mail_links l JOIN users u ON u.id = l.user_id AND u.deleted_at IS NULL
       WHERE l.purpose = $1 AND l.token_hash = $2 AND l.expires_at > $3`,
      [purpose, tokenHash, now],
    );
  }

  async removeOf(userId: string, purpose?: MailLinkPurpose): Promise<void> {
    await this.db.query(`DELETE FROM mail_links WHERE user_id = $1 AND ($2::text IS NULL OR purpose = $2)`, [
      userId,
      purpose ?? null,
    ]);
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.db.query(`DELETE FROM mail_links WHERE expires_at <= $1`, [now]);
  }
}
