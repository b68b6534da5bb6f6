import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { NotFound } from '../platform/http';
import { AppointmentStore } from './appointment.store';
import { isSeated } from './appointment.rules';
import { LockedAppointment, SeatedAppointment } from './seated-appointment';
import { SlotStore } from './slot.store';
import type { Leaving } from './claim';

/** What becomes free when an appointment leaves its slot. */
@Injectable()
export class Departures {
  constructor(
    private readonly seated: SeatedAppointment,
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound for what does not sit in this calendar */
  async byId(accountId: string, calendarId: string, appointmentId: string): Promise<Leaving> {
    const found = await this.seated.read(accountId, appointmentId);
    const { appointment } = found;
    if (appointment.calendarId !== calendarId || !isSeated(appointment.status)) {
      throw NotFound('There is no such appointment in this calendar.');
    }
    return this.of(found);
  }

  async of({ appointment, slot, hosts }: LockedAppointment): Promise<Leaving> {
    const others = await this.appointments.othersIn(appointment.accountId, slot.id, appointment.id);
    const held = await this.slots.holdsIn(appointment.accountId, slot.id, this.clock.now());
    const sole = held === 0 && !others;
    return { hostIds: hosts.map(({ hostId }) => hostId), seat: { slotId: slot.id, leadUserId: slot.leadUserId, sole } };
  }
}
