import { Injectable } from '@nestjs/common';
import { AppointmentRescheduled } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { Invite } from './invite';

@Injectable()
@ReactsTo(
  AppointmentRescheduled,
  'invitations.on-appointment-rescheduled',
  'Everybody learns the new time or host; whoever hosts no more is told so.',
)
export class OnAppointmentRescheduled implements Reaction<{ appointmentId: string }> {
  constructor(private readonly invite: Invite) {}

  async react({ accountId, payload }: Fact<{ appointmentId: string }>): Promise<void> {
    await this.invite.run(accountId, payload.appointmentId);
  }
}
