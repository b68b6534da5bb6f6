import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

export interface TotpRow {
  id: string;
  /** Sealed. */
  secret: string;
  /** Whether a first code has shown that the app has it. */
  active: boolean;
  /** Of the last code used: it and those before it are over. */
  lastStep: number;
}

/** The second factor of a person: the secret of their authenticator app, and codes for when it is lost. */
@Injectable()
export class TotpStore {
  constructor(private readonly db: Database) {}

  async find(userId: string): Promise<TotpRow | undefined> {
    return this.db.queryOne<TotpRow>(
      `SELECT id, secret, active, last_step::float8 AS "lastStep" FROM totp_secrets WHERE user_id = $1`,
      [userId],
    );
  }

  /** In the place of one that was never confirmed. @returns false when an active one is there */
  async begin(userId: string, row: { id: string; secret: string; createdAt: Date }): Promise<boolean> {
    const rows = await this.db.query(
      `INSERT INTO totp_secrets AS t (user_id, id, secret, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_id) DO UPDATE
         SET id = excluded.id, secret = excluded.secret, created_at = excluded.created_at, last_step = 0
         WHERE NOT t.active
       RETURNING user_id`,
      [userId, row.id, row.secret, row.createdAt],
    );
    return rows.length > 0;
  }

  /** @returns false when it is active already, or another by now */
  async activate(userId: string, id: string, step: number): Promise<boolean> {
    const rows = await this.db.query(
      `UPDATE totp_secrets SET active = true, last_step = $3 WHERE user_id = $1 AND id = $2 AND NOT active
       RETURNING user_id`,
      [userId, id, step],
    );
    return rows.length > 0;
  }

  /** @returns false when it or a later one was used: of any number of callers with one code, one gets true */
  async useStep(userId: string, step: number): Promise<boolean> {
    const rows = await this.db.query(
      `UPDATE totp_secrets SET last_step = $2 WHERE user_id = $1 AND active AND last_step < $2 RETURNING user_id`,
      [userId, step],
    );
    return rows.length > 0;
  }

  async addRecoveryCodes(userId: string, hashes: string[]): Promise<void> {
    await this.db.query(
      `INSERT INTO recovery_codes (id, user_id, code_hash) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[])`,
      [hashes.map(() => randomUUID()), hashes.map(() => userId), hashes],
    );
  }

  async hasRecoveryCode(userId: string, hash: string): Promise<boolean> {
    const rows = await this.db.query(`SELECT user_id FROM recovery_codes WHERE user_id = $1 AND code_hash = $2`, [
      userId,
      hash,
    ]);
    return rows.length > 0;
  }

  /** @returns false when it was used */
  async useRecoveryCode(userId: string, hash: string): Promise<boolean> {
    const rows = await this.db.query(
      `DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2 RETURNING user_id`,
      [userId, hash],
    );
    return rows.length > 0;
  }

  async recoveryCodesLeft(userId: string): Promise<number> {
    const row = await this.db.queryOne<{ left: number }>(
      `SELECT count(*)::int AS left FROM recovery_codes WHERE user_id = $1`,
      [userId],
    );
    return row?.left ?? 0;
  }

  async remove(userId: string): Promise<void> {
    await this.db.query(`DELETE FROM recovery_codes WHERE user_id = $1`, [userId]);
    await this.db.query(`DELETE FROM totp_secrets WHERE user_id = $1`, [userId]);
  }
}
