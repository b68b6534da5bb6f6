import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import { sqlState } from '../platform/database';
import { AppointmentStore } from './appointment.store';
import { SlotShared, SlotTaken } from './appointments.problems';
import { millisecondsOf } from './calendar.rules';
import type { LockedAppointment } from './seated-appointment';
import { SlotStore } from './slot.store';

/** Makes a slot that one appointment has to itself longer or shorter, or names it anew. Under its hosts' locks. */
@Injectable()
export class MoveEnd {
  constructor(
    private readonly slots: SlotStore,
    private readonly appointments: AppointmentStore,
    private readonly calendars: Calendars,
  ) {}

  /** @returns whether it moved @throws SlotShared, SlotTaken */
  async run({ appointment, slot }: LockedAppointment, end: number): Promise<boolean> {
    if (slot.endsAt.getTime() === end) return false;
    const { accountId } = appointment;
    const seated = await this.appointments.seatedIn(accountId, slot.id);
    if (seated.some(({ id }) => id !== appointment.id)) throw SlotShared('Others sit in this slot; its end stays.');
    const calendar = await this.calendars.get(accountId, appointment.calendarId);
    slot.endsAt = new Date(end);
    try {
      await this.slots.moveEnd(accountId, slot.id, slot.endsAt, millisecondsOf(calendar.postBuffer));
    } catch (error) {
      if (sqlState(error) === '23P01') throw SlotTaken('A host is busy until then.');
      throw error;
    }
    return true;
  }

  /** A slot for one carries the title of its appointment; a shared one never does. */
  async retitle({ appointment, slot }: LockedAppointment): Promise<void> {
    if (slot.capacity === 1) await this.slots.update(appointment.accountId, slot.id, { topic: appointment.title });
  }
}
