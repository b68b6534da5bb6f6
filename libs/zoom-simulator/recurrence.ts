import { DateTime } from 'luxon';
import type { FieldError } from './errors';
import type { JsonObject, Occurrence } from './types';

const DAILY = 1;
const WEEKLY = 2;
const MONTHLY = 3;
const MAX_OCCURRENCES = 60;
const MAX_INTERVAL: Record<number, number> = { [DAILY]: 99, [WEEKLY]: 50, [MONTHLY]: 10 };

const whole = (value: unknown, min: number, max: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;

const UTC_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

export function checkRecurrence(recurrence: JsonObject): FieldError[] {
  const { type, repeat_interval, weekly_days, end_times, end_date_time } = recurrence;
  const valid = {
    type: whole(type, DAILY, MONTHLY),
    repeat_interval: repeat_interval === undefined || whole(repeat_interval, 1, MAX_INTERVAL[Number(type)] ?? 99),
    weekly_days: weekly_days === undefined || (typeof weekly_days === 'string' && /^[1-7](,[1-7])*$/.test(weekly_days)),
    monthly_day: recurrence.monthly_day === undefined || whole(recurrence.monthly_day, 1, 31),
    monthly_week: recurrence.monthly_week === undefined || [-1, 1, 2, 3, 4].includes(Number(recurrence.monthly_week)),
    monthly_week_day: recurrence.monthly_week_day === undefined || whole(recurrence.monthly_week_day, 1, 7),
    end_times: end_times === undefined || (whole(end_times, 0, MAX_OCCURRENCES) && end_date_time === undefined),
    end_date_time:
      end_date_time === undefined ||
      (typeof end_date_time === 'string' && UTC_TIME.test(end_date_time) && !Number.isNaN(Date.parse(end_date_time))),
  };
  return Object.entries(valid)
    .filter(([, ok]) => !ok)
    .map(([field]) => ({ field: `recurrence.${field}`, message: 'Invalid field.' }));
}

const startOfWeek = (day: DateTime): DateTime => day.minus({ days: day.weekday % 7 });

/** The days of one month that a monthly rule names: none when the month is too short. */
function daysOfMonth(recurrence: JsonObject, month: DateTime, first: DateTime): DateTime[] {
  const { monthly_week: week, monthly_week_day: weekDay } = recurrence;
  if (typeof week !== 'number' || typeof weekDay !== 'number') {
    const day = Number(recurrence.monthly_day ?? first.day);
    return day > (month.daysInMonth ?? 0) ? [] : [month.set({ day })];
  }
  const days = Array.from({ length: month.daysInMonth ?? 0 }, (_, index) => month.set({ day: index + 1 }));
  // Zoom counts 1 = Sunday, luxon 7 = Sunday.
  const matching = days.filter((day) => (day.weekday % 7) + 1 === weekDay);
  const chosen = matching.at(week === -1 ? -1 : week - 1);
  return chosen === undefined ? [] : [chosen];
}

/** The candidates of the n-th day, week or month, by the wall clock of the zone. */
function candidates(recurrence: JsonObject, first: DateTime, n: number): DateTime[] {
  const step = n * Number(recurrence.repeat_interval ?? 1);
  if (recurrence.type === DAILY) return [first.plus({ days: step })];
  if (recurrence.type === MONTHLY) return daysOfMonth(recurrence, first.set({ day: 1 }).plus({ months: step }), first);
  const named = typeof recurrence.weekly_days === 'string' ? recurrence.weekly_days.split(',').map(Number) : null;
  const days = [...new Set(named ?? [(first.weekday % 7) + 1])].sort((a, b) => a - b);
  const week = startOfWeek(first).plus({ weeks: step });
  return days.map((day) => week.plus({ days: day - 1 }));
}

export function occurrencesOf(recurrence: JsonObject, start: number, zone: string, duration: number): Occurrence[] {
  const first = DateTime.fromMillis(start, { zone });
  const until = typeof recurrence.end_date_time === 'string' ? Date.parse(recurrence.end_date_time) : Infinity;
  const times = Number(recurrence.end_times ?? (until === Infinity ? 1 : 0));
  const wanted = times === 0 ? MAX_OCCURRENCES : times;
  const found: number[] = [];
  // Bounded: a rule such as "the 30th, every 12 months from February" may never match.
  for (let n = 0; n < MAX_OCCURRENCES * 12 && found.length < wanted; n += 1) {
    const next = candidates(recurrence, first, n).map((day) => day.toMillis());
    if ((next[0] ?? 0) > until) break;
    found.push(...next.filter((at) => at >= start && at <= until));
  }
  return found.slice(0, wanted).map((at) => ({
    occurrence_id: String(at),
    start: at,
    duration,
    status: 'available',
  }));
}
