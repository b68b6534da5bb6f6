import { Injectable } from '@nestjs/common';
import { AppointmentLinkSettled, AppointmentReader, type LinkState } from '../appointments';
import { Clock } from '../platform/clock';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { Jobs } from '../platform/jobs';
import { TellOfLostLinks } from './tell-of-lost-links';

interface LinkSettled {
  appointmentId: string;
  state: LinkState;
  reason: string | null;
}

/** What fails together, such as a series of a host without Zoom, is told together. */
const LULL_MS = 5_000;

@Injectable()
@ReactsTo(
  AppointmentLinkSettled,
  'notices.on-appointment-link-settled',
  'Host and admins are told of links that failed, once a host, reason and day.',
)
export class OnAppointmentLinkSettled implements Reaction<LinkSettled> {
  constructor(
    private readonly appointments: AppointmentReader,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async react({ accountId, payload: { appointmentId, state, reason } }: Fact<LinkSettled>): Promise<void> {
    if (state !== 'failed' || reason === null) return;
    const { slot } = await this.appointments.one(accountId, appointmentId);
    const userId = slot.leadUserId;
    if (userId === null) return;
    const key = `${TellOfLostLinks.name}:${accountId}:${userId}:${reason}`;
    await this.jobs.add(
      TellOfLostLinks,
      { accountId, userId, reason },
      { at: new Date(this.clock.ms() + LULL_MS), key },
    );
  }
}
