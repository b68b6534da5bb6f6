import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkRecurrence, occurrences, parseRecurrence } from '#libs/recurrence';
import { isGroupType } from '../calendars';
import { Contacts } from '../contacts';
import { Database } from '../platform/database';
import { Invalid } from '../platform/http';
import type { AppointmentRow } from './appointment.entity';
import type { Claim } from './claim';
import { refusal } from './host-choice';
import { refusalOfAll } from './series-refusal';
import { type Booking, assertFits } from './new-appointment';
import { Opening, type OpenWith } from './opening';
import type { HostPolicy, OnConflict } from './planning.rules';
import { SeriesRecords } from './series-records';
import { SeriesSeats } from './series-seats';
import type { Taking } from './slot-seats';
import type { SeriesRow } from './series.entity';
import {
  type Conflict,
  type Planned,
  type Seat,
  MAX_OCCURRENCES,
  conflictOf,
  decisionFor,
  planSeries,
} from './series.rules';

export interface SeriesBooking extends Booking {
  /** An iCalendar RRULE. The booking's start is its first occurrence, and its zone the one the rule is read in. */
  rrule: string;
  onConflict: OnConflict;
  host: HostPolicy;
}

export interface BookedSeries {
  series: SeriesRow;
  /** Soonest first. */
  appointments: AppointmentRow[];
}

interface Ongoing {
  row: SeriesRow;
  contactId: string;
  openWith: OpenWith;
}

/** Everything that takes anybody's time as far as the last occurrence is read at once. */
const LONGEST_SERIES_MS = 10 * 366 * 86_400_000;
/** Years have four digits. */
const END_OF_TIME = Date.UTC(9999, 0, 1);

/** Books all occurrences of a rule in one transaction: whole, or not at all. What follows: docs/events.md. */
@Injectable()
export class BookSeries {
  constructor(
    private readonly db: Database,
    private readonly contacts: Contacts,
    private readonly opening: Opening,
    private readonly seats: SeriesSeats,
    private readonly records: SeriesRecords,
  ) {}

  /** @throws Invalid, SlotTaken, SlotNotOffered, CalendarInactive */
  run(asked: SeriesBooking): Promise<BookedSeries> {
    const starts = startsOf(asked);
    return this.db.transaction(async () => {
      const booking = { ...asked, bookable: await this.seats.lock(asked.bookable) };
      assertFits(booking, null);
      const planned = planSeries(await this.seats.diary(booking.bookable, starts), {
        ...booking,
        starts,
        length: booking.end === undefined ? undefined : booking.end - booking.start,
      });
      assertSome(planned);
      const series = await this.begin(booking);
      const appointments = await this.book(booking, planned, series);
      const conflicts = conflictsOf(planned, appointments);
      return { series: await this.records.close(series.row, appointments, conflicts), appointments };
    });
  }

  private async begin(booking: SeriesBooking): Promise<Ongoing> {
    const { bookable, contact: asked, rrule, timezone, onConflict, host } = booking;
    const { accountId, id: calendarId } = bookable.calendar;
    const known = 'id' in asked;
    const contact = await (known
      ? this.contacts.hold(accountId, asked.id)
      : this.contacts.findOrCreate(accountId, asked));
    const openWith = await this.opening.of(accountId, known ? contact : asked, booking.title);
    const startsAt = new Date(booking.start);
    const of = { id: randomUUID(), accountId, calendarId, oneLink: hasOneLink(booking) };
    const row = { ...of, rrule, timezone, startsAt, onConflict, host };
    return { row: await this.records.open(row), contactId: contact.id, openWith };
  }

  /** All occurrences that have a seat, in their order. */
  private async book(
    booking: SeriesBooking,
    planned: Planned[],
    { row: { id: seriesId, oneLink }, contactId, openWith }: Ongoing,
  ): Promise<AppointmentRow[]> {
    const inSeries = { openWith, linkSeriesId: oneLink ? seriesId : null };
    const takings = planned.flatMap(({ seat }) => (seat ? [takingOf(booking, seat, inSeries)] : []));
    const seats = await this.seats.take(takings);
    return this.records.add(
      seats.map((seat, at) => ({ seat, forced: takings[at]?.claim.forced ?? false })),
      { booking, seriesId, contactId, openWith },
    );
  }
}

function takingOf(
  booking: SeriesBooking,
  { start, candidate, hostUserId, ranked }: Seat,
  inSeries: Pick<Claim, 'openWith' | 'linkSeriesId'>,
): Taking {
  const { bookable, start: first, end } = booking;
  const forced = candidate === null || (booking.forced ?? false);
  const claim: Claim = {
    bookable,
    start,
    end: end === undefined ? undefined : start + (end - first),
    hostUserId: candidate?.hostId ?? hostUserId,
    forced,
    ...inSeries,
  };
  const chosenBy = booking.hostUserId ? 'caller' : booking.host === 'same' ? 'series' : 'distribution';
  const decision = decisionFor(bookable.calendar, chosenBy, ranked);
  return { claim, choice: forced ? null : { lead: candidate, decision } };
}

/** One host makes one link, where nobody else comes to the slots. */
function hasOneLink({ bookable: { calendar }, host }: SeriesBooking): boolean {
  const { type, zoom, appointmentsPerSlot } = calendar;
  return isGroupType(type) && zoom.oneLinkForSeries && host === 'same' && appointmentsPerSlot === 1;
}

/** Occurrences that were not free, in their order. @param appointments of those that have a seat */
function conflictsOf(planned: Planned[], appointments: AppointmentRow[]): Conflict[] {
  const booked = appointments.values();
  return planned.flatMap((occurrence): Conflict[] => {
    const row = occurrence.seat ? booked.next().value : undefined;
    return occurrence.reason === null ? [] : [conflictOf(occurrence, row?.id ?? null)];
  });
}

function startsOf({ rrule, start, timezone }: SeriesBooking): number[] {
  const first = { start, timezone };
  const faults = checkRecurrence(rrule, { max: MAX_OCCURRENCES, mustEnd: true, first });
  const recurrence = parseRecurrence(rrule);
  const starts = recurrence ? occurrences(recurrence, first, { max: MAX_OCCURRENCES }) : [];
  const last = starts.at(-1) ?? start;
  if (last - start > LONGEST_SERIES_MS) faults.push('must end within ten years');
  if (last >= END_OF_TIME) faults.push('must end before the year 9999');
  if (faults.length === 0) return starts;
  const errors = faults.map((detail) => ({ pointer: '/recurrence/rrule', detail }));
  throw Invalid(errors.map(({ detail }) => `recurrence.rrule: ${detail}`).join('; '), { errors });
}

/** A series of nothing is none. What shuts the calendar as a whole shuts it to all occurrences. */
function assertSome(planned: Planned[]): void {
  const shut = planned.find(({ reason }) => reason === 'calendar-inactive' || reason === 'no-hosts');
  if (shut?.reason) throw refusal(shut.reason);
  if (planned.every(({ seat }) => seat === null)) {
    throw refusalOfAll(planned.map((occurrence) => conflictOf(occurrence, null)));
  }
}
