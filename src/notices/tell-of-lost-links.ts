import { Injectable } from '@nestjs/common';
import { HostedAppointments } from '../appointments';
import { Clock } from '../platform/clock';
import { HandlesJob, type JobHandler, defineJob } from '../platform/jobs';
import { NAMED } from './appointment-lines';
import { lostLinksToAdmin, lostLinksToRep } from './lost-links-text';
import { TellTeam } from './tell-team';

export interface LostLinks {
  accountId: string;
  /** Who leads them. */
  userId: string;
  /** Of the links. */
  reason: string;
}

export const TellOfLostLinks = defineJob<LostLinks>('notices.tell-of-lost-links');

/** The rep has it by mail, in a notice of its own. */
const MAILED = 'zoom-reconnect-required';
/** The rep has a notice of its own about each. */
const TOLD = 'zoom-meeting-removed';

/** Says which appointments to come have no link for one reason: once a host, reason and UTC day. */
@Injectable()
@HandlesJob(TellOfLostLinks)
export class TellOfLostLinksJob implements JobHandler<LostLinks> {
  constructor(
    private readonly appointments: HostedAppointments,
    private readonly team: TellTeam,
    private readonly clock: Clock,
  ) {}

  async run({ accountId, userId, reason }: LostLinks): Promise<void> {
    const concerned = await this.appointments.byLink(accountId, userId, { state: 'failed', reason }, NAMED);
    // Made, moved or cancelled by now.
    if (concerned.count === 0) return;
    const day = this.clock.now().toISOString().slice(0, 10);
    await this.team.run({
      ...{ accountId, userId, kind: 'meetings.links-lost', dedupeKey: `links-lost:${userId}:${reason}:${day}` },
      toRep: reason === TOLD ? undefined : (reading) => lostLinksToRep(reason, concerned, reading),
      toAdmins: (reading) => lostLinksToAdmin(reason, concerned, reading),
      mail: reason !== MAILED,
    });
  }
}
