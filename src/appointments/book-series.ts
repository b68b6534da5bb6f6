import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { checkRecurrence, occurrences, parseRecurrence } from '#libs/recurrence';
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
  series: SeriesRow;
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
      const ongoing = await this.begin(booking);
      const appointments: AppointmentRow[] = [];
      const conflicts: Conflict[] = [];
      for (const occurrence of planned) {
        const row = occurrence.seat && (await this.book(booking, occurrence.seat, ongoing));
        if (row) appointments.push(row);
        if (occurrence.reason !== null) conflicts.push(conflictOf(occurrence, row?.id ?? null));
      }
      return { series: await this.records.close(ongoing.series, appointments, conflicts), appointments };
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
    const row = { id: randomUUID(), accountId, calendarId, rrule, timezone, startsAt, onConflict, host };
    return { series: await this.records.open(row), contactId: contact.id, openWith };
  }

  private async book(booking: SeriesBooking, seat: Seat, { series, contactId, openWith }: Ongoing) {
    const { bookable, start: first, end } = booking;
    const { start, candidate, ranked } = seat;
    const forced = candidate === null || (booking.forced ?? false);
    const claim: Claim = {
      bookable,
      start,
      end: end === undefined ? undefined : start + (end - first),
      hostUserId: candidate?.hostId ?? seat.hostUserId,
      forced,
      openWith,
    };
    const chosenBy = booking.hostUserId ? 'caller' : booking.host === 'same' ? 'series' : 'distribution';
    const choice = forced ? null : { lead: candidate, decision: decisionFor(bookable.calendar, chosenBy, ranked) };
    const taken = await this.seats.take(claim, choice);
    const { title } = openWith(bookable, taken.slot.leadUserId);
    return this.records.add({ ...booking, forced }, taken, { contactId, seriesId: series.id, title });
  }
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
