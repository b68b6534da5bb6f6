import { Injectable } from '@nestjs/common';
import { AppointmentRevived } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { WantMeeting } from './want-meeting';

@Injectable()
@ReactsTo(AppointmentRevived, 'meetings.on-appointment-revived', 'The slot wants a meeting again, a new one.')
export class OnAppointmentRevived implements Reaction<{ slotId: string }> {
  constructor(private readonly want: WantMeeting) {}

  async react({ accountId, payload }: Fact<{ slotId: string }>): Promise<void> {
    await this.want.run(accountId, payload.slotId);
  }
}
