import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Clock } from '../platform/clock';
import { AssignmentLedger } from './assignment-ledger';
import { AppointmentStore } from './appointment.store';
import { CancelledBy, transitionFault } from './appointment.rules';
import { AppointmentCancelled } from './appointments.events';
import { TransitionNotAllowed } from './appointments.problems';
import { Lapses } from './lapses';
import type { LockedAppointment } from './seated-appointment';

/** Writes down that an appointment is over, and says so. */
@Injectable()
export class Closing {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly ledger: AssignmentLedger,
    private readonly acts: Acts,
    private readonly lapses: Lapses,
    private readonly clock: Clock,
  ) {}

  /** @throws TransitionNotAllowed */
  async close(
    { appointment, slot }: LockedAppointment,
    { by, reason, status = 'cancelled' }: { by: CancelledBy; reason?: string; status?: 'cancelled' | 'invalid' },
  ): Promise<void> {
    const now = this.clock.now();
    const fault = transitionFault(appointment.status, status, slot.startsAt, now);
    if (fault) throw TransitionNotAllowed(`${fault}.`);
    const before = appointment.status;
    appointment.status = status;
    appointment.cancelledBy = by;
    appointment.cancellationReason = reason ?? null;
    appointment.cancelledAt = now;
    await this.appointments.save(appointment, now);
    await this.ledger.credit(appointment, status);
    await this.lapses.forget(appointment.id);
    await this.acts.publish(
      AppointmentCancelled,
      { accountId: appointment.accountId, aggregateId: appointment.id, aggregateVersion: appointment.version },
      { appointmentId: appointment.id, slotId: slot.id, status, by },
      {
        before: { status: before },
        after: { status, by, reason: appointment.cancellationReason },
        personId: appointment.contactId,
      },
    );
  }
}
