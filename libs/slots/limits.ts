import { addDuration } from '#libs/time';
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

export function limitReason(now: number, { earliest, latest }: Limits, start: number): Reason | null {
  if (start < now) return 'in-the-past';
  if (start < earliest) return 'inside-notice';
  return start < latest ? null : 'beyond-window';
}
