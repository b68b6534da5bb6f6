import { Injectable } from '@nestjs/common';
import { Contacts } from '../contacts';
import { Principal, isAdmin } from '../identity';
import { Events } from '../platform/events';
import { NotFound, Page, PageQuery, pageOf } from '../platform/http';
import { AppointmentReader, AppointmentView } from './appointment.reader';
import { AppointmentFilter, AppointmentStore } from './appointment.store';
import type { AppointmentsQuery } from './appointments.dto';
import { type HistoryItem, historyPage } from './history.rules';
import { AppointmentJson, PresentAppointment } from './present-appointment';

/** Appointments as staff may see them: members those they host, admins all. */
@Injectable()
export class StaffAppointments {
  constructor(
    private readonly store: AppointmentStore,
    private readonly reader: AppointmentReader,
    private readonly present: PresentAppointment,
    private readonly events: Events,
    private readonly contacts: Contacts,
  ) {}

  async list(who: Principal, query: AppointmentsQuery): Promise<Page<AppointmentJson>> {
    const filter = { ...filterOf(who, query), contactId: await this.currentContact(who, query) };
    const rows = await this.store.list(who.accountId, filter, query);
    const views = await this.reader.views(who.accountId, rows);
    return pageOf(
      views,
      query,
      ({ appointment, slot }) => ({ at: slot.startsAt, id: appointment.id }),
      (view) => this.present.forStaff(view),
    );
  }

  /** By a merged contact's ID, too, their appointments are found. */
  private async currentContact(
    { accountId }: Principal,
    { contactId }: AppointmentsQuery,
  ): Promise<string | undefined> {
    if (contactId === undefined) return undefined;
    const asked = contactId.toLowerCase();
    return (await this.contacts.byIds(accountId, [asked])).get(asked)?.id ?? asked;
  }

  async show(who: Principal, id: string): Promise<AppointmentJson> {
    return this.present.forStaff(await this.visible(who, id));
  }

  async history(who: Principal, id: string, query: PageQuery): Promise<Page<HistoryItem>> {
    await this.visible(who, id);
    return historyPage(await this.events.history(who.accountId, id), query);
  }

  /** @throws NotFound also for what others host */
  async visible({ accountId, role, userId }: Principal, id: string): Promise<AppointmentView> {
    const view = await this.reader.one(accountId, id);
    const theirs = isAdmin(role) || view.hosts.some((host) => host.userId === userId);
    if (!theirs || view.appointment.hiddenAt !== null) throw NotFound('There is no such appointment.');
    return view;
  }
}

function filterOf({ role, userId }: Principal, query: AppointmentsQuery): AppointmentFilter {
  const { from, to, updatedSince, calendarId, seriesId, status } = query;
  const instant = (text: string | undefined) => (text === undefined ? undefined : new Date(text));
  return {
    ...{ calendarId, seriesId, status },
    from: instant(from),
    to: instant(to),
    updatedSince: instant(updatedSince),
    userId: query.userId,
    hostedBy: isAdmin(role) ? undefined : userId,
  };
}
