import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Position } from '../platform/http';
import { Signals } from '../platform/signals';
import { ApiKeyRow } from './api-key.entity';
import type { Principal } from './principal';
import { userTopic } from './user-topic';

/** $2 is now. */
const ALIVE = `
  FROM api_keys k
  JOIN memberships m ON m.account_id = k.account_id AND m.user_id = k.user_id AND m.deleted_at IS NULL
  JOIN users u ON u.id = k.user_id AND u.deleted_at IS NULL
  WHERE (k.expires_at IS NULL OR k.expires_at > $2)`;

/** Finds whose key it is and, once a minute, notes that it was used: a busy key costs no write a request. */
const USE = `
  WITH found AS (
    SELECT k.id, k.account_id AS "accountId", k.user_id AS "userId", u.name, m.role, k.user_id AS "actorId",
           u.name AS "actorName", k.scopes
    ${ALIVE} AND k.token_hash = $1
  ), used AS (
    UPDATE api_keys SET last_used_at = $2
    WHERE id = (SELECT id FROM found) AND (last_used_at IS NULL OR last_used_at <= $2 - interval '1 minute')
  )
  SELECT * FROM found`;

/** Keys, with the name of who made them. */
const LISTED = `
  SELECT k.id, k.account_id AS "accountId", k.user_id AS "userId", k.name, k.token_hash AS "tokenHash", k.hint, k.scopes,
         k.created_at AS "createdAt", k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt", u.name AS "userName"
  FROM api_keys k JOIN users u ON u.id = k.user_id
  WHERE k.account_id = $1`;

export type ListedKey = Pick<ApiKeyRow, keyof ApiKeyRow> & { userName: string };

@Injectable()
export class ApiKeyStore {
  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
  ) {}

  async insert(row: Pick<ApiKeyRow, keyof ApiKeyRow>): Promise<void> {
    await this.db.repository(ApiKeyRow).insert(row);
  }

  /** Whom the key acts as, if it and the membership behind it are alive. */
  async principalOf(tokenHash: string, now: Date): Promise<Principal | undefined> {
    const [row] = await this.db.prepared<Omit<Principal, 'via'> & { id: string; scopes: string[] }>(USE, [
      tokenHash,
      now,
    ]);
    if (!row) return undefined;
    const { id, scopes, ...who } = row;
    return { ...who, via: { kind: 'key', id, scopes } };
  }

  async isAlive(keyId: string, now: Date): Promise<boolean> {
    return (await this.db.query(`SELECT ${ALIVE} AND k.id = $1`, [keyId, now])).length > 0;
  }

  async find(accountId: string, id: string): Promise<ListedKey | undefined> {
    return this.db.queryOne<ListedKey>(`${LISTED} AND k.id = $2`, [accountId, id]);
  }

  /** In the order they were made, after a position. @param userId whose alone; null: everybody's */
  async page(accountId: string, userId: string | null, after: Position | null, limit: number): Promise<ListedKey[]> {
    return this.db.query<ListedKey>(
      `${LISTED} AND ($2::uuid IS NULL OR k.user_id = $2)
         AND ($3::timestamptz IS NULL OR (k.created_at, k.id) > ($3::timestamptz, $4::uuid))
       ORDER BY k.created_at, k.id LIMIT $5`,
      [accountId, userId, after?.at ?? null, after?.id ?? null, limit],
    );
  }

  /** Expired ones too. */
  async count(accountId: string, userId: string): Promise<number> {
    return this.db.repository(ApiKeyRow).countBy({ accountId, userId });
  }

  async remove(accountId: string, id: string): Promise<void> {
    await this.delete(`account_id = $1 AND id = $2`, [accountId, id]);
  }

  async removeOfUser(accountId: string, userId: string): Promise<void> {
    await this.delete(`account_id = $1 AND user_id = $2`, [accountId, userId]);
  }

  /** Whatever stays open for a program hears of it. */
  private async delete(which: string, parameters: unknown[]): Promise<void> {
    const ended = await this.db.query<{ userId: string }>(
      `DELETE FROM api_keys WHERE ${which} RETURNING user_id AS "userId"`,
      parameters,
    );
    for (const userId of new Set(ended.map((key) => key.userId))) await this.signals.send(userTopic(userId));
  }
}
