import { randomUUID } from 'node:crypto';
import type { Bookable } from '../calendars';
import type { NewContact } from '../contacts';
import type { MeetingLocation } from '../identity';
import { Invalid } from '../platform/http';
import { answerFaults, answered } from './answers.rules';
import type { AppointmentRow, Booker, Guest } from './appointment.entity';
import { placeFaults } from './booking.rules';

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

/** What is known of an appointment once it has its seat. */
export interface Seated {
  contactId: string;
  slotId: string;
  seriesId: string | null;
  title: string;
}

/** The row of a booking in its seat, not yet in the database. */
export function newAppointment(
  booking: Booking,
  { contactId, slotId, seriesId, title }: Seated,
  now: Date,
): AppointmentRow {
  const { calendar } = booking.bookable;
  return {
    id: randomUUID(),
    accountId: calendar.accountId,
    calendarId: calendar.id,
    ...{ slotId, seriesId, contactId },
    booker: bookerOf(booking),
    status: booking.status ?? (calendar.autoConfirm ? 'confirmed' : 'new'),
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
    ownLink: null,
    linkGeneration: 1,
    hiddenAt: null,
    version: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/** Whoever knows a contact's e-mail must not learn more of them by booking with it. */
function bookerOf({ by, contact }: Booking): Booker | null {
  if (by !== 'guest' || 'id' in contact) return null;
  const { name, email, phone } = contact;
  return { name, email, phone: phone ?? null };
}

/**
 * Judged under the locks: each host of a round robin may meet elsewhere, and questions may have changed.
 * @param place where the slot takes place; guests may have to say more to it
 * @throws Invalid
 */
export function assertFits({ bookable, by, contact, location, answers }: Booking, place: MeetingLocation | null): void {
  const guest = by === 'guest';
  const phone = 'id' in contact ? null : contact.phone;
  const errors = [
    ...(guest && place ? placeFaults({ place, chosen: location, phone }) : []),
    ...answerFaults(bookable.calendar.questions, answers ?? {}, { mayLeaveOut: !guest }),
  ];
  if (errors.length > 0)
    throw Invalid(errors.map(({ pointer, detail }) => `${pointer}: ${detail}`).join('; '), { errors });
}
