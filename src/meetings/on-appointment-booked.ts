import { Injectable } from '@nestjs/common';
import { AppointmentBooked } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { WantMeeting } from './want-meeting';

@Injectable()
@ReactsTo(
  AppointmentBooked,
  'meetings.on-appointment-booked',
  'The slot of a confirmed appointment wants a meeting, and shares it. One opened for it has wanted it from the start.',
  ({ opened }) => !opened,
)
export class OnAppointmentBooked implements Reaction<{ slotId: string }> {
  constructor(private readonly want: WantMeeting) {}

  async react({ accountId, payload }: Fact<{ slotId: string }>): Promise<void> {
    await this.want.run(accountId, payload.slotId);
  }
}
