/** The part of an iCalendar RRULE (RFC 5545, 3.3.10) that is understood here: nothing below a day. */
export interface Recurrence {
  freq: Frequency;
  interval: number;
  /** Occurrences in all, the start included. */
  count: number | null;
  until: Until | null;
  byDay: readonly WeekdayOf[];
  /** 1–31, or from the end of the month: -1 is its last day. */
  byMonthDay: readonly number[];
  /** 1–12 */
  byMonth: readonly number[];
  /** Which of a period's days, from its first (1) or its last (-1). */
  bySetPos: readonly number[];
  /** First day of a week, 0 is Monday. */
  weekStart: number;
}

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export interface WeekdayOf {
  /** 0 is Monday. */
  weekday: number;
  /** The n-th of the month or year, from its end when negative; 0 is every one. */
  nth: number;
}

/** The last moment an occurrence may start at: a wall clock's reading written as if it were UTC, or an instant. Epoch ms. */
export type Until = { reading: number } | { instant: number };

/** The first occurrence, whose wall clock all others keep. */
export interface FirstOccurrence {
  /** Epoch ms. */
  start: number;
  timezone: string;
}
