import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

/** A mailed link by which a user may connect Zoom without logging in. */
export interface ConnectLink {
  accountId: string;
  userId: string;
  tokenHash: string;
  askedBy: string;
  expiresAt: Date;
}

/** A user has one in an account at most. */
@Injectable()
export class ConnectLinkStore {
  constructor(private readonly db: Database) {}

  /** In place of a former one. */
  async put({ accountId, userId, tokenHash, askedBy, expiresAt }: ConnectLink): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_connect_links (account_id, user_id, token_hash, asked_by, expires_at)
       VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (account_id, user_id) DO UPDATE
         SET token_hash = excluded.token_hash, asked_by = excluded.asked_by, expires_at = excluded.expires_at`,
      [accountId, userId, tokenHash, askedBy, expiresAt],
    );
  }

  /** Whoever holds the token is told apart by nothing else, so there is no account to ask for. */
  byToken(tokenHash: string, now: Date): Promise<ConnectLink | undefined> {
    return this.db.queryOne<ConnectLink>(
      `SELECT account_id AS "accountId", user_id AS "userId", token_hash AS "tokenHash", asked_by AS "askedBy",
         expires_at AS "expiresAt"
       FROM zoom_connect_links WHERE token_hash = $1 AND expires_at > $2`,
      [tokenHash, now],
    );
  }

  /** Neither used nor replaced. Who set out before it expired may arrive a little after. */
  async isCurrent(accountId: string, userId: string, tokenHash: string): Promise<boolean> {
    const rows = await this.db.query(
      `SELECT FROM zoom_connect_links WHERE account_id = $1 AND user_id = $2 AND token_hash = $3`,
      [accountId, userId, tokenHash],
    );
    return rows.length > 0;
  }

  async end(accountId: string, userId: string): Promise<void> {
    await this.db.query(`DELETE FROM zoom_connect_links WHERE account_id = $1 AND user_id = $2`, [accountId, userId]);
  }
}
