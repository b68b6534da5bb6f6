import { Injectable } from '@nestjs/common';
import { AppointmentConfirmed } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { Invite } from './invite';

@Injectable()
@ReactsTo(AppointmentConfirmed, 'invitations.on-appointment-confirmed', 'What was a request becomes an invitation.')
export class OnAppointmentConfirmed implements Reaction<{ appointmentId: string }> {
  constructor(private readonly invite: Invite) {}

  async react({ accountId, payload }: Fact<{ appointmentId: string }>): Promise<void> {
    await this.invite.run(accountId, payload.appointmentId);
  }
}
