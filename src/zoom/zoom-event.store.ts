import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

export interface ZoomEventRow {
  id: string;
  digest: string;
  event: string | null;
  eventAt: Date | null;
  zoomAccountId: string | null;
  zoomUserId: string | null;
  objectId: string | null;
  objectUuid: string | null;
  receivedAt: Date;
  /** Null: it waits for its job. */
  workedAt: Date | null;
  body: Buffer;
}

/** Zoom's events as they came. They are of Zoom accounts, which need not be known to any account here. */
@Injectable()
export class ZoomEventStore {
  constructor(private readonly db: Database) {}

  /** @returns false when it is known already */
  async insert(row: ZoomEventRow): Promise<boolean> {
    const { id, digest, event, eventAt, zoomAccountId, zoomUserId, objectId, objectUuid, body } = row;
    const inserted = await this.db.query(
      `INSERT INTO zoom_events
         (id, digest, event, event_at, zoom_account_id, zoom_user_id, object_id, object_uuid, body, received_at, worked_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (digest) DO NOTHING RETURNING id`,
      [id, digest, event, eventAt, zoomAccountId, zoomUserId, objectId, objectUuid, body, row.receivedAt, row.workedAt],
    );
    return inserted.length > 0;
  }

  /** Its body, the row locked; null: it was worked on before. */
  async lockWaiting(id: string): Promise<Buffer | null> {
    const row = await this.db.queryOne<{ body: Buffer }>(
      `SELECT body FROM zoom_events WHERE id = $1 AND worked_at IS NULL FOR UPDATE`,
      [id],
    );
    return row?.body ?? null;
  }

  async markWorked(id: string, at: Date): Promise<void> {
    await this.db.query(`UPDATE zoom_events SET worked_at = $2 WHERE id = $1`, [id, at]);
  }

  /** @returns how many were forgotten */
  async forget(before: Date, limit: number): Promise<number> {
    const forgotten = await this.db.query(
      `DELETE FROM zoom_events WHERE id IN (
         SELECT id FROM zoom_events WHERE received_at < $1 ORDER BY received_at LIMIT $2 FOR UPDATE SKIP LOCKED)
       RETURNING id`,
      [before, limit],
    );
    return forgotten.length;
  }
}
