import { type Interval, instantOfWall, localDay, offsetAt } from '#libs/time';
import { matchingDays } from './matching-days';
import type { FirstOccurrence, Recurrence, Until } from './recurrence';

const DAY_MS = 86_400_000;
const NOON_MS = DAY_MS / 2;

/** Nothing repeats for longer, so that a rule that gives no dates ends too: about 36,500 days looked at, at worst. */
const HORIZON_DAYS = 36_525;

/**
 * The starts of all occurrences, epoch ms, rising: at most `max`, and before `until` if given.
 *
 * The first is always the start itself, also when the rule doesn't name its day, and COUNT counts it (as DTSTART in
 * iCalendar). The others keep its wall clock: a time skipped by a change of clocks moves forward by the gap, of one shown
 * twice the first counts, a date that the zone skipped has none. Nothing occurs later than 100 years after the start.
 */
export function occurrences(
  recurrence: Recurrence,
  first: FirstOccurrence,
  { max, until = Infinity }: { max: number; until?: number },
): number[] {
  const starts: number[] = [];
  for (const { start } of occurring(recurrence, first, { until })) {
    if (starts.length >= max || start >= until) break;
    starts.push(start);
  }
  return starts;
}

/**
 * The occurrences of something that lasts which overlap the span, sorted by start. Each lasts as long as the first by the
 * wall clock: 09:00–17:00 and whole days stay so when clocks change. One that a change leaves nothing of is dropped.
 *
 * Without COUNT the cost depends on the span and the length alone, however long ago the first was and however rarely the
 * rule gives a date.
 */
export function occurrencesIn(
  recurrence: Recurrence,
  first: FirstOccurrence & { end: number },
  span: Interval,
): Interval[] {
  const zone = first.timezone;
  const length = first.end + offsetAt(zone, first.end) - (first.start + offsetAt(zone, first.start));
  // Two days more than the length: for the zone's offset, and for a gap that moves an end.
  const from = Math.floor((span.start - length) / DAY_MS) - 2;
  const found: Interval[] = [];
  for (const { start, reading } of occurring(recurrence, first, { from, until: span.end })) {
    if (start >= span.end) break;
    const end = start === first.start ? first.end : instantOfWall(zone, reading + length);
    if (start < end && end > span.start) found.push({ start, end });
  }
  return found;
}

/**
 * From the first on, or, where a rule has no COUNT, from a day on, with the first before them. None that starts before
 * `until` is missing; later ones may be.
 */
function* occurring(
  recurrence: Recurrence,
  { start, timezone }: FirstOccurrence,
  { from = -Infinity, until: end = Infinity }: { from?: number; until?: number },
): Generator<{ start: number; reading: number }> {
  const first = start + offsetAt(timezone, start);
  const startDay = Math.floor(first / DAY_MS);
  const timeOfDay = first - startDay * DAY_MS;
  yield { start, reading: first };
  const { count, until } = recurrence;
  const days = {
    from: count === null ? Math.max(startDay + 1, from) : startDay + 1,
    // Two days more: no zone is further than that from the clock days are counted by.
    last: Math.min(startDay + HORIZON_DAYS - 1, Math.floor(end / DAY_MS) + 2),
  };
  let left = (count ?? Infinity) - 1;
  if (left <= 0) return;
  for (const day of matchingDays(recurrence, startDay, days)) {
    const reading = day * DAY_MS + timeOfDay;
    const next = { start: instantOfWall(timezone, reading), reading };
    if (until && isPast(until, next)) return;
    if (isSkipped(timezone, day)) continue;
    yield next;
    left -= 1;
    if (left <= 0) return;
  }
}

function isPast(until: Until, { start, reading }: { start: number; reading: number }): boolean {
  return 'instant' in until ? start > until.instant : reading > until.reading;
}

// The whole date was jumped over (Apia, 30 December 2011): its noon is another date's.
function isSkipped(zone: string, day: number): boolean {
  return localDay(zone, instantOfWall(zone, day * DAY_MS + NOON_MS)) !== day;
}
