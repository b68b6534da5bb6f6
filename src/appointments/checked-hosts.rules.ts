import type { Schedule } from '#libs/slots';
import { type Interval, addDuration, parseDuration } from '#libs/time';
import {
  type Bookable,
  type BookableHost,
  type CalendarRow,
  isGroupType,
  openInterval,
  parseBookingWindow,
  resolveLocation,
} from '../calendars';
import type { CheckedCalendar, CheckedHost } from './calendar-findings.rules';
import { rulesOf } from './calendar.rules';
import { haveCommonHours } from './check-hours.rules';

/** A host before anybody asked Zoom about them. */
export type HostBeforeZoom = Omit<CheckedHost, 'zoom'> & Pick<BookableHost, 'schedule'> & { leadsOnZoom: boolean };

/** What can be said of a calendar from its settings, members and hours alone. */
export function lookOver(bookable: Bookable, now: number) {
  const { calendar, hosts, schedule } = bookable;
  const { slotDuration } = rulesOf(calendar, true);
  const { span, windowFault } = startsWithin(calendar, now);
  const checked = hosts.map((host) =>
    checkedHost(calendar, host, haveCommonHours([host.schedule], span, slotDuration)),
  );
  const together = schedule ? [schedule] : checked.filter(({ needed }) => needed).map((host) => host.schedule);
  return { hosts: checked, hasCommonHours: haveAny(together, span, slotDuration), windowFault };
}

/** Nobody is needed alone in a round robin of several: then there is nothing to have in common. */
function haveAny(schedules: readonly Schedule[], span: Interval, length: number): boolean {
  return schedules.length === 0 || haveCommonHours(schedules, span, length);
}

/** The instants in which a start may lie now: past the notice, in the window. Empty with a fault. */
function startsWithin(calendar: CalendarRow, now: number): { span: Interval } & Pick<CheckedCalendar, 'windowFault'> {
  const { bookingWindow, minimumNotice, timezone } = calendar;
  const window = parseBookingWindow(bookingWindow);
  const notice = parseDuration(minimumNotice);
  const open = window ? openInterval(window, now, timezone) : { start: now, end: now };
  const earliest = notice ? addDuration(now, notice, timezone) : now;
  const span = { start: Math.max(earliest, open.start), end: open.end };
  if (open.end <= now) return { span, windowFault: 'over' };
  return { span, windowFault: span.start < span.end ? null : 'shorter-than-notice' };
}

function checkedHost(calendar: CalendarRow, host: BookableHost, hasHours: boolean): HostBeforeZoom {
  const { userId, name, schedule, isOwner, optional, meetingLocation, defaultMeetingLocation } = host;
  const { type, fallbackLocation: fallback } = calendar;
  const leads = type !== 'collective' || isOwner;
  const chosen = [meetingLocation, defaultMeetingLocation].find((place) => place && place.kind !== 'default');
  const place = resolveLocation({
    override: null,
    memberLocation: meetingLocation,
    userDefault: defaultMeetingLocation,
    fallback,
    calendarType: type,
  });
  const notMadeHere = chosen?.kind === 'zoom' && !isGroupType(type);
  return {
    userId,
    name,
    schedule,
    needed: type === 'collective' ? !optional : type !== 'round_robin',
    hasHours,
    fallback: leads && notMadeHere ? 'zoom-not-made-here' : leads && !chosen ? 'nothing-chosen' : null,
    leadsOnZoom: leads && place.kind === 'zoom',
  };
}
