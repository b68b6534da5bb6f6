import { Injectable } from '@nestjs/common';
import { Bookable, Calendars, ZoomNeedsGroupCalendar, isGroupType } from '../calendars';
import type { NewContact } from '../contacts';
import { MeetingLocation, Principal, isAdmin } from '../identity';
import { Forbidden, ImprovingAnswer, Invalid, type Plain } from '../platform/http';
import { LONGEST_MS } from './appointment.rules';
import type { FreeSlotsQuery } from './appointments.dto';
import { BookAppointment } from './book-appointment';
import type { Booking } from './new-appointment';
import type { ContactInput, StaffBookingInput } from './booking.dto';
import { UNUSUAL, isUsual, startOf } from './fields';
import { FreeSlots, FreeSlotsJson } from './free-slots';
import type { AppointmentJson } from './present-appointment';
import type { SeriesAnswer } from './present-series';
import { StaffAnswers } from './staff-answers';
import { StaffSeries } from './staff-series';

/** What staff may do in a calendar: the same as anybody, with more to choose. */
@Injectable()
export class StaffBooking {
  constructor(
    private readonly calendars: Calendars,
    private readonly freeSlots: FreeSlots,
    private readonly book: BookAppointment,
    private readonly series: StaffSeries,
    private readonly answers: StaffAnswers,
  ) {}

  async free(who: Principal, calendarId: string, query: Plain<FreeSlotsQuery>): Promise<FreeSlotsJson> {
    const bookable = await this.calendars.forBooking(who.accountId, calendarId);
    const memberId = isAdmin(who.role) ? undefined : who.userId;
    return this.freeSlots.list(bookable, { ...query, memberId, by: 'staff' });
  }

  async run(who: Principal, input: StaffBookingInput): Promise<ImprovingAnswer<AppointmentJson | SeriesAnswer>> {
    const bookable = await this.calendars.forBooking(who.accountId, input.calendarId);
    assertOwnCalendar(who, bookable);
    assertHost(bookable, input);
    const booking = bookingOf(bookable, input);
    const { recurrence } = input;
    if (!recurrence) {
      const { row, ...booked } = await this.book.run(booking);
      return this.answers.of(row, booked);
    }
    const { rrule, onConflict = 'skip', host = 'same' } = recurrence;
    return this.series.book({ ...booking, rrule, onConflict, host });
  }
}

function bookingOf(bookable: Bookable, input: Plain<StaffBookingInput>): Booking {
  const { contactId, contact, overrideAvailability, end, location, timezone, ...rest } = input;
  const start = startOf(input.start);
  // Unless overridden, hours and window keep starts among the years that can be stored.
  if (overrideAvailability && !isUsual(input.start)) throw invalid('/start', UNUSUAL);
  if (!contact && contactId === undefined) throw invalid('/contact', 'must be given, unless contactId is');
  if (contact && contactId !== undefined) throw invalid('/contactId', 'give either contactId or contact');
  const until = end === undefined ? undefined : startOf(end);
  if (until !== undefined && (until <= start || until - start > LONGEST_MS)) {
    throw invalid('/end', 'must be after the start, by 24 hours at most');
  }
  return {
    ...rest,
    bookable,
    by: 'staff',
    start,
    end: until,
    forced: overrideAvailability ?? false,
    contact: contact ? contactOf(contact) : { id: contactId ?? '' },
    timezone: timezone ?? bookable.calendar.timezone,
    location: location && overrideOf(bookable, location),
  };
}

function contactOf({ name, email, phone, smsConsent }: Plain<ContactInput>): NewContact {
  return { name, email, smsConsent, phone: phone ?? undefined };
}

function overrideOf({ calendar }: Bookable, { kind, value }: MeetingLocation): MeetingLocation {
  if (kind === 'zoom' && !isGroupType(calendar.type)) {
    throw ZoomNeedsGroupCalendar('Only round robin and collective calendars make links; put a static one into custom.');
  }
  return value === undefined ? { kind } : { kind, value };
}

function assertOwnCalendar({ role, userId }: Principal, { hosts }: Bookable): void {
  if (isAdmin(role) || hosts.some((host) => host.userId === userId)) return;
  throw Forbidden('Members book in calendars they host.');
}

function assertHost({ calendar, hosts }: Bookable, { hostUserId }: StaffBookingInput): void {
  if (hostUserId === undefined) return;
  const host = hosts.find(({ userId }) => userId === hostUserId);
  if (!host) throw invalid('/hostUserId', 'is no host of this calendar');
  if (calendar.type === 'collective' && !host.isOwner) throw invalid('/hostUserId', "must be the collective's owner");
}

function invalid(pointer: string, detail: string) {
  return Invalid(`${pointer.slice(1)}: ${detail}`, { errors: [{ pointer, detail }] });
}
