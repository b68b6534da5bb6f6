import { utcDate, weekdayOfDay } from '#libs/time';
import type { Recurrence } from './recurrence';

// Days are counted from 1970-01-01, as #libs/time counts them.

const DAY_MS = 86_400_000;

/** The days of the rule from `from` to `last`, both included, rising. A period costs as much as it has days. */
export function* matchingDays(
  recurrence: Recurrence,
  startDay: number,
  { from, last }: { from: number; last: number },
): Generator<number> {
  const rule = withDefaults(recurrence, startDay);
  const period = periodsOf(rule, startDay);
  for (let number = Math.max(0, period.numberOf(from)); ; number += 1) {
    const [first, end] = period.at(number);
    if (first > last) return;
    const days: number[] = [];
    for (let day = first; day < end; day += 1) if (matches(rule, day)) days.push(day);
    for (const day of chosen(days, rule.bySetPos)) {
      if (day > last) return;
      if (day >= from) yield day;
    }
  }
}

/** What a rule leaves out it takes from the day it starts on. */
function withDefaults(rule: Recurrence, startDay: number): Recurrence {
  const { freq, byDay, byMonthDay, byMonth } = rule;
  if (freq === 'DAILY' || byDay.length + byMonthDay.length > 0) return rule;
  if (freq === 'WEEKLY') return { ...rule, byDay: [{ weekday: weekdayOfDay(startDay), nth: 0 }] };
  const start = new Date(startDay * DAY_MS);
  const inMonth = freq === 'YEARLY' && byMonth.length === 0 ? [start.getUTCMonth() + 1] : byMonth;
  return { ...rule, byMonthDay: [start.getUTCDate()], byMonth: inMonth };
}

interface Periods {
  /** The number of the last period that begins by this day; the start's own is 0. */
  numberOf(day: number): number;
  /** First day and the day after its last. */
  at(number: number): [first: number, end: number];
}

function periodsOf({ freq, interval, weekStart }: Recurrence, startDay: number): Periods {
  if (freq === 'DAILY' || freq === 'WEEKLY') {
    const length = freq === 'DAILY' ? 1 : 7;
    const origin = freq === 'DAILY' ? startDay : startDay - ((weekdayOfDay(startDay) - weekStart + 7) % 7);
    const step = length * interval;
    return {
      numberOf: (day) => Math.floor((day - origin) / step),
      at: (number) => [origin + number * step, origin + number * step + length],
    };
  }
  const length = freq === 'MONTHLY' ? 1 : 12;
  const origin = freq === 'MONTHLY' ? monthOfDay(startDay) : Math.floor(monthOfDay(startDay) / 12) * 12;
  const step = length * interval;
  return {
    numberOf: (day) => Math.floor((monthOfDay(day) - origin) / step),
    at: (number) => [firstOfMonth(origin + number * step), firstOfMonth(origin + number * step + length)],
  };
}

function matches({ freq, byDay, byMonthDay, byMonth }: Recurrence, day: number): boolean {
  const date = new Date(day * DAY_MS);
  const month = date.getUTCMonth() + 1;
  if (byMonth.length > 0 && !byMonth.includes(month)) return false;
  if (byMonthDay.length > 0) {
    const dayOfMonth = date.getUTCDate();
    const fromEnd = dayOfMonth - 1 - lengthOfMonth(date);
    if (!byMonthDay.includes(dayOfMonth) && !byMonthDay.includes(fromEnd)) return false;
  }
  if (byDay.length === 0) return true;
  const weekday = weekdayOfDay(day);
  const named = byDay.filter((one) => one.weekday === weekday);
  if (named.length === 0 || named.some(({ nth }) => nth === 0)) return named.length > 0;
  const places = placesOf(day, date, freq === 'YEARLY' && byMonth.length === 0);
  return named.some(({ nth }) => places.includes(nth));
}

/** Which of its weekday the day is, of its month or year: from the start, and from the end. */
function placesOf(day: number, date: Date, wholeYear: boolean): [number, number] {
  const year = date.getUTCFullYear();
  const first = wholeYear ? utcDate(year, 1, 1) : utcDate(year, date.getUTCMonth() + 1, 1);
  const end = wholeYear ? utcDate(year + 1, 1, 1) : utcDate(year, date.getUTCMonth() + 2, 1);
  const place = (distance: number) => Math.floor(distance / 7) + 1;
  return [place(day - first / DAY_MS), -place(end / DAY_MS - 1 - day)];
}

function chosen(days: readonly number[], positions: readonly number[]): readonly number[] {
  if (positions.length === 0) return days;
  const found = positions.map((position) => days.at(position > 0 ? position - 1 : position));
  return [...new Set(found.filter((day) => day !== undefined))].sort((a, b) => a - b);
}

function lengthOfMonth(date: Date): number {
  return new Date(utcDate(date.getUTCFullYear(), date.getUTCMonth() + 2, 0)).getUTCDate();
}

/** Months from the year 0. */
function monthOfDay(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function firstOfMonth(month: number): number {
  return utcDate(Math.floor(month / 12), (month % 12) + 1, 1) / DAY_MS;
}
