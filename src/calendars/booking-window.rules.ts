import type { BookingWindow } from '#libs/slots';
import { type Interval, addDays, addDuration, parseDate, parseDuration, startOfDay } from '#libs/time';
import { durationFault } from './duration.rules';

const ROLLING = { min: 'PT1M', max: 'P2Y' };
const LONGEST_DAYS = 731;
const FIRST_YEAR = 1970;
/** Not the last that four digits can name: its last day has no next one. */
const LAST_YEAR = 9998;

/** A duration, or two dates with a slash between them; null for anything else. */
export function parseBookingWindow(text: string): BookingWindow | null {
  const [from = '', to, ...rest] = text.split('/');
  if (to === undefined) return parseDuration(text);
  return rest.length === 0 && parseDate(from) && parseDate(to) ? { from, to } : null;
}

/** What is wrong with a booking window; null when nothing is. */
export function bookingWindowFault(value: unknown): string | null {
  const window = typeof value === 'string' ? parseBookingWindow(value) : null;
  if (!window) return 'must be an ISO 8601 duration such as P60D, or two dates such as 2026-12-01/2026-12-24';
  if (!('from' in window)) return durationFault(value, ROLLING);
  const { from, to } = window;
  if (to < from) return 'must not end before it begins';
  if (yearOf(from) < FIRST_YEAR || yearOf(to) > LAST_YEAR) return `must lie in the years ${FIRST_YEAR} to ${LAST_YEAR}`;
  return to > addDays(from, LONGEST_DAYS - 1) ? `may have ${LONGEST_DAYS} days at most` : null;
}

/** The instants in which starts may lie, notice aside; empty when the dates are over. Dates are read in the zone. */
export function openInterval(window: BookingWindow, now: number, zone: string): Interval {
  if (!('from' in window)) return { start: now, end: addDuration(now, window, zone) };
  const start = Math.max(now, startOfDay(zone, window.from));
  return { start, end: Math.max(start, startOfDay(zone, addDays(window.to, 1))) };
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
