import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Principal } from './principal';
import { SessionRow } from './session.entity';

@Injectable()
export class SessionStore {
  constructor(private readonly db: Database) {}

  async insert(row: Pick<SessionRow, keyof SessionRow>): Promise<void> {
    await this.db.repository(SessionRow).insert(row);
  }

  /** Who holds the token, if it and the membership behind it are alive. */
  async principalOf(tokenHash: string, now: Date): Promise<Principal | undefined> {
    return this.db.queryOne<Principal>(
      `SELECT s.id AS "sessionId", s.account_id AS "accountId", s.user_id AS "userId",
              m.role, coalesce(s.actor_id, s.user_id) AS "actorId"
       FROM sessions s
       JOIN memberships m ON m.account_id = s.account_id AND m.user_id = s.user_id AND m.deleted_at IS NULL
       JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
       WHERE s.token_hash = $1 AND s.expires_at > $2`,
      [tokenHash, now],
    );
  }

  /** The person behind a session under Login As User. */
  async actor(sessionId: string): Promise<{ id: string; name: string; expiresAt: Date } | undefined> {
    return this.db.queryOne(
      `SELECT u.id, u.name, s.expires_at AS "expiresAt"
       FROM sessions s JOIN users u ON u.id = s.actor_id WHERE s.id = $1`,
      [sessionId],
    );
  }

  async end(sessionId: string): Promise<void> {
    await this.db.repository(SessionRow).delete({ id: sessionId });
  }

  /** Ends every session of the person, and those in which they act as others, but one. */
  async endOthers(userId: string, sessionId: string): Promise<void> {
    await this.db.query(`DELETE FROM sessions WHERE (user_id = $1 OR actor_id = $1) AND id <> $2`, [userId, sessionId]);
  }

  /** Ends what the person has in one account, also where they act as others. */
  async endInAccount(accountId: string, userId: string): Promise<void> {
    await this.db.query(`DELETE FROM sessions WHERE account_id = $1 AND (user_id = $2 OR actor_id = $2)`, [
      accountId,
      userId,
    ]);
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.db.query(`DELETE FROM sessions WHERE expires_at <= $1`, [now]);
  }
}
