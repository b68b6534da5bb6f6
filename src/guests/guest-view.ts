import { Injectable } from '@nestjs/common';
import type { Plain } from '../platform/http';
import {
  AppointmentReader,
  AppointmentView,
  FreeSlots,
  FreeSlotsJson,
  GuestLinks,
  PresentAppointment,
  PublicAppointmentJson,
  PublicFreeSlotsQuery,
} from '../appointments';
import { Calendars } from '../calendars';

/** What a guest's link lets its holder see. */
@Injectable()
export class GuestView {
  constructor(
    private readonly links: GuestLinks,
    private readonly reader: AppointmentReader,
    private readonly present: PresentAppointment,
    private readonly calendars: Calendars,
    private readonly freeSlots: FreeSlots,
  ) {}

  /** @throws NotFound */
  async ofManageLink(token: string): Promise<AppointmentView> {
    const { accountId, id } = await this.links.appointmentOf(token, 'manage');
    return this.reader.one(accountId, id);
  }

  /** @throws NotFound */
  async ofJoinLink(token: string): Promise<AppointmentView> {
    const { accountId, id } = await this.links.appointmentOf(token, 'join');
    return this.reader.one(accountId, id);
  }

  async show(token: string): Promise<PublicAppointmentJson> {
    return this.json(await this.ofManageLink(token));
  }

  json(view: AppointmentView): PublicAppointmentJson {
    return this.present.forGuest(view);
  }

  /** Where the appointment could move to, its own seat counted as free. @throws NotFound */
  async free(token: string, query: Plain<PublicFreeSlotsQuery>): Promise<FreeSlotsJson> {
    const { accountId, id, calendarId } = await this.links.appointmentOf(token, 'manage');
    const bookable = await this.calendars.forBooking(accountId, calendarId);
    return this.freeSlots.list(bookable, { ...query, rescheduleOf: id, by: 'guest' });
  }
}
