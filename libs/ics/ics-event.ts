import type { ContentLine } from './content-lines';
import { type IcsDate, type IcsLength, type IcsTime, datesOf, lengthOf, timeOf, timesOf } from './ics-times';

/** What of a VEVENT decides when it makes somebody busy. */
export interface IcsEvent {
  uid: string | null;
  /** Of two versions the higher counts. */
  sequence: number;
  /** False: free time, or cancelled. */
  busy: boolean;
  start: IcsTime;
  end: IcsTime | null;
  length: IcsLength | null;
  /** RRULEs as they stand. */
  rules: readonly string[];
  dates: readonly IcsDate[];
  exceptDates: readonly IcsTime[];
  /** Whether it lists more dates than are read. */
  cut: boolean;
  /** The occurrence it stands for; null: it is the event itself. */
  instead: IcsTime | null;
}

/** What is read of a VEVENT; all else, however large, is passed over. */
export const EVENT_LINES = new Set([
  'UID',
  'SEQUENCE',
  'STATUS',
  'TRANSP',
  'X-MICROSOFT-CDO-BUSYSTATUS',
  'DTSTART',
  'DTEND',
  'DURATION',
  'RRULE',
  'RDATE',
  'EXDATE',
  'RECURRENCE-ID',
]);

/** RFC 5545 asks for one; each may take a moment to follow. */
const MAX_RULES = 3;
/** Of dates put in, and of dates taken out. */
export const MAX_LISTED = 5_000;

/** Null when it has no start that can be read, or ends at something that cannot. */
export function eventOf(lines: readonly ContentLine[]): IcsEvent | null {
  const one = (name: string) => lines.find((line) => line.name === name);
  const all = (name: string) => lines.filter((line) => line.name === name);
  const word = (name: string) => one(name)?.value.trim().toUpperCase();
  const [dtStart, dtEnd, duration, recurrenceId] = ['DTSTART', 'DTEND', 'DURATION', 'RECURRENCE-ID'].map(one);
  const start = dtStart ? timeOf(dtStart) : null;
  const end = dtEnd ? timeOf(dtEnd) : null;
  const length = duration ? lengthOf(duration.value) : null;
  const instead = recurrenceId ? timeOf(recurrenceId) : null;
  if (!start || (dtEnd && !end) || (duration && !length) || (recurrenceId && !instead)) return null;
  // One more tells that there are more.
  const dates = datesOf(all('RDATE'), MAX_LISTED + 1);
  const exceptDates = timesOf(all('EXDATE'), MAX_LISTED + 1);
  const free = word('TRANSP') === 'TRANSPARENT' || word('X-MICROSOFT-CDO-BUSYSTATUS') === 'FREE';
  return {
    uid: one('UID')?.value.trim() ?? null,
    sequence: Number(/^\d{1,9}$/.exec(word('SEQUENCE') ?? '')?.[0] ?? 0),
    busy: !free && word('STATUS') !== 'CANCELLED',
    ...{ start, end, length, instead },
    rules: all('RRULE')
      .slice(0, MAX_RULES)
      .map(({ value }) => value.trim()),
    dates: dates.slice(0, MAX_LISTED),
    exceptDates: exceptDates.slice(0, MAX_LISTED),
    cut: dates.length > MAX_LISTED || exceptDates.length > MAX_LISTED,
  };
}
