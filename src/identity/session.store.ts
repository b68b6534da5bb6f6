import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Signals } from '../platform/signals';
import type { Principal } from './principal';
import { SessionRow } from './session.entity';
import { userTopic } from './user-topic';

/** $2 is now. Whoever acts as somebody else must still be one who may. */
const ALIVE = `
  FROM sessions s
  JOIN memberships m ON m.account_id = s.account_id AND m.user_id = s.user_id AND m.deleted_at IS NULL
  JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
  LEFT JOIN memberships a ON a.account_id = s.account_id AND a.user_id = s.actor_id AND a.deleted_at IS NULL
  WHERE s.expires_at > $2 AND (s.actor_id IS NULL OR a.role = 'owner' OR (a.role = 'admin' AND m.role <> 'owner'))`;

@Injectable()
export class SessionStore {
  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
  ) {}

  async insert(row: Pick<SessionRow, keyof SessionRow>): Promise<void> {
    await this.db.repository(SessionRow).insert(row);
  }

  /** Who holds the token, if it and the membership behind it are alive. */
  async principalOf(tokenHash: string, now: Date): Promise<Principal | undefined> {
    const [row] = await this.db.prepared<Omit<Principal, 'via'> & { id: string }>(
      `SELECT s.id, s.account_id AS "accountId", s.user_id AS "userId", m.role,
              coalesce(s.actor_id, s.user_id) AS "actorId"
       ${ALIVE} AND s.token_hash = $1`,
      [tokenHash, now],
    );
    if (!row) return undefined;
    const { id, ...who } = row;
    return { ...who, via: { kind: 'session', id } };
  }

  async isAlive(sessionId: string, now: Date): Promise<boolean> {
    return (await this.db.query(`SELECT ${ALIVE} AND s.id = $1`, [sessionId, now])).length > 0;
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
    await this.remove(`id = $1`, [sessionId]);
  }

  /** Ends every session of the person, and those in which they act as others, but one. */
  async endOthers(userId: string, sessionId: string): Promise<void> {
    await this.remove(`(user_id = $1 OR actor_id = $1) AND id <> $2`, [userId, sessionId]);
  }

  /** Ends what the person has in one account, also where they act as others. */
  async endInAccount(accountId: string, userId: string): Promise<void> {
    await this.remove(`account_id = $1 AND (user_id = $2 OR actor_id = $2)`, [accountId, userId]);
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.db.query(`DELETE FROM sessions WHERE expires_at <= $1`, [now]);
  }

  /** Whatever stays open for whoever held them hears of it. */
  private async remove(which: string, parameters: unknown[]): Promise<void> {
    const ended = await this.db.query<{ userId: string }>(
      `DELETE FROM sessions WHERE ${which} RETURNING user_id AS "userId"`,
      parameters,
    );
    for (const userId of new Set(ended.map((session) => session.userId))) await this.signals.send(userTopic(userId));
  }
}
