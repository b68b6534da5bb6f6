import { Injectable } from '@nestjs/common';
import { Database, sqlState } from '../platform/database';
import type { Position } from '../platform/http';
import { utcDay } from './quota.rules';

/** The outcome of a request that Zoom turned away before it counted. */
const NOT_COUNTED = 'not-counted';
/** What take_zoom_unit raises. */
const DAY_IS_SPENT = 'SL100';

export type Purpose = 'create' | 'update' | 'delete';

export interface LedgerEntry {
  id: string;
  accountId: string;
  userId: string;
  zoomUserId: string;
  at: Date;
  purpose: Purpose;
  slotId: string | null;
  seriesId: string | null;
  appointmentIds: string[];
}

/** A person, and what they are at Zoom. */
export interface OnZoom {
  userId: string;
  zoomUserId: string;
  zoomAccountId: string | null;
}

/** A day a unit was taken of: what is gone of it, by the person's count or the Zoom user's. */
interface ChargedDay {
  day: string;
  used: number;
  /** Whether somebody was told that it is nearly spent. */
  warned: boolean;
}

interface DayCounts {
  used: number;
  usedAtZoom: number;
  spentByZoom: boolean;
}

interface Use {
  used: number;
  spentByZoom: boolean;
  accountWaits: Date | null;
}

export interface Purposes {
  housekeeping: number;
  deletions: number;
  lastLinkAt: Date | null;
}

export type LedgerRow = LedgerEntry & { outcome: string | null };

/** The counters of a day and the requests behind them. They follow the person, whatever the account. */
@Injectable()
export class QuotaStore {
  constructor(private readonly db: Database) {}

  /**
   * Takes a unit of each of these days, the person's and the Zoom user's, which Zoom may have called spent, and notes what
   * it is for. One statement: all of it or nothing.
   * @returns how the days stand after it; null when `limit` units are gone of one
   */
  async take(entry: LedgerEntry, days: string[], limit: number): Promise<ChargedDay[] | null> {
    const { id, accountId, userId, zoomUserId, at, purpose, slotId, seriesId, appointmentIds } = entry;
    try {
      return await this.db.query<ChargedDay>(
        `WITH unit AS MATERIALIZED (SELECT * FROM take_zoom_unit($2, $3, $4::date[], $5)),
           request AS (
             INSERT INTO zoom_requests (id, account_id, user_id, zoom_user_id, day, at, purpose, slot_id, series_id,
               appointment_ids)
             SELECT $1, $6, $2, $3, $7::date, $8, $9, $10, $11, $12 FROM unit LIMIT 1)
         SELECT to_char(day, 'YYYY-MM-DD') AS day, used, warned FROM unit`,
        [
          ...[id, userId, zoomUserId, days, limit],
          ...[accountId, utcDay(at.getTime()), at, purpose, slotId, seriesId, appointmentIds],
        ],
      );
    } catch (error) {
      if (sqlState(error) === DAY_IS_SPENT) return null;
      throw error;
    }
  }

  /** @returns false when somebody was warned of that day before */
  async markWarned(userId: string, day: string, at: Date): Promise<boolean> {
    const rows = await this.db.query(
      `UPDATE zoom_quota_days SET warned_at = $3 WHERE user_id = $1 AND day = $2 AND warned_at IS NULL RETURNING day`,
      [userId, day, at],
    );
    return rows.length > 0;
  }

  async settle(requestId: string, outcome: string): Promise<void> {
    await this.db.query(`UPDATE zoom_requests SET outcome = $2 WHERE id = $1`, [requestId, outcome]);
  }

  /** Notes that a request did not count, once. @returns what it was charged to, or null when that is noted already */
  async takeBack(requestId: string): Promise<Pick<LedgerEntry, 'userId' | 'zoomUserId' | 'at'> | null> {
    const row = await this.db.queryOne<Pick<LedgerEntry, 'userId' | 'zoomUserId' | 'at'>>(
      `UPDATE zoom_requests SET outcome = '${NOT_COUNTED}' WHERE id = $1 AND outcome IS NULL
       RETURNING user_id AS "userId", zoom_user_id AS "zoomUserId", at`,
      [requestId],
    );
    return row ?? null;
  }

  async giveBack(userId: string, zoomUserId: string, day: string): Promise<void> {
    await this.db.query(`UPDATE zoom_quota_days SET used = used - 1 WHERE user_id = $1 AND day = $2`, [userId, day]);
    await this.db.query(`UPDATE zoom_user_quota_days SET used = used - 1 WHERE zoom_user_id = $1 AND day = $2`, [
      zoomUserId,
      day,
    ]);
  }

  async markSpent(zoomUserId: string, day: string): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_user_quota_days (zoom_user_id, day, used, spent_by_zoom) VALUES ($1, $2, 0, true)
       ON CONFLICT (zoom_user_id, day) DO UPDATE SET spent_by_zoom = true`,
      [zoomUserId, day],
    );
  }

  /** How a person's day and their Zoom user's stand, the fullest of these days, and until when their Zoom account waits. */
  async use({ userId, zoomUserId, zoomAccountId }: OnZoom, days: string[]): Promise<Use> {
    const row = await this.db.queryOne<Use>(
      `SELECT coalesce(max(used), 0)::int AS used, coalesce(bool_or(spent), false) AS "spentByZoom",
              (SELECT until FROM zoom_account_pauses WHERE zoom_account_id = $4) AS "accountWaits"
       FROM (
         SELECT used, false AS spent FROM zoom_quota_days WHERE user_id = $1 AND day = ANY($3::date[])
         UNION ALL
         SELECT used, spent_by_zoom FROM zoom_user_quota_days WHERE zoom_user_id = $2 AND day = ANY($3::date[])
       ) AS days`,
      [userId, zoomUserId, days, zoomAccountId],
    );
    return row ?? { used: 0, spentByZoom: false, accountWaits: null };
  }

  async pauseAccount(zoomAccountId: string, until: Date): Promise<void> {
    await this.db.query(
      `INSERT INTO zoom_account_pauses AS p (zoom_account_id, until) VALUES ($1, $2)
       ON CONFLICT (zoom_account_id) DO UPDATE SET until = greatest(p.until, excluded.until)`,
      [zoomAccountId, until],
    );
  }

  /** What a person's requests of a day were for; the last link may be one of `since` or later. */
  async purposes(userId: string, day: string, since: Date): Promise<Purposes> {
    const row = await this.db.queryOne<Purposes>(
      `SELECT count(*) FILTER (WHERE day = $2 AND purpose <> 'create')::int AS housekeeping,
              count(*) FILTER (WHERE day = $2 AND purpose = 'delete')::int AS deletions,
              max(at) FILTER (WHERE purpose = 'create') AS "lastLinkAt"
       FROM zoom_requests
       WHERE user_id = $1 AND outcome IS DISTINCT FROM '${NOT_COUNTED}' AND (day = $2 OR (day = $2::date - 1 AND at >= $3))`,
      [userId, day, since],
    );
    return row ?? { housekeeping: 0, deletions: 0, lastLinkAt: null };
  }

  /** The most links asked for on one of the seven days before. */
  async busiestDay(userId: string, day: string): Promise<number> {
    const row = await this.db.queryOne<{ links: number }>(
      `SELECT count(*)::int AS links FROM zoom_requests
       WHERE user_id = $1 AND day BETWEEN $2::date - 7 AND $2::date - 1 AND purpose = 'create'
       GROUP BY day ORDER BY 1 DESC LIMIT 1`,
      [userId, day],
    );
    return row?.links ?? 0;
  }

  /** The days of several people, each with that of the Zoom user they are on now; who has none is not in it. */
  async countsOf(userIds: string[], day: string): Promise<Map<string, DayCounts>> {
    const rows = await this.db.query<DayCounts & { userId: string }>(
      `SELECT u.id AS "userId", coalesce(d.used, 0) AS used, coalesce(z.used, 0) AS "usedAtZoom",
              coalesce(z.spent_by_zoom, false) AS "spentByZoom"
       FROM unnest($1::uuid[]) AS u (id)
       LEFT JOIN zoom_quota_days d ON d.user_id = u.id AND d.day = $2
       LEFT JOIN zoom_connections c ON c.user_id = u.id AND c.state <> 'disconnected'
       LEFT JOIN zoom_user_quota_days z ON z.zoom_user_id = c.zoom_user_id AND z.day = $2`,
      [userIds, day],
    );
    return new Map(rows.map(({ userId, ...counts }) => [userId, counts]));
  }

  /** The requests of a person's day, oldest first, after `position`. */
  requestsOf(userId: string, day: string, position: Position | null, limit: number): Promise<LedgerRow[]> {
    return this.db.query<LedgerRow>(
      `SELECT id, account_id AS "accountId", user_id AS "userId", zoom_user_id AS "zoomUserId", at, purpose,
              slot_id AS "slotId", series_id AS "seriesId", appointment_ids AS "appointmentIds", outcome
       FROM zoom_requests
       WHERE user_id = $1 AND day = $2 AND ($3::timestamptz IS NULL OR (at, id) > ($3, $4::uuid))
       ORDER BY at, id LIMIT $5`,
      [userId, day, position?.at ?? null, position?.id ?? null, limit],
    );
  }
}
