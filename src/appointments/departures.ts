import { Injectable } from '@nestjs/common';
import { AppointmentStore } from './appointment.store';
import { LockedAppointment, SeatedAppointment } from './seated-appointment';
import type { Leaving } from './slot-claims';

/** What becomes free when an appointment leaves its slot. */
@Injectable()
export class Departures {
  constructor(
    private readonly seated: SeatedAppointment,
    private readonly appointments: AppointmentStore,
  ) {}

  /** @throws NotFound */
  async byId(accountId: string, appointmentId: string): Promise<Leaving> {
    return this.of(await this.seated.read(accountId, appointmentId));
  }

  async of({ appointment, slot, hosts }: LockedAppointment): Promise<Leaving> {
    const seated = await this.appointments.seatedIn(appointment.accountId, slot.id);
    const sole = seated.every(({ id }) => id === appointment.id);
    return { hostIds: hosts.map(({ hostId }) => hostId), seat: { slotId: slot.id, sole } };
  }
}
