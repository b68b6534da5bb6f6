import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

/** Links still to be made for a host on a UTC day. */
export interface WaitingLinks {
  hostId: string;
  /** YYYY-MM-DD. */
  day: string;
  links: number;
}

/** The links that slots wait for. Hosts are people: their day counts over all accounts. */
@Injectable()
export class WaitingLinksStore {
  constructor(private readonly db: Database) {}

  /** By the day on which they are made: what is pending today, what is parked once it is let go. */
  byDay(hostIds: string[], now: Date): Promise<WaitingLinks[]> {
    return this.db.query<WaitingLinks>(
      `SELECT lead_user_id AS "hostId", count(DISTINCT coalesce(link_series_id, id))::int AS links,
         to_char(greatest(link_parked_until, $2::timestamptz) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day
       FROM slots
       WHERE lead_user_id = ANY($1) AND live AND link_state IN ('pending', 'parked') AND ends_at > $2
         AND starts_at > $2::timestamptz - interval '24 hours'
       GROUP BY 1, 3 ORDER BY 1, 3`,
      [hostIds, now],
    );
  }
}
