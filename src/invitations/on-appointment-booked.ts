import { Injectable } from '@nestjs/common';
import { AppointmentBooked } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { Invite } from './invite';

@Injectable()
@ReactsTo(
  AppointmentBooked,
  'invitations.on-appointment-booked',
  'Guest and hosts are invited, once the link is there or two minutes have passed.',
)
export class OnAppointmentBooked implements Reaction<{ appointmentId: string }> {
  constructor(private readonly invite: Invite) {}

  async react({ accountId, payload }: Fact<{ appointmentId: string }>): Promise<void> {
    await this.invite.run(accountId, payload.appointmentId);
  }
}
