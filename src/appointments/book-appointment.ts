import { Injectable } from '@nestjs/common';
import { Contacts, NewContact } from '../contacts';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { AppointmentRow } from './appointment.entity';
import type { ShownAppointment } from './appointment.reader';
import { Booking, assertFits, newAppointment } from './new-appointment';
import { Opening } from './opening';
import { opensAlone } from './seat-records';
import { Seating } from './seating';
import type { Claim } from './claim';

export interface Booked {
  row: AppointmentRow;
  /** What an answer shows of it; null when others sit in its slot, which has to be read. */
  view: ShownAppointment | null;
  /** Whether it is the first to sit in its slot, so that its link has been asked for, if it wishes for one. */
  opened: boolean;
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

  run(booking: Booking): Promise<Booked> {
    return this.db.transaction(async () => {
      const { accountId, stickyContact } = booking.bookable.calendar;
      const asked = booking.contact;
      const existing = 'id' in asked ? await this.contacts.get(accountId, asked.id) : null;
      const known = existing ?? (asked as NewContact);
      const openWith = await this.opening.of(accountId, known, booking.title);
      const returning = existing ?? (stickyContact ? await this.contacts.byEmail(accountId, known.email) : null);
      const claim: Claim = { ...booking, openWith, contactId: returning?.id };
      const seat = await this.seating.take(claim, booking.holdToken);
      const { slot } = seat;
      assertFits({ ...booking, bookable: claim.bookable }, slot.location);
      // After the hosts: whoever merges contacts waits for one that is held, and must not be waited for by its holder.
      const contact = await ('id' in asked
        ? this.contacts.hold(accountId, asked.id)
        : this.contacts.findOrCreate(accountId, asked));
      // The claim's calendar is as it was found under the locks.
      const { bookable } = claim;
      const { title } = openWith(bookable, slot.leadUserId);
      const about = { contactId: contact.id, slotId: slot.id, seriesId: null, title };
      const row = newAppointment({ ...booking, bookable }, about, this.clock.now());
      const opened = opensAlone(seat);
      await this.seating.sitDown([{ row, seat }], booking.by);
      const around = { appointment: row, slot, calendar: bookable.calendar, contact };
      return { row, view: seat.opened && { ...around, hosts: seat.opened }, opened };
    });
  }
}
