import type { CalendarRow } from '../calendars';
import { type Finding, SEVERITIES, about, error, info, names, warning } from './finding';
import { type HostOnZoom, zoomFindings } from './zoom-findings.rules';

export interface CheckedHost {
  userId: string;
  name: string;
  /** Whether slots are offered only when this host works: always, but for one of several in a round robin. */
  needed: boolean;
  /** Whether a slot fits into their hours within the booking window. */
  hasHours: boolean;
  /** Why slots they lead take place at the calendar's fallback; null when they don't, or when they lead none. */
  fallback: 'nothing-chosen' | 'zoom-not-made-here' | null;
  /** Of who leads slots on Zoom. */
  zoom: HostOnZoom | null;
}

export interface CheckedCalendar {
  calendar: CalendarRow;
  /** Empty in an unassigned calendar, whose own hours speak for it. */
  hosts: readonly CheckedHost[];
  /** Whether a slot fits into the hours of all who are needed, and of the calendar without hosts. */
  hasCommonHours: boolean;
  /** The UTC day, YYYY-MM-DD. */
  today: string;
  /** What keeps every start out of the booking window, whatever the hours; null when nothing does. */
  windowFault: 'over' | 'shorter-than-notice' | null;
  /** The next free slot, as its reader is told; null when there is none. */
  nextFree: string | null;
}

/** The most urgent first. */
export function calendarFindings(checked: CheckedCalendar): Finding[] {
  const found = [...openingFindings(checked), ...hoursFindings(checked), ...zoomFindings(checked)];
  const blocked = found.some(({ severity }) => severity === 'error') || !checked.calendar.active;
  const all = [...found, ...placeFindings(checked), ...nextFindings(checked, blocked)];
  return all.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function openingFindings({ calendar, hosts, windowFault }: CheckedCalendar): Finding[] {
  const { active, type, bookingWindow, minimumNotice, lookBusyPercent } = calendar;
  const findings: Finding[] = [];
  if (!active) {
    findings.push(
      warning('inactive', 'The calendar is inactive and takes no bookings.', 'Set active to true when it shall open.'),
    );
  }
  if (lookBusyPercent === 100) {
    const detail = 'The calendar looks fully busy: guests are shown no free slot at all (lookBusyPercent is 100).';
    findings.push(warning('looks-fully-busy', detail, 'Lower lookBusyPercent.'));
  }
  if (type !== 'unassigned' && hosts.length === 0) {
    findings.push(
      error('no-hosts', 'Nobody hosts this calendar any more.', 'Give it members (PATCH the calendar’s members).'),
    );
  }
  if (type === 'collective' && hosts.length === 1) {
    const detail = 'Only the owner is left in this collective calendar: slots are offered without anybody else.';
    findings.push(warning('collective-alone', detail, 'Add the members who shall take part, or make it personal.'));
  }
  if (windowFault === 'over') {
    const detail = `The booking window ${bookingWindow} is over: nothing is offered any more.`;
    findings.push(error('window-over', detail, 'Give bookingWindow later dates, or a length such as P60D.'));
  }
  if (windowFault === 'shorter-than-notice') {
    const detail = `Bookings need ${minimumNotice} of notice, but the window ${bookingWindow} ends before that.`;
    findings.push(error('notice-past-window', detail, 'Shorten minimumNotice or lengthen bookingWindow.'));
  }
  return findings;
}

function hoursFindings({ calendar, hosts, hasCommonHours, windowFault }: CheckedCalendar): Finding[] {
  // Without a window there are no hours in it: that finding says enough.
  if (windowFault) return [];
  const { type, slotDuration, bookingWindow } = calendar;
  const within = `no hours in the booking window (${bookingWindow}) into which a slot of ${slotDuration} fits`;
  if (type === 'unassigned') {
    const fix = 'Change the schedule that scheduleId names, or shorten slotDuration.';
    return hasCommonHours ? [] : [error('no-hours', `The calendar has ${within}.`, fix)];
  }
  const idle = hosts.filter(({ hasHours }) => !hasHours);
  const fix = calendar.scheduleId
    ? 'Change the schedule that scheduleId names, or set it to null so that each member’s own hours count.'
    : 'Give them working hours (PUT /v1/users/{id}/schedule), or take them out of the calendar.';
  const blocking = idle.some(({ needed }) => needed) || idle.length === hosts.length;
  const findings: Finding[] = [];
  if (idle.length > 0) {
    const detail = `${names(idle)} ${idle.length > 1 ? 'have' : 'has'} ${within}.`;
    findings.push(about(idle, (blocking ? error : warning)('no-hours', detail, fix)));
  } else if (type === 'collective' && !hasCommonHours) {
    const needed = hosts.filter((host) => host.needed);
    const detail = `${names(needed)} never work at the same time for ${slotDuration}: nothing can be offered.`;
    const remedy = 'Let their hours overlap, or make members optional who need not be there.';
    findings.push(about(needed, error('no-common-hours', detail, remedy)));
  }
  return findings;
}

function placeFindings({ calendar, hosts }: CheckedCalendar): Finding[] {
  const { value, kind } = calendar.fallbackLocation;
  const told = `guests are told the fallback instead: “${value ?? kind}”`;
  const fix = 'Set their location here (PUT …/members/{userId}/meeting-location), or change fallbackLocation.';
  const unset = hosts.filter(({ fallback }) => fallback === 'nothing-chosen');
  const onZoom = hosts.filter(({ fallback }) => fallback === 'zoom-not-made-here');
  const findings: Finding[] = [];
  if (unset.length > 0) {
    const detail = `${names(unset)} chose no place to meet, so ${told}.`;
    findings.push(about(unset, info('fallback-used', detail, fix)));
  }
  if (onZoom.length > 0) {
    const detail = `${names(onZoom)} meet on Zoom by default, but a ${calendar.type} calendar makes no Zoom meetings, so ${told}.`;
    findings.push(about(onZoom, info('zoom-default-not-used', detail, `${fix} A static Zoom link goes into custom.`)));
  }
  return findings;
}

function nextFindings({ nextFree, calendar, windowFault }: CheckedCalendar, blocked: boolean): Finding[] {
  if (nextFree !== null) return [info('next-free-slot', `The next free slot: ${nextFree}.`, 'Nothing to do.')];
  if (blocked || windowFault) return [];
  const detail = `Nothing is free in the booking window (${calendar.bookingWindow}): all starts are taken, capped or off.`;
  const fix = 'Lengthen bookingWindow, add hosts or hours, or raise appointmentsPerDay or appointmentsPerHostPerDay.';
  return [error('no-free-slot', detail, fix)];
}
