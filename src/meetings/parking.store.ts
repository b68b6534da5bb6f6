import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { WaitingWork } from '../zoom';

/** A link that waits for another day: still wanted, and not made yet. */
const WAITS = `m.wanted = 'present' AND m.owes IS NOT NULL AND m.owed_until > $2 AND m.join_url IS NULL`;

/** The links of a host that were parked since none was the last time. */
export interface Parked {
  waiting: number;
  made: number;
  /** When the last of them was parked, and for which account. */
  at: Date;
  accountId: string;
}

/** Links that wait for another day. A host's day is one, whatever the accounts. */
@Injectable()
export class ParkingStore {
  constructor(private readonly db: Database) {}

  async parkedOf(userId: string, now: Date): Promise<Parked | null> {
    const row = await this.db.queryOne<Parked>(
      `SELECT count(*) FILTER (WHERE ${WAITS})::int AS waiting,
              count(*) FILTER (WHERE m.known = 'present')::int AS made,
              max(m.parked_at) AS at, (array_agg(m.account_id ORDER BY m.parked_at DESC))[1] AS "accountId"
       FROM meetings m WHERE m.host_user_id = $1 AND m.parked_at IS NOT NULL HAVING count(*) > 0`,
      [userId, now],
    );
    return row ?? null;
  }

  async waitingOf(userIds: string[], now: Date): Promise<Map<string, WaitingWork>> {
    const rows = await this.db.query<WaitingWork & { userId: string }>(
      `SELECT m.host_user_id AS "userId",
              count(*) FILTER (WHERE m.parked_at IS NOT NULL AND ${WAITS})::int AS parked,
              count(*) FILTER (WHERE m.owes = 'delete' AND m.retry_at > $2)::int AS deferred
       FROM meetings m WHERE m.host_user_id = ANY($1) AND m.owes IS NOT NULL AND m.owed_until > $2
       GROUP BY m.host_user_id`,
      [userIds, now],
    );
    return new Map(rows.map(({ userId, parked, deferred }) => [userId, { parked, deferred }]));
  }

  /** @returns false when it was noted before */
  async noteDay(userId: string, day: string): Promise<boolean> {
    const rows = await this.db.query(
      `INSERT INTO meeting_parkings (host_user_id, day) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING day`,
      [userId, day],
    );
    return rows.length > 0;
  }

  async forget(userId: string): Promise<void> {
    await this.db.query(`UPDATE meetings SET parked_at = NULL WHERE host_user_id = $1 AND parked_at IS NOT NULL`, [
      userId,
    ]);
  }
}
