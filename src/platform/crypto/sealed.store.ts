import { Injectable } from '@nestjs/common';
import { Database } from '../database';
import type { SealedTexts } from './sealed-texts';

export interface SealedRow {
  rowKey: string[];
  placeKey: string[];
  envelope: string;
}

/** Sealed texts of every account and feature: what they say is none of this store's business. */
@Injectable()
export class SealedStore {
  constructor(private readonly db: Database) {}

  /** Texts that another key than this one sealed, by their rows' keys, after a row. */
  otherwiseSealed(texts: SealedTexts, keyId: string, after: string[] | null, limit: number): Promise<SealedRow[]> {
    const keys = texts.rowKey.join(', ');
    const beyond = after ? `AND (${keys}) > (${after.map((_, index) => `$${index + 3}`).join(', ')})` : '';
    return this.db.query<SealedRow>(
      `SELECT ARRAY[${asText(texts.rowKey)}] AS "rowKey", ARRAY[${asText(texts.placeKey)}] AS "placeKey",
         ${texts.text} AS envelope
       FROM ${texts.from} WHERE ${otherwise(texts)} ${beyond} ORDER BY ${keys} LIMIT $2`,
      [keyId, limit, ...(after ?? [])],
    );
  }

  /** @returns false when somebody else has changed the text since it was read */
  async replace({ update, updated }: SealedTexts, { rowKey, envelope }: SealedRow, by: string): Promise<boolean> {
    const row = updated.rowKey.map((column, index) => `${column} = $${index + 3}`).join(' AND ');
    const changed = await this.db.query(
      `${update} WHERE ${updated.text} = $2 AND ${row} RETURNING ${updated.rowKey.join(', ')}`,
      [by, envelope, ...rowKey],
    );
    return changed.length > 0;
  }

  async countOtherwiseSealed(texts: SealedTexts, keyId: string): Promise<number> {
    const row = await this.db.queryOne<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${texts.from} WHERE ${otherwise(texts)}`,
      [keyId],
    );
    return row?.count ?? 0;
  }
}

function otherwise({ text }: SealedTexts): string {
  return `${text} IS NOT NULL AND split_part(${text}, '.', 1) <> $1`;
}

function asText(columns: readonly string[]): string {
  return columns.map((column) => `(${column})::text`).join(', ');
}
