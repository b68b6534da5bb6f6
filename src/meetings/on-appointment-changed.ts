import { Injectable } from '@nestjs/common';
import { AppointmentChanged } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { WantMeeting } from './want-meeting';

@Injectable()
@ReactsTo(AppointmentChanged, 'meetings.on-appointment-changed', 'A new title or end is told to Zoom.')
export class OnAppointmentChanged implements Reaction<{ slotId: string }> {
  constructor(private readonly want: WantMeeting) {}

  async react({ accountId, payload }: Fact<{ slotId: string }>): Promise<void> {
    await this.want.run(accountId, payload.slotId);
  }
}
