import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { Database } from '../platform/database';
import type { Erasure } from './person.intents';

/** Columns of a table in which a person may be spoken of. */
export interface Place {
  table: string;
  key: string[];
  texts?: string[];
  json?: string[];
  /** Which rows, with the account as $1; those of the account when absent. */
  which?: string;
}

type Row = Record<string, unknown>;

/** Takes the traces of a person out of texts that are about something else. */
@Injectable()
export class Redactions {
  constructor(private readonly db: Database) {}

  /** @returns the keys of the rows that spoke of them */
  async run(erasure: Erasure, place: Place): Promise<Row[]> {
    const { table, key, texts = [], json = [], which = 'account_id = $1' } = place;
    const columns = [...texts, ...json];
    const rows = await this.db.query<Row>(
      `SELECT ${[...key, ...columns].join(', ')} FROM ${table}
       WHERE ${which} AND (${columns.map((column) => `${column}::text ~* $2`).join(' OR ')})
       ORDER BY ${key.join(', ')} FOR NO KEY UPDATE`,
      [erasure.subject.accountId, erasure.traces.coarse],
    );
    const changed: Row[] = [];
    for (const row of rows) if (await this.redact(erasure, place, row)) changed.push(row);
    erasure.count(table, changed.length);
    return changed;
  }

  private async redact({ traces }: Erasure, { table, key, texts = [], json = [] }: Place, row: Row): Promise<boolean> {
    const without = [...texts, ...json].map((column) => ({ column, value: traces.withoutIn(row[column]) }));
    const changes = without.filter(({ column, value }) => !isDeepStrictEqual(value, row[column]));
    if (changes.length === 0) return false;
    const values = changes.map(({ column, value }) => (json.includes(column) ? JSON.stringify(value) : value));
    await this.db.query(
      `UPDATE ${table} SET ${changes.map(({ column }, index) => `${column} = $${index + 1}`).join(', ')}
       WHERE ${key.map((column, index) => `${column} = $${changes.length + index + 1}`).join(' AND ')}`,
      [...values, ...key.map((column) => row[column])],
    );
    return true;
  }
}
