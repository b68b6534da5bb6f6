import { type IsoDuration, parseDuration } from '#libs/time';
import type { Availability, Busy, CalendarRules, FreeSlot, Host } from './availability';
import { type Rule, type Schedule, WEEKDAYS } from './schedule';

// Builders of the specs: everything has a plain default, a test states what it is about.

export const MINUTE = 60_000;

export function at(instant: string): number {
  return Date.parse(instant);
}

export function duration(text: string): IsoDuration {
  const parsed = parseDuration(text);
  if (!parsed) throw new Error(`Not a duration: ${text}`);
  return parsed;
}

/** The same hours every day: `'09:00-12:00 13:00-17:00'`; more rules replace days. */
export function daily(timezone: string, hours: string, ...more: Rule[]): Schedule {
  const intervals = hoursOf(hours);
  return { timezone, rules: [...WEEKDAYS.map((day): Rule => ({ type: 'weekday', day, intervals })), ...more] };
}

export function onDate(date: string, hours: string): Rule {
  return { type: 'date', date, intervals: hoursOf(hours) };
}

function hoursOf(hours: string): { from: string; to: string }[] {
  const pairs = hours.split(' ').filter(Boolean);
  return pairs.map((pair) => ({ from: pair.slice(0, 5), to: pair.slice(6) }));
}

export function busy(...spans: [start: string, end: string, slotId?: string][]): Busy[] {
  return spans.map(([start, end, slotId]) => ({ start: at(start), end: at(end), ...(slotId && { slotId }) }));
}

export function aHost(hostId: string, schedule: Schedule, more: Partial<Host> = {}): Host {
  return { hostId, schedule, busy: [], open: [], ...more };
}

/** Half-hour slots without buffers, notice or a near end, asked from a moment before the year 2026. */
export function aCalendar(
  hosts: Host[],
  rules: Partial<CalendarRules> = {},
  more: Partial<Availability> = {},
): Availability {
  return {
    calendar: {
      type: 'round_robin',
      active: true,
      timezone: 'America/New_York',
      slotDuration: 30 * MINUTE,
      slotInterval: 30 * MINUTE,
      slotOffset: 0,
      preBuffer: 0,
      postBuffer: 0,
      minimumNotice: duration('PT0M'),
      bookingWindow: duration('P100Y'),
      appointmentsPerSlot: 1,
      ...rules,
    },
    hosts,
    now: at('2005-01-01T00:00:00Z'),
    ...more,
  };
}

export function spanOf(start: string, end: string): { start: number; end: number } {
  return { start: at(start), end: at(end) };
}

/** The starts as a wall clock of the zone shows them, `HH:MM`. */
export function clock(slots: readonly FreeSlot[], timeZone: string): string[] {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return slots.map(({ start }) => format.format(start));
}

/** The starts in UTC, to the minute. */
export function utc(slots: readonly { start: number }[]): string[] {
  return slots.map(({ start }) => new Date(start).toISOString().slice(0, 16));
}
