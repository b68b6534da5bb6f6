import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bookable } from '../calendars';
import { Contact, Contacts, NewContact } from '../contacts';
import type { MeetingLocation } from '../identity';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Invalid } from '../platform/http';
import { AppointmentRow, Booker, Guest } from './appointment.entity';
import { AppointmentStatus } from './appointment.rules';
import { answerFaults, answered } from './answers.rules';
import { placeFaults } from './booking.rules';
import { Opening } from './opening';
import { Seating } from './seating';
import type { Claim } from './claim';

/** A booking by a guest or by staff. */
export interface Booking {
  bookable: Bookable;
  by: 'guest' | 'staff';
  /** Epoch milliseconds. */
  start: number;
  end?: number;
  hostUserId?: string;
  forced?: boolean;
  holdToken?: string;
  contact: NewContact | { id: string };
  /** The guest's zone; the calendar's when nobody says. */
  timezone: string;
  locale?: string;
  title?: string;
  notes?: string;
  internalNotes?: string;
  guests?: Guest[];
  answers?: Record<string, unknown>;
  source?: Record<string, unknown>;
  location?: MeetingLocation;
  status?: 'new' | 'confirmed';
  notify?: boolean;
}

/** Makes an appointment: in a slot of its own, a shared one, or the one held for it. What follows: docs/events.md. */
@Injectable()
export class BookAppointment {
  constructor(
    private readonly db: Database,
    private readonly contacts: Contacts,
    private readonly opening: Opening,
    private readonly seating: Seating,
    private readonly clock: Clock,
  ) {}

  run(booking: Booking): Promise<AppointmentRow> {
    return this.db.transaction(async () => {
      const { accountId } = booking.bookable.calendar;
      const asked = booking.contact;
      const existing = 'id' in asked ? await this.contacts.get(accountId, asked.id) : null;
      const known = existing ?? (asked as NewContact);
      const openWith = await this.opening.of(accountId, known, booking.title);
      const claim: Claim = { ...booking, openWith };
      const slot = await this.seating.take(claim, booking.holdToken);
      assertFits(claim, booking, slot.location);
      const contact = existing ?? (await this.contacts.findOrCreate(accountId, known));
      // The claim's calendar is as it was found under the locks.
      const { bookable } = claim;
      const row = this.newRow({ ...booking, bookable }, contact, slot.id, openWith(bookable, slot.leadUserId).title);
      await this.seating.sitDown(row, slot, booking.by);
      return row;
    });
  }

  private newRow(booking: Booking, contact: Contact, slotId: string, title: string): AppointmentRow {
    const { calendar } = booking.bookable;
    const now = this.clock.now();
    const status: AppointmentStatus = booking.status ?? (calendar.autoConfirm ? 'confirmed' : 'new');
    return {
      id: randomUUID(),
      accountId: calendar.accountId,
      calendarId: calendar.id,
      slotId,
      seriesId: null,
      contactId: contact.id,
      booker: bookerOf(booking),
      status,
      timezone: booking.timezone,
      locale: booking.locale ?? null,
      title,
      notes: booking.notes ?? null,
      internalNotes: booking.internalNotes ?? null,
      guests: booking.guests ?? [],
      ...answered(calendar.questions, booking.answers ?? {}),
      source: booking.source ?? null,
      location: booking.location ?? null,
      cancelledBy: null,
      cancellationReason: null,
      cancelledAt: null,
      forced: booking.forced ?? false,
      notify: booking.notify ?? true,
      linkGeneration: 1,
      hiddenAt: null,
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
  }
}

/** Whoever knows a contact's e-mail must not learn more of them by booking with it. */
function bookerOf({ by, contact }: Booking): Booker | null {
  if (by !== 'guest' || 'id' in contact) return null;
  const { name, email, phone } = contact;
  return { name, email, phone: phone ?? null };
}

/** Known only under the locks: each host of a round robin may meet elsewhere, and questions may have changed. */
function assertFits({ bookable }: Claim, { by, contact, location, answers }: Booking, place: MeetingLocation): void {
  const guest = by === 'guest';
  const phone = 'id' in contact ? null : contact.phone;
  const errors = [
    ...(guest ? placeFaults({ place, chosen: location, phone }) : []),
    ...answerFaults(bookable.calendar.questions, answers ?? {}, { mayLeaveOut: !guest }),
  ];
  if (errors.length > 0)
    throw Invalid(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '), { errors });
}
