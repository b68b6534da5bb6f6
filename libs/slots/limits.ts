import { addDuration, localDate } from '#libs/time';
import type { Availability } from './availability';
import type { Reason } from './reasons';

/** The starts that notice and window leave: [earliest, latest). */
export interface Limits {
  earliest: number;
  latest: number;
}

export function limitsOf({ calendar, now }: Availability): Limits {
  return {
    earliest: Math.max(now, addDuration(now, calendar.minimumNotice, calendar.timezone)),
    latest: addDuration(now, calendar.bookingWindow, calendar.timezone),
  };
}

/** What keeps the calendar from offering anything at all. */
export function closedReason({ calendar, hosts, ownerId }: Availability): Reason | null {
  if (!calendar.active) return 'calendar-inactive';
  const led = calendar.type === 'collective' ? hosts.some(({ hostId }) => hostId === ownerId) : hosts.length > 0;
  return led ? null : 'no-hosts';
}

/** Whether the calendar's day of that start takes no more. */
export function isDayFull({ calendar, fullDates }: Availability, start: number): boolean {
  return fullDates !== undefined && fullDates.size > 0 && fullDates.has(localDate(calendar.timezone, start));
}

export function limitReason(now: number, { earliest, latest }: Limits, start: number): Reason | null {
  if (start < now) return 'in-the-past';
  if (start < earliest) return 'inside-notice';
  return start < latest ? null : 'beyond-window';
}
