import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Link, SignedHead } from './chain.rules';
import type { Entry } from './entry.rules';

export interface StoredEntry extends Entry {
  position: number;
  mac: string;
  number: number | null;
  hash: string | null;
}

/** Texts to the letter and instants to the microsecond: what was signed is compared, not what it means. */
export const ENTRY = `
  SELECT id, account_id AS "accountId", to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
         actor_id AS "actorId", subject_id AS "subjectId", key_id AS "keyId", action,
         target_kind AS "targetKind", target_id AS "targetId", before::text, after::text,
         particulars::text, request_id AS "requestId", mac, position::float8, number::float8, hash
  FROM audit_entries`;

/** The chains of the accounts, and how far they go. */
@Injectable()
export class ChainStore {
  constructor(private readonly db: Database) {}

  /** Accounts with entries that wait for their seal. */
  async accountsToSeal(limit: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `SELECT DISTINCT account_id AS id FROM audit_entries WHERE number IS NULL LIMIT $1`,
      [limit],
    );
    return rows.map(({ id }) => id);
  }

  /** In the order of writing, after a position. */
  async unsealed(accountId: string, after: number, limit: number): Promise<StoredEntry[]> {
    return this.db.query<StoredEntry>(
      `${ENTRY} WHERE account_id = $1 AND number IS NULL AND position > $2 ORDER BY position LIMIT $3`,
      [accountId, after, limit],
    );
  }

  async seal(accountId: string, links: Link[]): Promise<void> {
    await this.db.query(
      `UPDATE audit_entries e SET number = l.number, hash = l.hash
       FROM json_to_recordset($2) AS l(id uuid, number bigint, hash text)
       WHERE e.account_id = $1 AND e.id = l.id`,
      [accountId, JSON.stringify(links)],
    );
  }

  async isSealed(accountId: string): Promise<boolean> {
    const rows = await this.db.query(`SELECT FROM audit_entries WHERE account_id = $1 AND number IS NOT NULL LIMIT 1`, [
      accountId,
    ]);
    return rows.length > 0;
  }

  /** One sealer at a time comes past this; it sees what the one before it has written. */
  lockHead(accountId: string): Promise<SignedHead | undefined> {
    return this.head(accountId, 'FOR UPDATE');
  }

  async head(accountId: string, lock: 'FOR UPDATE' | '' = ''): Promise<SignedHead | undefined> {
    return this.db.queryOne<SignedHead>(
      `SELECT account_id AS "accountId", number::float8, hash, mac, sealed_at AS "sealedAt"
       FROM audit_heads WHERE account_id = $1 ${lock}`,
      [accountId],
    );
  }

  async putHead({ accountId, number, hash, mac, sealedAt }: SignedHead): Promise<void> {
    await this.db.query(
      `INSERT INTO audit_heads (account_id, number, hash, mac, sealed_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (account_id) DO UPDATE SET number = $2, hash = $3, mac = $4, sealed_at = $5`,
      [accountId, number, hash, mac, sealedAt],
    );
  }

  async countUnsealed(accountId: string): Promise<number> {
    const counted = await this.db.queryOne<{ count: number }>(
      `SELECT count(*)::integer AS count FROM audit_entries WHERE account_id = $1 AND number IS NULL`,
      [accountId],
    );
    return counted?.count ?? 0;
  }

  /** Waiting entries, of all accounts, that were signed with another key. */
  async countOtherwiseSigned(keyId: string): Promise<number> {
    const counted = await this.db.queryOne<{ count: number }>(
      `SELECT count(*)::integer AS count FROM audit_entries WHERE number IS NULL AND split_part(mac, '.', 1) <> $1`,
      [keyId],
    );
    return counted?.count ?? 0;
  }

  /** Makes those who begin a chain follow each other. */
  async lockRoll(): Promise<{ chains: number; mac: string } | undefined> {
    await this.db.query(`SELECT pg_advisory_xact_lock(hashtext('audit roll'))`);
    return this.roll();
  }

  async roll(): Promise<{ chains: number; mac: string } | undefined> {
    return this.db.queryOne(`SELECT chains, mac FROM audit_roll`);
  }

  async putRoll(chains: number, mac: string): Promise<void> {
    await this.db.query(
      `INSERT INTO audit_roll (chains, mac) VALUES ($1, $2)
       ON CONFLICT (only_row) DO UPDATE SET chains = $1, mac = $2`,
      [chains, mac],
    );
  }

  /** Accounts that have a chain. */
  async chains(): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(`SELECT account_id AS id FROM audit_heads ORDER BY 1`);
    return rows.map(({ id }) => id);
  }
}
