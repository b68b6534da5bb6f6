import { Injectable } from '@nestjs/common';
import { AppointmentRevived } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { Invite } from './invite';

@Injectable()
@ReactsTo(AppointmentRevived, 'invitations.on-appointment-revived', 'Guest and hosts are invited anew.')
export class OnAppointmentRevived implements Reaction<{ appointmentId: string }> {
  constructor(private readonly invite: Invite) {}

  async react({ accountId, payload }: Fact<{ appointmentId: string }>): Promise<void> {
    await this.invite.run(accountId, payload.appointmentId);
  }
}
