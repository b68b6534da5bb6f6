import { Injectable } from '@nestjs/common';
import { AppointmentConfirmed } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { WantMeeting } from './want-meeting';

@Injectable()
@ReactsTo(AppointmentConfirmed, 'meetings.on-appointment-confirmed', 'The slot wants a meeting from now on.')
export class OnAppointmentConfirmed implements Reaction<{ slotId: string }> {
  constructor(private readonly want: WantMeeting) {}

  async react({ accountId, payload }: Fact<{ slotId: string }>): Promise<void> {
    await this.want.run(accountId, payload.slotId);
  }
}
