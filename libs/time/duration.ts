import { DAY, instantOfWall, offsetAt, utcDate } from './zone';

/** An ISO 8601 duration as written: no unit is turned into another. Parts are never negative, the sign is. */
export interface IsoDuration {
  sign: 1 | -1;
  years: number;
  months: number;
  weeks: number;
  days: number;
  hours: number;
  minutes: number;
  /** To the millisecond. */
  seconds: number;
}

const HOUR = 3_600_000;
const NUMBER = '(\\d{1,9})';
const DURATION = new RegExp(
  `^([+-]?)P(?:${NUMBER}W|(?=.)(?:${NUMBER}Y)?(?:${NUMBER}M)?(?:${NUMBER}D)?` +
    `(?:T(?=.)(?:${NUMBER}H)?(?:${NUMBER}M)?(?:(\\d{1,9}(?:\\.\\d{1,3})?)S)?)?)$`,
);

// The instants a Date can hold; beyond them durations end at the edge.
const LAST = 8.64e15;

/** `PnW` or `PnYnMnDTnHnMnS` with an optional sign, fractions in the seconds only; null for anything else. */
export function parseDuration(text: string): IsoDuration | null {
  const found = DURATION.exec(text);
  if (!found) return null;
  const [weeks, years, months, days, hours, minutes, seconds] = found.slice(2).map((part) => Number(part || 0));
  return { sign: found[1] === '-' ? -1 : 1, ...filled({ years, months, weeks, days, hours, minutes, seconds }) };
}

/** The duration as text, its parts as they stand; nothing at all is `PT0M`. */
export function formatDuration(duration: IsoDuration): string {
  const { years, months, weeks, days, hours, minutes, seconds } = duration;
  // Weeks stand alone in ISO 8601.
  const loneWeeks = weeks > 0 && years + months + days + hours + minutes + seconds === 0;
  if (loneWeeks) return `${minus(duration)}P${weeks}W`;
  const date = part(years, 'Y') + part(months, 'M') + part(days + 7 * weeks, 'D');
  const time = part(hours, 'H') + part(minutes, 'M') + part(seconds, 'S');
  if (!date && !time) return 'PT0M';
  return `${minus(duration)}P${date}${time && `T${time}`}`;
}

/** Whether the duration has one length everywhere. Days, weeks, months and years haven't: clocks change. */
export function isExact({ years, months, weeks, days }: IsoDuration): boolean {
  return years + months + weeks + days === 0;
}

/** The length of an exact duration in ms, signed. RangeError for any other. */
export function durationMs(duration: IsoDuration): number {
  if (!isExact(duration)) throw new RangeError(`No exact length: ${formatDuration(duration)}`);
  return exactPart(duration);
}

/** The duration of a number of milliseconds, in hours, minutes and seconds. */
export function exactDuration(ms: number): IsoDuration {
  const size = Math.abs(ms);
  const hours = Math.floor(size / HOUR);
  const minutes = Math.floor((size % HOUR) / 60_000);
  return { sign: ms < 0 ? -1 : 1, ...filled({ hours, minutes, seconds: (size % 60_000) / 1000 }) };
}

/**
 * The instant a duration later (or earlier). Years, months, weeks and days move the zone's calendar and keep its wall
 * clock, the day cut to the month's last; then hours, minutes and seconds elapse. Ends at the edge of what a Date holds.
 */
export function addDuration(instant: number, duration: IsoDuration, zone: string): number {
  const from = isExact(duration) ? instant : moveCalendar(instant, duration, zone);
  return clamp(from + exactPart(duration));
}

function moveCalendar(instant: number, duration: IsoDuration, zone: string): number {
  const { sign, years, months, weeks, days } = duration;
  const reading = instant + offsetAt(zone, instant);
  const wall = new Date(reading);
  const month = wall.getUTCFullYear() * 12 + wall.getUTCMonth() + sign * (years * 12 + months);
  const [year, monthOfYear] = [Math.floor(month / 12), (((month % 12) + 12) % 12) + 1];
  const lastDay = new Date(utcDate(year, monthOfYear + 1, 0)).getUTCDate();
  const date = utcDate(year, monthOfYear, Math.min(wall.getUTCDate(), lastDay)) + sign * (weeks * 7 + days) * DAY;
  // Two days short of the edge, so that the zone's offsets around it can still be read; NaN is beyond it.
  if (!(Math.abs(date) < LAST - 2 * DAY)) return sign * LAST;
  return instantOfWall(zone, date + (reading - Math.floor(reading / DAY) * DAY));
}

function exactPart({ sign, hours, minutes, seconds }: IsoDuration): number {
  const ms = hours * HOUR + minutes * 60_000 + Math.round(seconds * 1000);
  return ms === 0 ? 0 : sign * ms;
}

function filled(parts: { [unit in Exclude<keyof IsoDuration, 'sign'>]?: number | undefined }): Omit<
  IsoDuration,
  'sign'
> {
  const { years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = parts;
  return { years, months, weeks, days, hours, minutes, seconds };
}

function part(value: number, unit: string): string {
  return value > 0 ? `${value}${unit}` : '';
}

function minus({ sign }: IsoDuration): string {
  return sign < 0 ? '-' : '';
}

function clamp(instant: number): number {
  return Math.min(LAST, Math.max(-LAST, instant));
}
