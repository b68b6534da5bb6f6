import { DAY, MINUTE, instantOfWall, offsetAt, resolveWall, utcDate } from './zone';

// A local date is written 'YYYY-MM-DD'. Loops count days from 1970-01-01 instead: no strings, no month lengths.

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** The date's parts, or null unless the text is a real calendar date written YYYY-MM-DD (years 0001–9999). */
export function parseDate(text: string): { year: number; month: number; day: number } | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (year < 1 || new Date(utcDate(year, month, day)).toISOString().slice(0, 10) !== text) return null;
  return { year, month, day };
}

/** Days from 1970-01-01 to a date. RangeError unless parseDate takes the text. */
export function dayOfDate(date: string): number {
  const parts = parseDate(date);
  if (!parts) throw new RangeError(`Not a calendar date: ${date}`);
  return utcDate(parts.year, parts.month, parts.day) / DAY;
}

/** The date that many days from 1970-01-01. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** 0 is Monday, 6 is Sunday. */
export function weekdayOfDay(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

export function addDays(date: string, days: number): string {
  return dateOfDay(dayOfDate(date) + days);
}

/** Every date from the first to the last, both included. */
export function datesBetween(first: string, last: string): string[] {
  const dates: string[] = [];
  const end = dayOfDate(last);
  for (let day = dayOfDate(first); day <= end; day += 1) dates.push(dateOfDay(day));
  return dates;
}

/** The date a zone's calendar shows at an instant. */
export function localDate(zone: string, instant: number): string {
  return dateOfDay(localDay(zone, instant));
}

/** The same, in days from 1970-01-01. */
export function localDay(zone: string, instant: number): number {
  return Math.floor((instant + offsetAt(zone, instant)) / DAY);
}

/** The date's first instant, which is not always 00:00. A date the zone skipped begins where the next one does. */
export function startOfDay(zone: string, date: string): number {
  const midnight = resolveWall(zone, dayOfDate(date) * DAY);
  return midnight.skipped ?? midnight.instant;
}

/** The instant of a wall time on a day counted from 1970-01-01, by the rules of wallToInstant. */
export function wallOnDay(zone: string, day: number, minutes: number): number {
  return instantOfWall(zone, day * DAY + minutes * MINUTE);
}
