import { type IsoDuration, parseDate, parseDuration } from '#libs/time';
import type { ContentLine } from './content-lines';

/** A time as it is written (RFC 5545, 3.3.5). */
export interface IcsTime {
  /** A wall clock's reading written as if it were UTC, epoch ms; a date is its midnight. */
  reading: number;
  isDate: boolean;
  /** `UTC`, a TZID as the text has it, or null: the reader's own zone. */
  tzid: string | null;
}

/** How long something lasts: first by the wall clock, then in elapsed time. Milliseconds. */
export interface IcsLength {
  wall: number;
  exact: number;
}

/** Of an RDATE, which may say when it ends. */
export interface IcsDate {
  start: IcsTime;
  end: IcsTime | null;
  length: IcsLength | null;
}

const DAY_MS = 86_400_000;
const TIME = /^(\d{4})(\d\d)(\d\d)(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d|60)?(Z)?)?$/i;

/** Null for what is no time. */
export function parseTime(text: string, tzid: string | null): IcsTime | null {
  const found = TIME.exec(text.trim());
  const date = found ? `${found[1] ?? ''}-${found[2] ?? ''}-${found[3] ?? ''}` : '';
  if (!found || !parseDate(date)) return null;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (found[4] === undefined) return { reading: midnight, isDate: true, tzid: null };
  const seconds = (Number(found[4]) * 60 + Number(found[5])) * 60 + Number(found[6] ?? 0);
  return { reading: midnight + seconds * 1000, isDate: false, tzid: found[7] ? 'UTC' : tzid };
}

/** The time a property gives. */
export function timeOf({ value, params }: ContentLine): IcsTime | null {
  return parseTime(value, params.get('TZID') ?? null);
}

/** The times that properties list, `max` at most; what cannot be read is left out. */
export function timesOf(lines: readonly ContentLine[], max: number): IcsTime[] {
  return listed(lines, max).flatMap(({ text, tzid }) => parseTime(text, tzid) ?? []);
}

/** The same for RDATE, with periods. */
export function datesOf(lines: readonly ContentLine[], max: number): IcsDate[] {
  return listed(lines, max).flatMap(({ text, tzid }) => {
    const [from = '', to] = text.split('/');
    const start = parseTime(from, tzid);
    if (!start) return [];
    return {
      start,
      end: to === undefined ? null : parseTime(to, tzid),
      length: to === undefined ? null : lengthOf(to),
    };
  });
}

/** Bounded before anything is read: a list may fill the whole text, and is read in one go. */
function listed(lines: readonly ContentLine[], max: number): { text: string; tzid: string | null }[] {
  const items: { text: string; tzid: string | null }[] = [];
  for (const { value, params } of lines) {
    const tzid = params.get('TZID') ?? null;
    for (const text of value.split(',', max - items.length)) items.push({ text, tzid });
    if (items.length >= max) break;
  }
  return items;
}

/** Null for what is no length, or a negative one. */
export function lengthOf(text: string): IcsLength | null {
  const duration = parseDuration(text.trim().toUpperCase());
  return duration === null || duration.sign < 0 ? null : toLength(duration);
}

function toLength({ years, months, weeks, days, hours, minutes, seconds }: IsoDuration): IcsLength | null {
  // RFC 5545 has no years and months.
  if (years + months > 0) return null;
  return { wall: (weeks * 7 + days) * DAY_MS, exact: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
}
