import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import { Contacts } from '../contacts';
import { isSeated } from './appointment.rules';
import { Opening } from './opening';
import { Returning } from './returning';
import { SeatedAppointment } from './seated-appointment';
import type { Claim } from './claim';

/** Gives a cancelled appointment a seat again, with the same host if possible. Its link will be a new one. */
@Injectable()
export class ReviveAppointment {
  constructor(
    private readonly seated: SeatedAppointment,
    private readonly calendars: Calendars,
    private readonly contacts: Contacts,
    private readonly opening: Opening,
    private readonly returning: Returning,
  ) {}

  /** @returns whether it was cancelled @throws SlotTaken, SlotNotOffered */
  async ifCancelled(accountId: string, id: string): Promise<boolean> {
    const { appointment, slot } = await this.seated.read(accountId, id);
    if (isSeated(appointment.status)) return false;
    const bookable = await this.calendars.forBooking(accountId, appointment.calendarId, { deletedToo: true });
    const contact = await this.contacts.get(accountId, appointment.contactId);
    const claim: Claim = {
      bookable,
      start: slot.startsAt.getTime(),
      preferUserId: slot.leadUserId ?? undefined,
      ignoreInactive: true,
      linkSeriesId: slot.linkSeriesId,
      openWith: await this.opening.of(accountId, appointment.booker ?? contact, appointment.title),
    };
    await this.returning.run(appointment, claim);
    return true;
  }
}
