import { Injectable } from '@nestjs/common';
import { CalendarRow, Calendars } from '../calendars';
import { Contact, Contacts } from '../contacts';
import { People, Person } from '../identity';
import { NotFound } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

/** An appointment with everything around it that people see. */
export interface AppointmentView {
  appointment: AppointmentRow;
  slot: SlotRow;
  calendar: CalendarRow;
  contact: Contact;
  /** In the slot's order; the lead first. Empty for a calendar without hosts. */
  hosts: Person[];
}

/** As much of it as an answer needs. */
export interface ShownAppointment extends Omit<AppointmentView, 'hosts'> {
  hosts: Pick<Person, 'userId' | 'name'>[];
}

/** Puts rows of several features together, in a fixed number of statements. */
@Injectable()
export class AppointmentReader {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
    private readonly calendars: Calendars,
    private readonly contacts: Contacts,
    private readonly people: People,
  ) {}

  /** @throws NotFound */
  async one(accountId: string, id: string): Promise<AppointmentView> {
    const row = await this.appointments.find(accountId, id);
    const [view] = row ? await this.views(accountId, [row]) : [];
    if (!view) throw NotFound('There is no such appointment.');
    return view;
  }

  /**
   * The same appointment by now. While it is in the same slot under the same host, only what becomes of a link is taken
   * from the rows.
   * @param slot the slot it was in, as it is now
   */
  async again(view: ShownAppointment, slot: SlotRow | null): Promise<ShownAppointment> {
    const { accountId, id, contactId } = view.appointment;
    const appointment = await this.appointments.find(accountId, id);
    const unmoved = slot !== null && appointment?.slotId === slot.id && appointment.contactId === contactId;
    const same = unmoved && slot.leadUserId === view.slot.leadUserId;
    return same ? { ...view, appointment, slot } : this.one(accountId, id);
  }

  /** Those there are, soonest first. */
  async many(accountId: string, ids: string[]): Promise<AppointmentView[]> {
    return soonestFirst(await this.views(accountId, await this.appointments.byIds(accountId, ids)));
  }

  /** Those of a series that were not hidden, soonest first. */
  async ofSeries(accountId: string, seriesId: string): Promise<AppointmentView[]> {
    return soonestFirst(await this.views(accountId, await this.appointments.ofSeries(accountId, seriesId)));
  }

  /** The series it belongs to, if it does. */
  async seriesOf(accountId: string, id: string): Promise<string | null> {
    return (await this.appointments.find(accountId, id))?.seriesId ?? null;
  }

  /** The slot it sits in, or sat in last. @throws NotFound */
  async slotOf(accountId: string, id: string): Promise<string> {
    const row = await this.appointments.find(accountId, id);
    if (!row) throw NotFound('There is no such appointment.');
    return row.slotId;
  }

  async views(accountId: string, rows: AppointmentRow[]): Promise<AppointmentView[]> {
    if (rows.length === 0) return [];
    const slotIds = rows.map(({ slotId }) => slotId);
    const slots = byId(await this.slots.byIds(accountId, slotIds));
    const occupied = await this.slots.hostsOf(accountId, slotIds);
    const people = await this.people.inAccount(accountId, hostIdsOf(occupied), { deletedToo: true });
    const contacts = await this.contacts.byIds(accountId, [...new Set(rows.map(({ contactId }) => contactId))]);
    const calendars = byId(await this.calendars.byIds(accountId, [...new Set(rows.map((row) => row.calendarId))]));
    return rows.flatMap((appointment) => {
      const slot = slots.get(appointment.slotId);
      const calendar = calendars.get(appointment.calendarId);
      const contact = contacts.get(appointment.contactId);
      if (!slot || !calendar || !contact) return [];
      const hostIds = occupied.filter(({ slotId }) => slotId === slot.id).map(({ hostId }) => hostId);
      const hosts = leadFirst(hostIds, slot.leadUserId).flatMap(
        (id) => people.find(({ userId }) => userId === id) ?? [],
      );
      return [{ appointment, slot, calendar, contact, hosts }];
    });
  }
}

export function soonestFirst(views: AppointmentView[]): AppointmentView[] {
  return views.sort((a, b) => a.slot.startsAt.getTime() - b.slot.startsAt.getTime());
}

function leadFirst(hostIds: string[], lead: string | null): string[] {
  return lead === null ? hostIds : [lead, ...hostIds.filter((id) => id !== lead)];
}

function byId<Row extends { id: string }>(rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

function hostIdsOf(occupied: { hostId: string }[]): string[] {
  return [...new Set(occupied.map(({ hostId }) => hostId))];
}
