import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { HandlesJob, JobHandler } from '../platform/jobs';
import { AppointmentStore } from './appointment.store';
import { CancelAppointment } from './cancel-appointment';
import { LapseUnconfirmedJob } from './lapses';
import { SlotStore } from './slot.store';

/** An appointment nobody confirmed is over at its start. */
@HandlesJob(LapseUnconfirmedJob)
@Injectable()
export class LapseUnconfirmed implements JobHandler<{ accountId: string; appointmentId: string }> {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly slots: SlotStore,
    private readonly cancel: CancelAppointment,
    private readonly clock: Clock,
  ) {}

  async run({ accountId, appointmentId }: { accountId: string; appointmentId: string }): Promise<void> {
    const appointment = await this.appointments.find(accountId, appointmentId);
    const slot = appointment && (await this.slots.find(accountId, appointment.slotId));
    // It may have been confirmed or moved since this was scheduled.
    if (appointment?.status !== 'new' || !slot || slot.startsAt > this.clock.now()) return;
    const reason = 'It was not confirmed in time.';
    // Confirmed or moved while this waited for the hosts: the version tells, and the job looks again.
    const expectedVersion = appointment.version;
    await this.cancel.run({ accountId, id: appointmentId, by: 'system', reason, expectedVersion });
  }
}
