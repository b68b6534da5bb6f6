import { type Rule, type Schedule, WEEKDAYS, checkSchedule } from '#libs/slots';
import type { FieldError } from '../platform/http';

/** A week and three years of dates; far above what anybody keeps. */
const MAX_RULES = 1100;
const MAX_INTERVALS = 48;

/** Monday to Friday, 09:00–17:00: the hours of who never set any. */
export function officeHours(timezone: string): Schedule & { rules: Rule[] } {
  const rules = WEEKDAYS.slice(0, 5).map((day): Rule => ({
    type: 'weekday',
    day,
    intervals: [{ from: '09:00', to: '17:00' }],
  }));
  return { timezone, rules };
}

/** What is wrong with hours of whatever shape; pointers into the schedule. */
export function scheduleFaults(schedule: { timezone: unknown; rules: unknown; travel?: unknown }): FieldError[] {
  const { rules } = schedule;
  if (!Array.isArray(rules)) return checkSchedule(schedule);
  // Sizes first: the check itself must not become the work.
  if (rules.length > MAX_RULES) return [{ pointer: '/rules', detail: `may have ${MAX_RULES} rules at most` }];
  const crowded = rules.findIndex((rule: unknown) => intervalCount(rule) > MAX_INTERVALS);
  if (crowded < 0) return checkSchedule(schedule);
  const detail = `may have ${MAX_INTERVALS} intervals at most`;
  return [{ pointer: `/rules/${crowded}/intervals`, detail }];
}

function intervalCount(rule: unknown): number {
  const intervals = (rule as { intervals?: unknown } | null)?.intervals;
  return Array.isArray(intervals) ? intervals.length : 0;
}
