import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

/** A connection that waits for somebody's yes. */
export interface Unconfirmed {
  id: string;
  accountId: string;
  userId: string;
  actorId: string;
  returnTo: string;
  linkHash: string | null;
  loginId: string | null;
  tokenHash: string;
  zoomUserId: string;
  email: string | null;
  displayName: string;
  /** Sealed. */
  tokens: string;
  expiresAt: Date;
}

const COLUMNS = `id, account_id AS "accountId", user_id AS "userId", actor_id AS "actorId", return_to AS "returnTo",
  link_hash AS "linkHash", login_id AS "loginId", token_hash AS "tokenHash", zoom_user_id AS "zoomUserId", email,
  display_name AS "displayName", tokens, expires_at AS "expiresAt"`;

/** They are found by a token that only whoever may confirm them was given, or by the Zoom user. */
@Injectable()
export class UnconfirmedStore {
  constructor(private readonly db: Database) {}

  async insert(row: Unconfirmed): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_unconfirmed (id, account_id, user_id, actor_id, return_to, link_hash, login_id, token_hash,
         zoom_user_id, email, display_name, tokens, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[row.id, row.accountId, row.userId, row.actorId, row.returnTo, row.linkHash, row.loginId],
        ...[row.tokenHash, row.zoomUserId, row.email, row.displayName, row.tokens, row.expiresAt],
      ],
    );
  }

  waiting(tokenHash: string, now: Date): Promise<Unconfirmed | undefined> {
    return this.db.queryOne<Unconfirmed>(
      `SELECT ${COLUMNS} FROM zoom_unconfirmed WHERE token_hash = $1 AND expires_at > $2`,
      [tokenHash, now],
    );
  }

  /** Of any number of callers at the same moment one gets it. */
  takeWaiting(id: string, now: Date): Promise<Unconfirmed | undefined> {
    return this.db.queryOne<Unconfirmed>(
      `DELETE FROM zoom_unconfirmed WHERE id = $1 AND expires_at > $2 RETURNING ${COLUMNS}`,
      [id, now],
    );
  }

  take(id: string): Promise<Unconfirmed | undefined> {
    return this.db.queryOne<Unconfirmed>(`DELETE FROM zoom_unconfirmed WHERE id = $1 RETURNING ${COLUMNS}`, [id]);
  }

  async deleteOf(zoomUserId: string): Promise<void> {
    await this.db.query(`DELETE FROM zoom_unconfirmed WHERE zoom_user_id = $1`, [zoomUserId]);
  }
}
