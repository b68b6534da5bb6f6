import { checkRecurrence, occurrences, occurrencesIn, parseRecurrence } from '#libs/recurrence';
import { type Interval, overlaps } from '#libs/time';
import type { FieldError } from '../platform/http';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;
/** What recurs is read for every list of free slots: whole years that overlap each other would make that slow. */
const LONGEST_RECURRING_DAYS = 31;
const MAX_OCCURRENCES = 1000;

/** Changes of clocks, and UNTIL by the wall clock, move an end by less than a day each. */
const MARGIN_MS = 2 * DAY_MS;
const FIRST_INSTANT = Date.UTC(1970, 0, 1);
const LAST_INSTANT = Date.UTC(9999, 0, 1);

/** When a block is. Epoch milliseconds of its first occurrence; all others keep their wall clock in the zone. */
export interface BlockTime extends Interval {
  timezone: string;
  /** An RRULE, with or without `RRULE:`; null: once. */
  recurrence: string | null;
}

/** What is wrong with it; pointers into the block. */
export function blockFaults({ start, end, timezone, recurrence }: BlockTime): FieldError[] {
  if (start < FIRST_INSTANT) return [{ pointer: '/start', detail: 'must not lie before 1970' }];
  if (end > LAST_INSTANT) return [{ pointer: '/end', detail: 'must not lie after the year 9998' }];
  if (end <= start) return [{ pointer: '/end', detail: 'must be after the start' }];
  const days = recurrence === null ? LONGEST_DAYS : LONGEST_RECURRING_DAYS;
  if (end - start > days * DAY_MS) {
    const what = recurrence === null ? 'at most' : 'at most when it recurs';
    return [{ pointer: '/end', detail: `must be ${days} days after the start ${what}` }];
  }
  if (recurrence === null) return [];
  const limits = { max: MAX_OCCURRENCES, yearly: true, first: { start, timezone } };
  return checkRecurrence(recurrence, limits).map((detail) => ({ pointer: '/recurrence', detail }));
}

/** The instant by which its last occurrence has ended, a day or two later at most; null: it never ends. */
export function overAt({ start, end, timezone, recurrence }: BlockTime): number | null {
  const rule = recurrence === null ? null : parseRecurrence(recurrence);
  if (!rule) return end;
  const after = end - start + MARGIN_MS;
  if (rule.until) return Math.max(start, 'instant' in rule.until ? rule.until.instant : rule.until.reading) + after;
  if (rule.count === null) return null;
  return (occurrences(rule, { start, timezone }, { max: rule.count }).at(-1) ?? start) + after;
}

/**
 * Its occurrences that overlap the span, rising.
 * @param over what overAt said of it
 */
export function blockedIn(
  { start, end, timezone, recurrence }: BlockTime,
  over: number | null,
  span: Interval,
): Interval[] {
  const rule = recurrence === null ? null : parseRecurrence(recurrence);
  if (!rule) return overlaps({ start, end }, span) ? [{ start, end }] : [];
  // Counting begins at the first occurrence, each time; its last start was found when it was made.
  const counted = rule.count !== null && over !== null;
  const last = counted ? { count: null, until: { instant: over - (end - start) - MARGIN_MS } } : {};
  return occurrencesIn({ ...rule, ...last }, { start, end, timezone }, span);
}
