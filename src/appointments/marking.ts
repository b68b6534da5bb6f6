import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Clock } from '../platform/clock';
import { AppointmentStatus, transitionFault } from './appointment.rules';
import { AssignmentLedger } from './assignment-ledger';
import { AppointmentStore } from './appointment.store';
import { AppointmentConfirmed, AppointmentMarked } from './appointments.events';
import { TransitionNotAllowed } from './appointments.problems';
import { Lapses } from './lapses';
import type { LockedAppointment } from './seated-appointment';

/** Gives a seated appointment another status that keeps its seat. */
@Injectable()
export class Marking {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly ledger: AssignmentLedger,
    private readonly acts: Acts,
    private readonly lapses: Lapses,
    private readonly clock: Clock,
  ) {}

  /** @throws TransitionNotAllowed */
  async mark({ appointment, slot }: LockedAppointment, status: AppointmentStatus): Promise<void> {
    const before = appointment.status;
    const fault = transitionFault(before, status, slot.startsAt, this.clock.now());
    if (fault) throw TransitionNotAllowed(`${fault}.`);
    appointment.status = status;
    await this.appointments.save(appointment, this.clock.now());
    if (status === 'noshow') await this.ledger.credit(appointment, status);
    if (before === 'noshow') await this.ledger.unmarked(appointment);
    await this.lapses.forget(appointment.id);
    const about = {
      accountId: appointment.accountId,
      aggregateId: appointment.id,
      aggregateVersion: appointment.version,
    };
    const ids = { appointmentId: appointment.id, slotId: slot.id };
    const told = { before: { status: before }, after: { status }, personId: appointment.contactId };
    if (before === 'new') await this.acts.publish(AppointmentConfirmed, about, ids, told);
    else await this.acts.publish(AppointmentMarked, about, { ...ids, status }, told);
  }
}
