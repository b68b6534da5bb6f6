import { Injectable } from '@nestjs/common';
import { AppointmentChanged } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { Invite } from './invite';

@Injectable()
@ReactsTo(AppointmentChanged, 'invitations.on-appointment-changed', 'Whoever was told otherwise is told again.')
export class OnAppointmentChanged implements Reaction<{ appointmentId: string }> {
  constructor(private readonly invite: Invite) {}

  async react({ accountId, payload }: Fact<{ appointmentId: string }>): Promise<void> {
    await this.invite.run(accountId, payload.appointmentId);
  }
}
