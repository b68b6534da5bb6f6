import { addDays, addDuration, localDate, startOfDay } from '#libs/time';
import type { Availability } from './availability';
import type { Reason } from './reasons';

/** The starts that notice and window leave: from `earliest` and from `opens`, before `latest`. */
export interface Limits {
  earliest: number;
  opens: number;
  latest: number;
}

export function limitsOf({ calendar, now }: Availability): Limits {
  const { minimumNotice, bookingWindow, timezone } = calendar;
  const earliest = Math.max(now, addDuration(now, minimumNotice, timezone));
  if (!('from' in bookingWindow))
    return { earliest, opens: -Infinity, latest: addDuration(now, bookingWindow, timezone) };
  const { from, to } = bookingWindow;
  return { earliest, opens: startOfDay(timezone, from), latest: startOfDay(timezone, addDays(to, 1)) };
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

export function limitReason(now: number, { earliest, opens, latest }: Limits, start: number): Reason | null {
  if (start < now) return 'in-the-past';
  if (start < earliest) return 'inside-notice';
  if (start < opens) return 'before-window';
  return start < latest ? null : 'beyond-window';
}
