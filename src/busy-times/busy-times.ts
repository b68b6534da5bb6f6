import { Injectable } from '@nestjs/common';
import type { Interval } from '#libs/time';
import { blockedIn } from './block.rules';
import { type BusyTimeRow, BusyTimesStore, type Whose } from './busy-times.store';

/** A time somebody is not to be booked in. Epoch milliseconds, half-open. */
export interface BusyTime extends Interval {
  /** Null: every host of the calendar, also one without hosts. */
  hostId: string | null;
  /** By a block of the account that asks; or by another account's, or by what another calendar of theirs says. */
  kind: 'time-off' | 'elsewhere';
}

/** What takes hosts' time beside slots. It says when, never what: titles stay with those who may see them. */
@Injectable()
export class BusyTimes {
  constructor(private readonly store: BusyTimesStore) {}

  /**
   * All that overlaps the span, in no order; times may overlap each other. One statement, whatever the number of hosts.
   * Inside a transaction that holds its hosts' locks it sees every block that was committed before it asked.
   */
  async of(whose: Whose, span: Interval): Promise<BusyTime[]> {
    const rows = await this.store.of(whose, span);
    return rows.flatMap((row) => expand(row, span));
  }
}

function expand({ hostId, own, start, end, timezone, recurrence, overAt }: BusyTimeRow, span: Interval): BusyTime[] {
  if (timezone === null) return [{ hostId, start, end, kind: 'elsewhere' }];
  const times = blockedIn({ start, end, timezone, recurrence }, overAt, span);
  return times.map((time) => ({ hostId, ...time, kind: own ? 'time-off' : 'elsewhere' }));
}
