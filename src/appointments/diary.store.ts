import { Injectable } from '@nestjs/common';
import type { Interval } from '#libs/time';
import type { BusyTimeRow } from '../busy-times';
import { Database } from '../platform/database';
import { SEATED } from './appointment.rules';
import { type BusyRow, type Unpacked, setApart, unpack } from './busy-rows';

export interface OpenSlotRow {
  slotId: string;
  leadUserId: string | null;
  start: number;
  end: number;
  capacity: number;
  seatsTaken: number;
}

/** Whose diary. */
export interface Whose {
  accountId: string;
  calendarId: string;
  hostIds: string[];
}

export interface Asked {
  /** Apart, rising. What takes time anywhere in them is seen. */
  spans: Interval[];
  /** Which of the calendar's slots are to be counted: all, or those with more than one seat, which alone can be joined. */
  which: 'all' | 'shared';
  /** Slots whose times are wanted by themselves, beside those that can be joined. */
  leaving: string[];
  now: Date;
}

/** Instants in epoch milliseconds, as the engine takes them. */
export interface DiaryRows {
  /** Live slots of the calendar, by start, with the seats appointments and live holds take. */
  open: OpenSlotRow[];
  /** What occupies the hosts, in any account. Slots held only by expired holds are free time. */
  busy: BusyRow[];
  elsewhere: BusyTimeRow[];
}

interface Variant {
  which: Asked['which'];
  /** Spans far from each other: what lies between them is left out. */
  several: boolean;
  leaving: boolean;
}

interface Row {
  open: OpenSlotRow[] | null;
  packed: Buffer | null;
  apart: Unpacked[] | null;
  elsewhere: BusyTimeRow[] | null;
}

/** With the longest buffers before and behind the longest slot: whatever begins earlier is over. */
const LONGEST_BLOCKED_MS = 3 * 86_400_000;

/** What stands in hosts' diaries, as the engine takes it: slots that can be joined, and time that is taken. */
@Injectable()
export class DiaryStore {
  constructor(private readonly db: Database) {}

  /**
   * One statement, whatever the number of hosts: seats and busy times of one moment. Inside a transaction that holds the
   * hosts' locks, of one after all that was committed before.
   */
  async read({ accountId, calendarId, hostIds }: Whose, { spans, which, leaving, now }: Asked): Promise<DiaryRows> {
    const [from, to] = [spans[0]?.start ?? 0, spans.at(-1)?.end ?? 0];
    const text = diaryOf({ which, several: spans.length > 1, leaving: leaving.length > 0 });
    const [row] = await this.db.prepared<Row>(text, [
      ...[accountId, calendarId, now, new Date(from), new Date(to), multirange(spans), hostIds],
      new Date(from - LONGEST_BLOCKED_MS),
      ...(leaving.length > 0 ? [leaving] : []),
    ]);
    const busy = unpack(hostIds, row?.packed ?? null);
    return { open: row?.open ?? [], busy: setApart(busy, row?.apart ?? []), elsewhere: row?.elsewhere ?? [] };
  }

  /** All live slots of a calendar that start at one of these moments. */
  openAt(accountId: string, calendarId: string, starts: Date[], now: Date): Promise<OpenSlotRow[]> {
    return this.db.query<OpenSlotRow>(`${OPEN_SLOTS} AND s.starts_at = ANY($4::timestamptz[])`, [
      ...[accountId, calendarId, now, starts],
    ]);
  }
}

// date_part counts in floating point, extract in slow decimals.
const epochMs = (instant: string) => `round(date_part('epoch', ${instant}) * 1000)`;

const OPEN_SLOTS = `SELECT s.id AS "slotId", s.lead_user_id AS "leadUserId",
    ${epochMs('s.starts_at')} AS start, ${epochMs('s.ends_at')} AS "end", s.capacity,
    -- a live slot with one seat has it taken: most are such, and need no counting
    CASE WHEN s.capacity = 1 THEN 1 ELSE
      (SELECT count(*)::int FROM appointments a WHERE a.slot_id = s.id AND a.status IN (${SEATED.map((status) => `'${status}'`).join()})) +
      (SELECT count(*)::int FROM holds h WHERE h.slot_id = s.id AND h.expires_at > $3)
    END AS "seatsTaken"
  FROM slots s
  WHERE s.account_id = $1 AND s.calendar_id = $2 AND s.live AND (s.held_until IS NULL OR s.held_until > $3)`;

/**
 * Busy times come packed, as busy-rows.ts says, straight from the index: most are of slots nobody asks for. The few that
 * are asked for apart, or are no busy times because their holds are over, come once more by themselves.
 *
 * Connections keep its plan only while it costs no more than one made for the parameters at hand, so that nothing in it
 * may look as if it depended on them.
 */
function diaryOf({ which, several, leaving }: Variant): string {
  const within = (times: string) => (several ? `AND ${times} $6::tstzmultirange` : '');
  const blocked = `lower(h.blocked) >= $8 AND lower(h.blocked) < $5 ${within('h.blocked &&')}`;
  return `
    WITH open AS MATERIALIZED (
      ${OPEN_SLOTS} AND s.starts_at >= $4 AND s.starts_at < $5
        ${which === 'shared' ? 'AND s.capacity > 1' : ''} ${within('s.starts_at <@')}
    ), apart AS (
      SELECT "slotId" AS id, false AS free FROM open WHERE capacity > 1
      ${leaving ? 'UNION SELECT unnest($9::uuid[]), false' : ''}
      UNION ALL SELECT slots_held_before($3), true
    )
    SELECT
      (SELECT json_agg(open ORDER BY start) FROM open) AS open,
      (SELECT string_agg(int4send(of_host.times::int) || coalesce(of_host.starts, '') || coalesce(of_host.ends, ''), ''
          ORDER BY host.position)
        FROM unnest($7::uuid[]) WITH ORDINALITY AS host(id, position), LATERAL (
          SELECT count(*) AS times, string_agg(timestamptz_send(lower(h.blocked)), '') AS starts,
            string_agg(timestamptz_send(upper(h.blocked)), '') AS ends
          FROM slot_hosts h
          WHERE h.live AND h.host_id = host.id AND ${blocked}) AS of_host) AS packed,
      (SELECT json_agg(json_build_object('hostId', h.host_id, 'slotId', apart.id, 'free', apart.free,
          'start', ${epochMs('lower(h.blocked)')}, 'end', ${epochMs('upper(h.blocked)')}))
        -- slot by slot: OFFSET keeps the planner from going through all the hosts' times instead
        FROM apart, LATERAL (SELECT * FROM slot_hosts WHERE slot_id = apart.id OFFSET 0) AS h
        WHERE h.live AND h.host_id = ANY($7) AND ${blocked}) AS apart,
      (SELECT json_agg(json_build_object('hostId', host_id, 'own', own, 'start', ${epochMs('starts_at')},
          'end', ${epochMs('ends_at')}, 'timezone', timezone, 'recurrence', recurrence, 'overAt', ${epochMs('over_at')}))
        FROM busy_elsewhere($1, $7, $2, $6::tstzmultirange)) AS elsewhere`;
}

// Beyond them PostgreSQL reads no years, and there is nothing to be found.
const [FIRST_MS, LAST_MS] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')];

function multirange(spans: Interval[]): string {
  const iso = (at: number) => new Date(Math.min(Math.max(at, FIRST_MS), LAST_MS)).toISOString();
  return `{${spans.map(({ start, end }) => `[${iso(start)},${iso(end)})`).join()}}`;
}
