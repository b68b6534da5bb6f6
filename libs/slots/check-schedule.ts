import { parseDate } from '#libs/time';
import { type Fault, NO_DATE, NO_ZONE, isKnownZone, isRecord, unknownFields } from './check-values';
import { travelFaults } from './check-travel';
import { type MinuteSpan, WEEKDAYS, minutesOf, parseWallTime } from './schedule';

/**
 * Everything that keeps the value, of whatever shape, from being a Schedule: bad times, unknown weekday, date or zone,
 * two rules for one day, overlapping intervals of a day or journeys. Overnight tails may overlap the next day's hours.
 * Fields beside `timezone`, `rules` and `travel` are the caller's own; inside a rule or a journey they are faults.
 */
export function checkSchedule(schedule: unknown): Fault[] {
  if (!isRecord(schedule)) return [{ pointer: '', detail: 'must be an object' }];
  const faults: Fault[] = [];
  const { timezone, rules, travel } = schedule;
  if (!isKnownZone(timezone)) faults.push({ pointer: '/timezone', detail: NO_ZONE });
  if (travel !== undefined) faults.push(...travelFaults(travel));
  if (!Array.isArray(rules)) return [...faults, { pointer: '/rules', detail: 'must be a list of rules' }];
  const days = new Set<string>();
  rules.forEach((rule: unknown, index) => {
    faults.push(...ruleFaults(rule, `/rules/${index}`, days));
  });
  return faults;
}

/** `days` collects the days that have a rule already. */
function ruleFaults(rule: unknown, pointer: string, days: Set<string>): Fault[] {
  if (!isRecord(rule)) return [{ pointer, detail: 'must be an object' }];
  if (rule.type !== 'weekday' && rule.type !== 'date') {
    return [{ pointer: `${pointer}/type`, detail: 'must be weekday or date' }];
  }
  const field = rule.type === 'weekday' ? 'day' : 'date';
  const faults = unknownFields(rule, ['type', field, 'intervals'], pointer);
  const day = rule[field];
  const known = typeof day === 'string' && (field === 'day' ? isWeekday(day) : parseDate(day) !== null);
  if (!known) {
    const detail = field === 'day' ? `must be one of ${WEEKDAYS.join(', ')}` : NO_DATE;
    faults.push({ pointer: `${pointer}/${field}`, detail });
  } else if (days.has(day)) {
    faults.push({ pointer: `${pointer}/${field}`, detail: `there is another rule for ${day}` });
  } else {
    days.add(day);
  }
  return [...faults, ...intervalsFaults(rule.intervals, `${pointer}/intervals`)];
}

function intervalsFaults(intervals: unknown, pointer: string): Fault[] {
  if (!Array.isArray(intervals)) return [{ pointer, detail: 'must be a list of intervals; an empty one is a day off' }];
  const faults: Fault[] = [];
  const spans: (MinuteSpan & { index: number })[] = [];
  intervals.forEach((interval: unknown, index) => {
    const found = intervalFaults(interval, `${pointer}/${index}`);
    faults.push(...found);
    const minutes = found.length === 0 ? minutesOf(interval as { from: string; to: string }) : null;
    if (minutes) spans.push({ ...minutes, index });
  });
  return [...faults, ...overlapFaults(spans, pointer)];
}

function intervalFaults(interval: unknown, pointer: string): Fault[] {
  if (!isRecord(interval)) return [{ pointer, detail: 'must be an object with from and to' }];
  const faults = unknownFields(interval, ['from', 'to'], pointer);
  if (wallTime(interval.from) === null || interval.from === '24:00') {
    faults.push({ pointer: `${pointer}/from`, detail: 'must be a time from 00:00 to 23:59' });
  }
  if (wallTime(interval.to) === null) {
    faults.push({ pointer: `${pointer}/to`, detail: 'must be a time from 00:00 to 24:00' });
  }
  return faults;
}

function overlapFaults(spans: (MinuteSpan & { index: number })[], pointer: string): Fault[] {
  const faults: Fault[] = [];
  let reached: { to: number; index: number } | undefined;
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    if (reached && span.from < reached.to) {
      faults.push({ pointer: `${pointer}/${span.index}`, detail: `overlaps interval ${reached.index} of that day` });
    }
    if (!reached || span.to > reached.to) reached = span;
  }
  return faults;
}

function wallTime(value: unknown): number | null {
  return typeof value === 'string' ? parseWallTime(value) : null;
}

function isWeekday(value: string): boolean {
  return (WEEKDAYS as readonly string[]).includes(value);
}
