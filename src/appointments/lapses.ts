import { Injectable } from '@nestjs/common';
import { Jobs } from '../platform/jobs';
import { defineJob } from '../platform/jobs';
import type { AppointmentRow } from './appointment.entity';
import type { SlotRow } from './slot.entity';

export const LapseUnconfirmedJob = defineJob<{ accountId: string; appointmentId: string }>(
  'appointments.lapse-unconfirmed',
);

/** Sees to it that what nobody confirms is over at its start. */
@Injectable()
export class Lapses {
  constructor(private readonly jobs: Jobs) {}

  async schedule(seated: { appointment: AppointmentRow; slot: SlotRow }[]): Promise<void> {
    const unconfirmed = seated.filter(({ appointment }) => appointment.status === 'new');
    await this.jobs.addAll(
      unconfirmed.map(({ appointment: { accountId, id: appointmentId }, slot }) => ({
        name: LapseUnconfirmedJob.name,
        maxAttempts: LapseUnconfirmedJob.maxAttempts,
        payload: { accountId, appointmentId },
        at: slot.startsAt,
        key: keyOf(appointmentId),
      })),
    );
  }

  async forget(appointmentId: string): Promise<void> {
    await this.jobs.remove(keyOf(appointmentId));
  }
}

const keyOf = (appointmentId: string) => `lapse:${appointmentId}`;
