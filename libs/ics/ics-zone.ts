import { type Recurrence, occurrences, occurrencesIn, parseRecurrence } from '#libs/recurrence';
import type { Interval } from '#libs/time';
import type { ContentLine } from './content-lines';
import { timeOf, timesOf } from './ics-times';

/** A VTIMEZONE: what a file says of a zone it names itself. */
export interface IcsZone {
  tzid: string;
  /** The IANA name some programs add. */
  location: string | null;
  observances: readonly Observance[];
}

/** From each of its onsets on, clocks show UTC plus `to`; before it, plus `from`. Milliseconds. */
interface Observance {
  /** By the clock that is about to be changed, as if it were UTC. */
  start: number;
  from: number;
  to: number;
  rule: Recurrence | null;
  dates: readonly number[];
}

/** What is read of a VTIMEZONE and what it holds. */
export const ZONE_LINES = new Set([
  'TZID',
  'X-LIC-LOCATION',
  'DTSTART',
  'TZOFFSETFROM',
  'TZOFFSETTO',
  'RRULE',
  'RDATE',
]);

/** A zone is worked out in one go: these bound what that takes. */
const MAX_OBSERVANCES = 100;
const MAX_RULES = 30;
const MAX_ONSETS = 400;
const MAX_DATES = 200;
const YEAR_MS = 366 * 86_400_000;
const EPOCH_YEAR = 1970;

/** Null without a TZID. Each part's lines follow one named like the part. */
export function zoneOf(lines: readonly ContentLine[]): IcsZone | null {
  const parts: ContentLine[][] = [[]];
  for (const line of lines) {
    if (line.name === 'STANDARD' || line.name === 'DAYLIGHT') parts.push([]);
    else parts.at(-1)?.push(line);
  }
  const [head = [], ...bodies] = parts;
  const tzid = valueOf(head, 'TZID');
  if (tzid === null) return null;
  const observances = bodies.slice(0, MAX_OBSERVANCES).flatMap((body) => observanceOf(body) ?? []);
  let rules = 0;
  const bounded = observances.map((one) => (one.rule && (rules += 1) > MAX_RULES ? { ...one, rule: null } : one));
  return { tzid, location: valueOf(head, 'X-LIC-LOCATION'), observances: bounded };
}

/**
 * What turns readings of the zone's wall clock into instants, for readings in the span; null when the zone says nothing.
 * A time the clock skips moves forward by the length of the gap, of a time it shows twice the first counts.
 */
export function clockOf({ observances }: IcsZone, span: Interval): ((reading: number) => number) | null {
  const changes = observances.flatMap((observance) => {
    const { from, to } = observance;
    // By the new clock only once the old one could no longer have shown the time.
    return onsetsOf(observance, span).map((onset) => ({ at: onset + Math.max(0, to - from), from, to }));
  });
  changes.sort((a, b) => a.at - b.at);
  const [first] = changes;
  if (!first) return null;
  return (reading) => reading - (lastBy(reading, changes)?.to ?? first.from);
}

function lastBy<Change extends { at: number }>(reading: number, changes: readonly Change[]): Change | undefined {
  let [low, high] = [0, changes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.at ?? Infinity) <= reading) low = middle + 1;
    else high = middle;
  }
  return changes[low - 1];
}

function observanceOf(lines: readonly ContentLine[]): Observance | null {
  const dtStart = lines.find(({ name }) => name === 'DTSTART');
  const start = dtStart ? (timeOf(dtStart)?.reading ?? null) : null;
  const from = offsetOf(valueOf(lines, 'TZOFFSETFROM'));
  const to = offsetOf(valueOf(lines, 'TZOFFSETTO'));
  if (start === null || from === null || to === null) return null;
  const rule = parseRecurrence(valueOf(lines, 'RRULE') ?? '');
  const rDates = lines.filter(({ name }) => name === 'RDATE');
  const dates = timesOf(rDates, MAX_DATES).map(({ reading }) => reading);
  return { start: rule?.count === null ? sinceEpoch(start) : start, from, to, rule: byTheClock(rule, from), dates };
}

/** Outlook's zones begin in 1601, further back than rules are followed. What matters of it is the hour. */
function sinceEpoch(start: number): number {
  const date = new Date(start);
  return date.getUTCFullYear() < EPOCH_YEAR ? date.setUTCFullYear(EPOCH_YEAR) : start;
}

/** UNTIL is an instant here, all else a reading. */
function byTheClock(rule: Recurrence | null, offset: number): Recurrence | null {
  if (!rule?.until || 'reading' in rule.until) return rule;
  return { ...rule, until: { reading: rule.until.instant + offset } };
}

/** All in the span and the year before it, and the last one before that. */
function onsetsOf({ start, rule, dates }: Observance, span: Interval): number[] {
  const around = { start: span.start - YEAR_MS, end: span.end };
  const earliest = [start, ...dates];
  if (!rule) return earliest;
  const first = { start, end: start + 1, timezone: 'UTC' };
  const ended = rule.until !== null || rule.count !== null;
  const last = ended ? occurrences(rule, first, { max: MAX_ONSETS, until: around.start }).at(-1) : undefined;
  const within = occurrencesIn(rule, first, around).slice(0, MAX_ONSETS);
  return [...earliest, ...(last === undefined ? [] : [last]), ...within.map((onset) => onset.start)];
}

/** `+0530`, `-023000`. */
function offsetOf(text: string | null): number | null {
  const [, sign, hours, minutes, seconds = '0'] = /^([+-])(\d\d)(\d\d)(\d\d)?$/.exec(text ?? '') ?? [];
  if (sign === undefined) return null;
  const size = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}

function valueOf(lines: readonly ContentLine[], wanted: string): string | null {
  return lines.find(({ name }) => name === wanted)?.value.trim() ?? null;
}
