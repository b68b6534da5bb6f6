import { localDay, offsetAt } from '#libs/time';
import { matchingDays } from './matching-days';
import { occurrences } from './occurrences';
import { readRecurrence } from './parse';
import { FREQUENCIES, type FirstOccurrence, type Recurrence } from './recurrence';

export interface RecurrenceLimits {
  /** Occurrences in all, at most. A rule that must end may not reach further by UNTIL either. */
  max: number;
  /** Whether it needs COUNT or UNTIL. */
  mustEnd?: boolean;
  yearly?: boolean;
  /** Where the rule starts. Without it only the text is checked, not what the rule gives. */
  first?: FirstOccurrence;
}

// Longer than the longest a rule may pause and still be one: 29 February around 2100, every 25th year.
const SEARCHED_DAYS = 36_525;

/** What keeps a text, of whatever shape, from being a rule within the limits: sentences about it, without a subject. */
export function checkRecurrence(text: unknown, limits: RecurrenceLimits): string[] {
  const reading = readRecurrence(text, limits.yearly ? FREQUENCIES : FREQUENCIES.filter((freq) => freq !== 'YEARLY'));
  if ('faults' in reading) return reading.faults;
  const { recurrence } = reading;
  const { count, until } = recurrence;
  if (limits.mustEnd && count === null && until === null) return ['must end: COUNT or UNTIL is missing'];
  if (count !== null && count > limits.max) return [`COUNT must be ${limits.max} at most`];
  return limits.first ? faultsFrom(recurrence, limits.first, limits) : [];
}

function faultsFrom(recurrence: Recurrence, first: FirstOccurrence, { max, mustEnd }: RecurrenceLimits): string[] {
  const { until } = recurrence;
  const last = until && ('instant' in until ? until.instant - first.start : until.reading - readingOf(first));
  if (last !== null && last < 0) return ['UNTIL must not lie before the start'];
  const startDay = localDay(first.timezone, first.start);
  const days = matchingDays(recurrence, startDay, { from: startDay, last: startDay + SEARCHED_DAYS - 1 });
  if (days.next().done) return ['gives no dates'];
  if (mustEnd && occurrences(recurrence, first, { max: max + 1 }).length > max) {
    return [`must not give more than ${max} occurrences`];
  }
  return [];
}

function readingOf({ start, timezone }: FirstOccurrence): number {
  return start + offsetAt(timezone, start);
}
