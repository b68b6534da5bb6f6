import { type Interval, dayOfDate, localDay, wallOnDay, weekdayOfDay } from '#libs/time';

/** Monday first, as weekdays are counted here. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Wall-clock times `HH:MM`. `to` may be `24:00`; `to` at or before `from` is on the next day. */
export interface WallInterval {
  from: string;
  to: string;
}

export interface WeekdayRule {
  type: 'weekday';
  day: Weekday;
  intervals: readonly WallInterval[];
}

/** Replaces its date's weekday rule whole; without intervals the day is off. */
export interface DateRule {
  type: 'date';
  date: string;
  intervals: readonly WallInterval[];
}

export type Rule = WeekdayRule | DateRule;

/** Dates, both included, on which a host's wall clock is another zone's. */
export interface Travel {
  from: string;
  to: string;
  timezone: string;
}

/**
 * The hours of a host, read in `timezone`, or on the dates of a journey in its zone: the same wall times there. A day
 * without a rule is off. checkSchedule says what else must hold.
 */
export interface Schedule {
  timezone: string;
  rules: readonly Rule[];
  travel?: readonly Travel[];
}

/** Minutes from the day's 00:00; `to` lies after `from`, past 1440 overnight. */
export interface MinuteSpan {
  from: number;
  to: number;
}

const TIME = /^([01]\d|2[0-3]):([0-5]\d)$|^24:00$/;

/** Minutes since 00:00 of a wall time `HH:MM`, `24:00` included; null for anything else. */
export function parseWallTime(text: string): number | null {
  return TIME.test(text) ? Number(text.slice(0, 2)) * 60 + Number(text.slice(3)) : null;
}

/** The minutes an interval covers, overnight ones running past 1440; null when a time is none. */
export function minutesOf({ from, to }: WallInterval): MinuteSpan | null {
  const [start, end] = [parseWallTime(from), parseWallTime(to)];
  if (start === null || end === null) return null;
  return { from: start, to: end > start ? end : end + 1440 };
}

/**
 * The working intervals that reach into the span, whole and sorted by start. Each stands alone, also where two adjoin or
 * overlap, because its start is the origin of a grid.
 *
 * A rule belongs to the date on which its intervals begin: a date rule replaces what begins on that date, the overnight
 * tail of the day before stays. A date that the zone skipped has no hours, and an interval that a change of clocks
 * leaves nothing of is dropped. The zone is that of the same date, to the end of the interval: a night that begins at
 * home ends by the clock at home, though the journey begins the next morning.
 */
export function workingIntervals(schedule: Schedule, span: Interval): Interval[] {
  const hours = hoursByDay(schedule.rules);
  const zones = zonesByDay(schedule);
  const working: Interval[] = [];
  // Two days back: an overnight interval may last until its own hour of the next day, and a gap may push it further.
  const first = Math.min(...zones.all.map((zone) => localDay(zone, span.start))) - 2;
  const last = Math.max(...zones.all.map((zone) => localDay(zone, span.end)));
  for (let day = first; day <= last; day += 1) {
    const zone = zones.on(day);
    for (const { from, to } of hours.on(day)) {
      const interval = { start: wallOnDay(zone, day, from), end: wallOnDay(zone, day, to) };
      const reaches = interval.start < span.end && interval.end > span.start;
      if (reaches && interval.start < interval.end && !isSkipped(zone, day)) working.push(interval);
    }
  }
  return working.sort((a, b) => a.start - b.start);
}

// The whole date was jumped over (Apia, 30 December 2011): its noon is another date's.
function isSkipped(zone: string, day: number): boolean {
  return localDay(zone, wallOnDay(zone, day, 720)) !== day;
}

function hoursByDay(rules: readonly Rule[]): { on: (day: number) => readonly MinuteSpan[] } {
  const weekdays = new Map<number, MinuteSpan[]>();
  const dates = new Map<number, MinuteSpan[]>();
  for (const rule of rules) {
    const spans = rule.intervals.map(knownMinutes);
    if (rule.type === 'date') dates.set(dayOfDate(rule.date), spans);
    else weekdays.set(WEEKDAYS.indexOf(rule.day), spans);
  }
  return { on: (day) => dates.get(day) ?? weekdays.get(weekdayOfDay(day)) ?? [] };
}

function zonesByDay({ timezone, travel = [] }: Schedule): { all: readonly string[]; on: (day: number) => string } {
  if (travel.length === 0) return { all: [timezone], on: () => timezone };
  const away = travel.map(({ from, to, timezone: zone }) => ({ from: dayOfDate(from), to: dayOfDate(to), zone }));
  return {
    all: [timezone, ...new Set(away.map(({ zone }) => zone))],
    on: (day) => away.find(({ from, to }) => from <= day && day <= to)?.zone ?? timezone,
  };
}

function knownMinutes(interval: WallInterval): MinuteSpan {
  const minutes = minutesOf(interval);
  if (!minutes) throw new RangeError(`Not wall times: ${interval.from}–${interval.to}`);
  return minutes;
}
