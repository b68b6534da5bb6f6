import { type Interval, overlaps } from '#libs/time';
import { blockedIn } from './block.rules';

/** A time somebody is not to be booked in. Epoch milliseconds, half-open. */
export interface BusyTime extends Interval {
  /** Null: every host of the calendar, also one without hosts. */
  hostId: string | null;
  /** By a block of the account that asks; or by another account's, or by what another calendar of theirs says. */
  kind: 'time-off' | 'elsewhere';
}

/** A row of the database's function `busy_elsewhere`, which others read. Instants in epoch milliseconds. */
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

/**
 * What takes hosts' time beside slots, by these rows: all that overlaps the span asked for, in no order; times may overlap
 * each other. What recurs is worked out for each span once. It says when, never what: titles stay with those who may see
 * them.
 */
export function busyTimesOf(rows: BusyTimeRow[]): (span: Interval) => BusyTime[] {
  const known = new Map<string, BusyTime[]>();
  return (span) => {
    const key = `${span.start}/${span.end}`;
    const times = known.get(key) ?? rows.flatMap((row) => expand(row, span));
    known.set(key, times);
    return times;
  };
}

function expand({ hostId, own, start, end, timezone, recurrence, overAt }: BusyTimeRow, span: Interval): BusyTime[] {
  if (timezone === null) return overlaps({ start, end }, span) ? [{ hostId, start, end, kind: 'elsewhere' }] : [];
  const times = blockedIn({ start, end, timezone, recurrence }, overAt, span);
  return times.map((time) => ({ hostId, ...time, kind: own ? 'time-off' : 'elsewhere' }));
}
