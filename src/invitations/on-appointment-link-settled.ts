import { Injectable } from '@nestjs/common';
import { AppointmentLinkSettled } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { Invite } from './invite';

@Injectable()
@ReactsTo(
  AppointmentLinkSettled,
  'invitations.on-appointment-link-settled',
  'Those who wait for the link get it; those who have another are told.',
)
export class OnAppointmentLinkSettled implements Reaction<{ appointmentId: string }> {
  constructor(private readonly invite: Invite) {}

  async react({ accountId, payload }: Fact<{ appointmentId: string }>): Promise<void> {
    await this.invite.run(accountId, payload.appointmentId);
  }
}
