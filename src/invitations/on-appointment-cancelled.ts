import { Injectable } from '@nestjs/common';
import { AppointmentCancelled } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { Invite } from './invite';

@Injectable()
@ReactsTo(AppointmentCancelled, 'invitations.on-appointment-cancelled', 'Whoever was invited is told that it is off.')
export class OnAppointmentCancelled implements Reaction<{ appointmentId: string }> {
  constructor(private readonly invite: Invite) {}

  async react({ accountId, payload }: Fact<{ appointmentId: string }>): Promise<void> {
    await this.invite.run(accountId, payload.appointmentId);
  }
}
