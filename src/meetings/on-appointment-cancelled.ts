import { Injectable } from '@nestjs/common';
import { AppointmentCancelled } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { WantMeeting } from './want-meeting';

@Injectable()
@ReactsTo(AppointmentCancelled, 'meetings.on-appointment-cancelled', 'The last one out takes the meeting along.')
export class OnAppointmentCancelled implements Reaction<{ slotId: string }> {
  constructor(private readonly want: WantMeeting) {}

  async react({ accountId, payload }: Fact<{ slotId: string }>): Promise<void> {
    await this.want.run(accountId, payload.slotId);
  }
}
