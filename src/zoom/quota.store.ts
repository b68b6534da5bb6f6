import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Position } from '../platform/http';
import { DAILY_LIMIT } from './quota.rules';

export type Purpose = 'create' | 'update' | 'delete';

export interface LedgerEntry {
  id: string;
  accountId: string;
  userId: string;
  zoomUserId: string;
  at: Date;
  purpose: Purpose;
  slotId: string;
  appointmentIds: string[];
}

export type LedgerRow = LedgerEntry & { outcome: string | null };

/** The counters of a day and the requests behind them. They follow the person, whatever the account. */
@Injectable()
export class QuotaStore {
  constructor(private readonly db: Database) {}

  /** Takes a unit of the person's day. @returns false when none is left */
  async chargeUser(userId: string, day: string): Promise<boolean> {
    const rows = await this.db.query(
      `INSERT INTO zoom_quota_days AS q (user_id, day, used) VALUES ($1, $2, 1)
       ON CONFLICT (user_id, day) DO UPDATE SET used = q.used + 1 WHERE q.used < $3 RETURNING q.used`,
      [userId, day, DAILY_LIMIT],
    );
    return rows.length > 0;
  }

  /** Takes a unit of the Zoom user's day. @returns false when none is left, by our count or by Zoom's word */
  async chargeZoomUser(zoomUserId: string, day: string): Promise<boolean> {
    const rows = await this.db.query(
      `INSERT INTO zoom_user_quota_days AS q (zoom_user_id, day, used) VALUES ($1, $2, 1)
       ON CONFLICT (zoom_user_id, day) DO UPDATE SET used = q.used + 1 WHERE q.used < $3 AND NOT q.spent_by_zoom
       RETURNING q.used`,
      [zoomUserId, day, DAILY_LIMIT],
    );
    return rows.length > 0;
  }

  async insertRequest(entry: LedgerEntry, day: string): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_requests (id, account_id, user_id, zoom_user_id, day, at, purpose, slot_id, appointment_ids)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        entry.id,
        entry.accountId,
        entry.userId,
        entry.zoomUserId,
        day,
        entry.at,
        entry.purpose,
        entry.slotId,
        entry.appointmentIds,
      ],
    );
  }

  async settle(requestId: string, outcome: string): Promise<void> {
    await this.db.query(`UPDATE zoom_requests SET outcome = $2 WHERE id = $1`, [requestId, outcome]);
  }

  async markSpent(zoomUserId: string, day: string): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_user_quota_days (zoom_user_id, day, used, spent_by_zoom) VALUES ($1, $2, 0, true)
       ON CONFLICT (zoom_user_id, day) DO UPDATE SET spent_by_zoom = true`,
      [zoomUserId, day],
    );
  }

  async usedByUser(userId: string, day: string): Promise<number> {
    const row = await this.db.queryOne<{ used: number }>(
      `SELECT used FROM zoom_quota_days WHERE user_id = $1 AND day = $2`,
      [userId, day],
    );
    return row?.used ?? 0;
  }

  async zoomUserDay(zoomUserId: string, day: string): Promise<{ used: number; spentByZoom: boolean }> {
    const row = await this.db.queryOne<{ used: number; spentByZoom: boolean }>(
      `SELECT used, spent_by_zoom AS "spentByZoom" FROM zoom_user_quota_days WHERE zoom_user_id = $1 AND day = $2`,
      [zoomUserId, day],
    );
    return row ?? { used: 0, spentByZoom: false };
  }

  /** The requests of a person's day, oldest first, after `position`. */
  requestsOf(userId: string, day: string, position: Position | null, limit: number): Promise<LedgerRow[]> {
    return this.db.query<LedgerRow>(
      `SELECT id, account_id AS "accountId", user_id AS "userId", zoom_user_id AS "zoomUserId", at, purpose,
              slot_id AS "slotId", appointment_ids AS "appointmentIds", outcome
       FROM zoom_requests
       WHERE user_id = $1 AND day = $2 AND ($3::timestamptz IS NULL OR (at, id) > ($3, $4::uuid))
       ORDER BY at, id LIMIT $5`,
      [userId, day, position?.at ?? null, position?.id ?? null, limit],
    );
  }
}
