import { parseDate } from '#libs/time';
import { FREQUENCIES, type Frequency, type Recurrence, type Until, type WeekdayOf } from './recurrence';

/** A rule that was read, or what is wrong with it. */
export type Reading = { recurrence: Recurrence } | { faults: string[] };

type Parts = ReadonlyMap<string, string>;

const MAX_LENGTH = 500;
const MAX_INTERVAL = 1000;
const DAY_MS = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const KNOWN = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST'];
const ONE_LINE = /^[A-Z0-9=;,+-]*$/;

/** The rule, with or without a leading `RRULE:`; null for what checkRecurrence finds fault with. */
export function parseRecurrence(text: string): Recurrence | null {
  const reading = readRecurrence(text);
  return 'recurrence' in reading ? reading.recurrence : null;
}

export function readRecurrence(text: unknown, frequencies: readonly Frequency[] = FREQUENCIES): Reading {
  if (typeof text !== 'string') return { faults: ['must be an iCalendar rule such as FREQ=WEEKLY;COUNT=5'] };
  // Length first: nothing else may look at a text of any size.
  if (text.length > MAX_LENGTH) return { faults: [`may be ${MAX_LENGTH} characters long at most`] };
  const rule = text.toUpperCase().replace(/^RRULE:/, '');
  if (!ONE_LINE.test(rule)) return { faults: ['must be one RRULE, without DTSTART, EXDATE or further lines'] };
  const faults: string[] = [];
  const parts = partsOf(rule, faults);
  const recurrence: Recurrence = {
    freq: frequencyOf(parts, frequencies, faults),
    interval: wholeOf(parts, 'INTERVAL', MAX_INTERVAL, faults) ?? 1,
    count: wholeOf(parts, 'COUNT', Infinity, faults),
    until: untilOf(parts, faults),
    byDay: listOf(parts, 'BYDAY', weekdayOf, 'weekdays such as MO or, of a month, -1FR', faults),
    byMonthDay: listOf(parts, 'BYMONTHDAY', positionUpTo(31), 'days from 1 to 31 or -31 to -1', faults),
    byMonth: listOf(parts, 'BYMONTH', monthOf, 'months from 1 to 12', faults),
    bySetPos: listOf(parts, 'BYSETPOS', positionUpTo(366), 'positions from 1 to 366 or -366 to -1', faults),
    weekStart: weekStartOf(parts, faults),
  };
  faults.push(...misfits(recurrence));
  return faults.length > 0 ? { faults } : { recurrence };
}

function partsOf(rule: string, faults: string[]): Parts {
  const parts = new Map<string, string>();
  // A last semicolon is forgiven; several programs write it.
  for (const part of rule.replace(/;$/, '').split(';')) {
    const [name = '', value = '', ...rest] = part.split('=');
    if (!KNOWN.includes(name)) faults.push(`has a part that is not supported: ${part === '' ? 'an empty one' : name}`);
    else if (value === '' || rest.length > 0) faults.push(`must give ${name} one value`);
    else if (parts.has(name)) faults.push(`must give ${name} once`);
    else parts.set(name, value);
  }
  return parts;
}

function frequencyOf(parts: Parts, frequencies: readonly Frequency[], faults: string[]): Frequency {
  const freq = frequencies.find((one) => one === parts.get('FREQ'));
  if (!freq) faults.push(`must have a FREQ of ${frequencies.slice(0, -1).join(', ')} or ${frequencies.at(-1)}`);
  return freq ?? 'DAILY';
}

function wholeOf(parts: Parts, name: string, max: number, faults: string[]): number | null {
  const text = parts.get(name);
  if (text === undefined) return null;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= max) return value;
  faults.push(max === Infinity ? `${name} must be a number from 1` : `${name} must be a number from 1 to ${max}`);
  return null;
}

/** A date means its whole day. */
function untilOf(parts: Parts, faults: string[]): Until | null {
  const text = parts.get('UNTIL');
  if (text === undefined) return null;
  const found = /^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z?))?$/.exec(text);
  const date = found ? `${found[1] ?? ''}-${found[2] ?? ''}-${found[3] ?? ''}` : '';
  if (!found || !parseDate(date)) {
    faults.push('UNTIL must be a date or a time: 20261224, 20261224T100000 or 20261224T100000Z');
    return null;
  }
  const midnight = Date.parse(`${date}T00:00:00Z`);
  if (found[4] === undefined) return { reading: midnight + DAY_MS - 1 };
  const [hours, minutes, seconds] = [Number(found[4]), Number(found[5]), Number(found[6])];
  const reading = midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return found[7] === 'Z' ? { instant: reading } : { reading };
}

function listOf<Item>(
  parts: Parts,
  name: string,
  read: (text: string) => Item | null,
  what: string,
  faults: string[],
): Item[] {
  const text = parts.get(name);
  if (text === undefined) return [];
  // Saying a thing often doesn't make it dearer.
  const items = [...new Set(text.split(','))].map(read);
  const known = items.filter((item) => item !== null);
  if (known.length < items.length) faults.push(`${name} must list ${what}`);
  return known;
}

function weekdayOf(text: string): WeekdayOf | null {
  const found = /^([+-]?[1-9]\d?)?([A-Z]{2})$/.exec(text);
  const weekday = WEEKDAYS.indexOf(found?.[2] ?? '');
  const nth = Number(found?.[1] ?? 0);
  return weekday >= 0 && Math.abs(nth) <= 53 ? { weekday, nth } : null;
}

const positionUpTo =
  (max: number) =>
  (text: string): number | null =>
    /^[+-]?[1-9]\d{0,2}$/.test(text) && Math.abs(Number(text)) <= max ? Number(text) : null;

function monthOf(text: string): number | null {
  return /^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= 12 ? Number(text) : null;
}

function weekStartOf(parts: Parts, faults: string[]): number {
  const text = parts.get('WKST') ?? 'MO';
  const weekday = WEEKDAYS.indexOf(text);
  if (weekday < 0) faults.push(`WKST must be one of ${WEEKDAYS.join(', ')}`);
  return Math.max(weekday, 0);
}

/** What RFC 5545 doesn't allow together. */
function misfits({ freq, count, until, byDay, byMonthDay, byMonth, bySetPos }: Recurrence): string[] {
  const faults: string[] = [];
  if (count !== null && until !== null) faults.push('must end by COUNT or by UNTIL, not by both');
  if ((freq === 'DAILY' || freq === 'WEEKLY') && byDay.some(({ nth }) => nth !== 0)) {
    faults.push(`BYDAY takes no numbers in a ${freq} rule`);
  }
  if (freq === 'WEEKLY' && byMonthDay.length > 0) faults.push('BYMONTHDAY has no place in a WEEKLY rule');
  if (bySetPos.length > 0 && byDay.length + byMonthDay.length + byMonth.length === 0) {
    faults.push('BYSETPOS needs BYDAY, BYMONTHDAY or BYMONTH to choose from');
  }
  return faults;
}
