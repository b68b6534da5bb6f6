import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { NotFound } from '../platform/http';
import { SeriesEntity, type SeriesRow } from './series.entity';
import type { Conflict } from './series.rules';

/** Series as they were asked for; what became of them stands in their appointments. */
@Injectable()
export class SeriesStore {
  constructor(private readonly db: Database) {}

  async insert(row: SeriesRow): Promise<void> {
    await this.db.repository(SeriesEntity).insert(row);
  }

  async keepConflicts(accountId: string, id: string, conflicts: Conflict[]): Promise<void> {
    await this.db.query(`UPDATE series SET conflicts = $3 WHERE account_id = $1 AND id = $2`, [
      accountId,
      id,
      JSON.stringify(conflicts),
    ]);
  }

  /** @throws NotFound */
  async get(accountId: string, id: string): Promise<SeriesRow> {
    const row = await this.db.repository(SeriesEntity).findOneBy({ accountId, id });
    if (!row) throw NotFound('There is no such series.');
    return row;
  }
}
