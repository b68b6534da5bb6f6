import { Injectable } from '@nestjs/common';
import { AppointmentRescheduled } from '../appointments';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { HandOverMeeting } from './hand-over-meeting';
import { KeepUntilReplaced } from './keep-until-replaced';
import { WantMeeting } from './want-meeting';

interface Moved {
  slotId: string;
  fromSlotId: string;
}

@Injectable()
@ReactsTo(
  AppointmentRescheduled,
  'meetings.on-appointment-rescheduled',
  'The slot it entered wants a meeting; that of the slot it left goes with the last one out, or along to another host.',
)
export class OnAppointmentRescheduled implements Reaction<Moved> {
  constructor(
    private readonly handOver: HandOverMeeting,
    private readonly want: WantMeeting,
    private readonly keep: KeepUntilReplaced,
  ) {}

  /** The new link is made before the old one is deleted: makings come first in a host's work, and other hosts wait for it. */
  async react({ accountId, payload }: Fact<Moved>): Promise<void> {
    await this.handOver.run(accountId, payload.fromSlotId, payload.slotId);
    await this.want.runAll(accountId, [payload.slotId, payload.fromSlotId]);
    await this.keep.run(accountId, payload.fromSlotId, payload.slotId);
  }
}
