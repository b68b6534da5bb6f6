import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Secrets, defineSealedColumn } from '../crypto';
import { Database } from '../database';
import { KeyReused } from './http.problems';

const LIFETIME_MS = 24 * 3_600_000;

const placeOf = defineSealedColumn({
  table: 'idempotency_keys',
  key: ['scope', 'key'],
  column: 'answer',
  place: (scope, key) => `idempotency_keys:${scope}:${key}`,
});

export interface RequestKey {
  /** Principal or public calendar, and route. */
  scope: string;
  key: string;
  /** Of the body. */
  hash: string;
}

export interface StoredAnswer {
  status: number;
  body: unknown;
}

/** The first answers to requests that carried an Idempotency-Key, sealed. */
@Injectable()
export class IdempotencyStore {
  constructor(
    private readonly db: Database,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes the key, first thing in the act's own transaction: a twin waits here until the first one ends.
   * @returns null when the key is ours, else the answer it got before
   * @throws KeyReused
   */
  async take({ scope, key, hash }: RequestKey): Promise<StoredAnswer | null> {
    const now = this.clock.now();
    const taken = await this.db.query(
      `INSERT INTO idempotency_keys (scope, key, request_hash, expires_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (scope, key) DO UPDATE SET request_hash = $3, status = NULL, answer = NULL, expires_at = $4
         WHERE idempotency_keys.expires_at <= $5
       RETURNING key`,
      [scope, key, hash, new Date(now.getTime() + LIFETIME_MS), now],
    );
    if (taken.length > 0) return null;
    const row = await this.db.queryOne<{ hash: string; status: number; answer: string }>(
      `SELECT request_hash AS hash, status, answer FROM idempotency_keys WHERE scope = $1 AND key = $2`,
      [scope, key],
    );
    if (row?.hash !== hash) throw KeyReused('Use a new key for a new request; this one answered another body.');
    return { status: row.status, body: JSON.parse(this.secrets.unseal(row.answer, placeOf(scope, key))) as unknown };
  }

  async keep({ scope, key }: RequestKey, { status, body }: StoredAnswer): Promise<void> {
    const answer = this.secrets.seal(JSON.stringify(body ?? null), placeOf(scope, key));
    await this.db.query(`UPDATE idempotency_keys SET status = $3, answer = $4 WHERE scope = $1 AND key = $2`, [
      scope,
      key,
      status,
      answer,
    ]);
  }

  /**
   * Empties the answers that tell of somebody, to requests of one account and of the public. Their keys stay taken: a
   * repetition acts no second time, and is refused.
   * @returns how many
   */
  async forget(accountId: string, tells: (text: string) => boolean): Promise<number> {
    const rows = await this.db.query<{ scope: string; key: string; answer: string }>(
      `SELECT scope, key, answer FROM idempotency_keys
       WHERE answer IS NOT NULL AND (starts_with(scope, $1) OR starts_with(scope, 'public ')) FOR NO KEY UPDATE`,
      [`${accountId}/`],
    );
    const telling = rows.filter(
      ({ scope, key, answer }) => tells(key) || tells(this.secrets.unseal(answer, placeOf(scope, key))),
    );
    for (const { scope, key } of telling) {
      // Whoever asks again gets 422: no body has this hash.
      const kept = tells(key) ? randomUUID() : key;
      await this.db.query(
        `UPDATE idempotency_keys SET key = $3, request_hash = 'erased', answer = $4 WHERE scope = $1 AND key = $2`,
        [scope, key, kept, this.secrets.seal('null', placeOf(scope, kept))],
      );
    }
    return telling.length;
  }
}
