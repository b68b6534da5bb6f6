import { Injectable } from '@nestjs/common';
import type { Interval } from '#libs/time';
import { Database } from '../platform/database';

/** Instants in epoch milliseconds, as the engine takes them. */
export interface BusyTimeRow {
  hostId: string | null;
  /** Whether it is a block of the account that asks. */
  own: boolean;
  start: number;
  end: number;
  /** Null for a busy time of a feed. */
  timezone: string | null;
  recurrence: string | null;
  overAt: number | null;
}

export interface Whose {
  accountId: string;
  hostIds: string[];
  calendarId: string;
}

@Injectable()
export class BusyTimesStore {
  constructor(private readonly db: Database) {}

  /**
   * A block that recurs by its first occurrence, wherever its others are. A person's time is one across accounts, a
   * calendar's is its account's.
   */
  of({ accountId, hostIds, calendarId }: Whose, span: Interval): Promise<BusyTimeRow[]> {
    return this.db.prepared<BusyTimeRow>(
      `SELECT user_id AS "hostId", account_id = $1 AS own, ${epochMs('starts_at')} AS start, ${epochMs('ends_at')} AS "end",
         timezone, recurrence, ${epochMs('over_at')} AS "overAt"
       FROM blocks WHERE user_id = ANY($2) AND tstzrange(starts_at, over_at) && tstzrange($4, $5)
       UNION ALL
       SELECT NULL, true, ${epochMs('starts_at')}, ${epochMs('ends_at')}, timezone, recurrence, ${epochMs('over_at')}
       FROM blocks WHERE calendar_id = $3 AND account_id = $1 AND tstzrange(starts_at, over_at) && tstzrange($4, $5)
       UNION ALL
       SELECT user_id, false, ${epochMs('lower(during)')}, ${epochMs('upper(during)')}, NULL, NULL, NULL
       FROM feed_times WHERE user_id = ANY($2) AND during && tstzrange($4, $5)`,
      [accountId, hostIds, calendarId, new Date(span.start), new Date(span.end)],
    );
  }
}

const epochMs = (instant: string) => `round(date_part('epoch', ${instant}) * 1000)`;
