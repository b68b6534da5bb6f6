import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { type PageQuery, positionOf } from '../platform/http';
import type { Role } from './policies';

/** A login of an actor as a user. */
export interface LoginAs {
  sessionId: string;
  actorId: string;
  actorName: string;
  reason: string;
  startedAt: Date;
  expiresAt: Date;
}

/** One with the roles on which it rests. */
export interface RestingLogin {
  sessionId: string;
  /** Null: they have left the account. */
  actorRole: Role | null;
  role: Role;
}

@Injectable()
export class LoginAsStore {
  constructor(private readonly db: Database) {}

  /** Living ones as one user, latest first; one more than the page holds. */
  async page(accountId: string, userId: string, now: Date, page: PageQuery): Promise<LoginAs[]> {
    const after = positionOf(page);
    return this.db.query(
      `SELECT s.id AS "sessionId", s.actor_id AS "actorId", u.name AS "actorName", s.reason,
              s.created_at AS "startedAt", s.expires_at AS "expiresAt"
       FROM sessions s JOIN users u ON u.id = s.actor_id
       WHERE s.account_id = $1 AND s.user_id = $2 AND s.expires_at > $3
         AND ($4::timestamptz IS NULL OR (s.created_at, s.id) < ($4::timestamptz, $5::uuid))
       ORDER BY s.created_at DESC, s.id DESC LIMIT $6`,
      [accountId, userId, now, after?.at ?? null, after?.id ?? null, page.limit + 1],
    );
  }

  /** As the user, or by them. */
  async concerning(accountId: string, userId: string): Promise<RestingLogin[]> {
    return this.db.query(
      `SELECT s.id AS "sessionId", m.role, a.role AS "actorRole"
       FROM sessions s
       JOIN memberships m ON m.account_id = s.account_id AND m.user_id = s.user_id
       LEFT JOIN memberships a ON a.account_id = s.account_id AND a.user_id = s.actor_id AND a.deleted_at IS NULL
       WHERE s.account_id = $1 AND s.actor_id IS NOT NULL AND (s.user_id = $2 OR s.actor_id = $2)`,
      [accountId, userId],
    );
  }
}
