import type { BookingWindow, CalendarRules } from '#libs/slots';
import { durationMs, exactDuration, parseDuration, type IsoDuration } from '#libs/time';
import { type CalendarRow, parseBookingWindow } from '../calendars';

/** For a start that has its notice and window behind it. */
export const UNLIMITED = { minimumNotice: exactDuration(0), bookingWindow: { ...exactDuration(0), years: 1000 } };

/** The calendar as the engine reads it. Durations are checked when a calendar is saved. */
export function rulesOf(calendar: CalendarRow, ignoreInactive: boolean): CalendarRules {
  return {
    type: calendar.type,
    active: calendar.active || ignoreInactive,
    timezone: calendar.timezone,
    slotDuration: millisecondsOf(calendar.slotDuration),
    slotInterval: millisecondsOf(calendar.slotInterval),
    slotOffset: millisecondsOf(calendar.slotOffset),
    preBuffer: millisecondsOf(calendar.preBuffer),
    postBuffer: millisecondsOf(calendar.postBuffer),
    minimumNotice: durationOf(calendar.minimumNotice),
    bookingWindow: windowOf(calendar.bookingWindow),
    appointmentsPerSlot: calendar.appointmentsPerSlot,
  };
}

export function millisecondsOf(duration: string): number {
  return durationMs(durationOf(duration));
}

function windowOf(text: string): BookingWindow {
  const window = parseBookingWindow(text);
  if (!window) throw new RangeError(`${text} is no booking window`);
  return window;
}

function durationOf(text: string): IsoDuration {
  const duration = parseDuration(text);
  if (!duration) throw new RangeError(`${text} is no duration`);
  return duration;
}
