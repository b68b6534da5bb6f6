import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import { ImprovingAnswer, type Plain } from '../platform/http';
import type { PublicFreeSlotsQuery } from './appointments.dto';
import { BookAppointment } from './book-appointment';
import type { PublicBookingInput } from './booking.dto';
import { startOf } from './fields';
import { FreeSlots, FreeSlotsJson } from './free-slots';
import { LinkWait } from './link-wait';
import { PresentAppointment, PublicAppointmentJson } from './present-appointment';

/** What anybody may do in a calendar: see what is free, and book. */
@Injectable()
export class PublicBooking {
  constructor(
    private readonly calendars: Calendars,
    private readonly freeSlots: FreeSlots,
    private readonly book: BookAppointment,
    private readonly wait: LinkWait,
    private readonly present: PresentAppointment,
  ) {}

  async free(slugOrId: string, query: Plain<PublicFreeSlotsQuery>): Promise<FreeSlotsJson> {
    return this.freeSlots.list(await this.calendars.forPublicBooking(slugOrId), { ...query, by: 'guest' });
  }

  async run(slugOrId: string, input: Plain<PublicBookingInput>): Promise<ImprovingAnswer<PublicAppointmentJson>> {
    const bookable = await this.calendars.forPublicBooking(slugOrId);
    const { phone, ...contact } = input.contact;
    const { row, ...booked } = await this.book.run({
      ...input,
      bookable,
      by: 'guest',
      start: startOf(input.start),
      contact: { ...contact, phone: phone ?? undefined },
    });
    return this.wait.answer(row, (shown) => this.present.forGuest(shown), booked);
  }
}
