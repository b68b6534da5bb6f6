import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Position } from '../platform/http';
import { Signals } from '../platform/signals';
import type { Role } from './policies';
import type { Principal } from './principal';
import { SessionRow } from './session.entity';
import type { ListedSession } from './sessions.dto';
import { userTopic } from './user-topic';

/** A living session whose holder still belongs to the account. $2 is now. */
const LIVING = `
  SELECT s.id, s.account_id AS "accountId", s.user_id AS "userId", u.name, m.role,
         coalesce(s.actor_id, s.user_id) AS "actorId", coalesce(actor.name, u.name) AS "actorName",
         a.role AS "actorRole", s.last_used_at AS "lastUsedAt"
  FROM sessions s
  JOIN memberships m ON m.account_id = s.account_id AND m.user_id = s.user_id AND m.deleted_at IS NULL
  JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
  LEFT JOIN users actor ON actor.id = s.actor_id
  LEFT JOIN memberships a ON a.account_id = s.account_id AND a.user_id = s.actor_id AND a.deleted_at IS NULL
  WHERE s.expires_at > $2`;

/** Who holds a session. */
export interface Holder {
  principal: Principal;
  /** Of whoever acts in their name; null when nobody does, or they have left the account. */
  actorRole: Role | null;
  lastUsedAt: Date;
}

type HolderRow = Omit<Principal, 'via'> & Omit<Holder, 'principal'> & { id: string };

/** A session that is over now. */
export interface EndedSession {
  id: string;
  accountId: string;
  userId: string;
  /** Who acted as the user, or null. */
  actorId: string | null;
  reason: string | null;
}

@Injectable()
export class SessionStore {
  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
  ) {}

  async insert(row: Pick<SessionRow, keyof SessionRow>): Promise<void> {
    await this.db.repository(SessionRow).insert(row);
  }

  /** Keeps a living session from ending before the transaction does. @returns when it would end by itself */
  async holdOpen(sessionId: string, now: Date): Promise<Date | undefined> {
    const row = await this.db.queryOne<{ expiresAt: Date }>(
      `SELECT expires_at AS "expiresAt" FROM sessions WHERE id = $1 AND expires_at > $2 FOR KEY SHARE`,
      [sessionId, now],
    );
    return row?.expiresAt;
  }

  /** Who holds the token, if it and the membership behind it are alive. */
  async byToken(tokenHash: string, now: Date): Promise<Holder | undefined> {
    const [row] = await this.db.prepared<HolderRow>(`${LIVING} AND s.token_hash = $1`, [tokenHash, now]);
    return row && toHolder(row);
  }

  async byId(sessionId: string, now: Date): Promise<Holder | undefined> {
    const row = await this.db.queryOne<HolderRow>(`${LIVING} AND s.id = $1`, [sessionId, now]);
    return row && toHolder(row);
  }

  async touch(sessionId: string, now: Date): Promise<void> {
    await this.db.query(`UPDATE sessions SET last_used_at = $2 WHERE id = $1 AND last_used_at < $2`, [sessionId, now]);
  }

  /** Living ones of a person in whatever account, also those of others who act as them. Newest first, after a position. */
  async page(userId: string, now: Date, after: Position | null, limit: number): Promise<ListedSession[]> {
    return this.db.query<ListedSession>(
      `SELECT s.id, s.account_id AS "accountId", a.name AS "accountName", s.actor_id AS "actorId", u.name AS "actorName",
         s.created_at AS "createdAt", s.last_used_at AS "lastUsedAt", s.expires_at AS "expiresAt", s.address,
         s.user_agent AS "userAgent"
       FROM sessions s JOIN accounts a ON a.id = s.account_id LEFT JOIN users u ON u.id = s.actor_id
       WHERE s.user_id = $1 AND s.expires_at > $2
         AND ($3::timestamptz IS NULL OR (s.created_at, s.id) < ($3::timestamptz, $4::uuid))
       ORDER BY s.created_at DESC, s.id DESC LIMIT $5`,
      [userId, now, after?.at ?? null, after?.id ?? null, limit],
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

  async end(sessionId: string): Promise<EndedSession[]> {
    return this.remove(`id = $1`, [sessionId]);
  }

  /** One of the person's, also one of others who act as them. */
  async endOne(userId: string, sessionId: string): Promise<EndedSession[]> {
    return this.remove(`user_id = $1 AND id = $2`, [userId, sessionId]);
  }

  /** Ends every session of the person, and those in which they act as others, but one. */
  async endOthers(userId: string, sessionId: string): Promise<EndedSession[]> {
    return this.remove(`(user_id = $1 OR actor_id = $1) AND id <> $2`, [userId, sessionId]);
  }

  /** Ends every session of the person, and those in which they act as others. */
  async endEvery(userId: string): Promise<EndedSession[]> {
    return this.remove(`user_id = $1 OR actor_id = $1`, [userId]);
  }

  /** Ends what the person has in one account, also where they act as others. */
  async endInAccount(accountId: string, userId: string): Promise<EndedSession[]> {
    return this.remove(`account_id = $1 AND (user_id = $2 OR actor_id = $2)`, [accountId, userId]);
  }

  /** Ends what others do as the user. */
  async endLoginsAs(accountId: string, userId: string): Promise<EndedSession[]> {
    return this.remove(`account_id = $1 AND user_id = $2 AND actor_id IS NOT NULL`, [accountId, userId]);
  }

  /** Those of the IDs. */
  async endAll(accountId: string, sessionIds: string[]): Promise<EndedSession[]> {
    return this.remove(`account_id = $1 AND id = ANY($2)`, [accountId, sessionIds]);
  }

  async deleteExpired(now: Date): Promise<void> {
    await this.db.query(`DELETE FROM sessions WHERE expires_at <= $1`, [now]);
  }

  /** Those opened from one of them end too. Whatever stays open for whoever held them hears of it. */
  private async remove(which: string, parameters: unknown[]): Promise<EndedSession[]> {
    const ended = await this.db.query<EndedSession>(
      `WITH chosen AS (SELECT id FROM sessions WHERE ${which})
       DELETE FROM sessions WHERE id IN (SELECT id FROM chosen) OR opened_by IN (SELECT id FROM chosen)
       RETURNING id, account_id AS "accountId", user_id AS "userId", actor_id AS "actorId", reason`,
      parameters,
    );
    for (const userId of new Set(ended.map((session) => session.userId))) await this.signals.send(userTopic(userId));
    return ended;
  }
}

function toHolder({ id, actorRole, lastUsedAt, ...who }: HolderRow): Holder {
  return { principal: { ...who, via: { kind: 'session', id } }, actorRole, lastUsedAt };
}
