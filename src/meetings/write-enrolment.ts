import { Injectable } from '@nestjs/common';
import { LinkNeeds, type LinkNeed, OwnLinks } from '../appointments';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { ZoomSession } from '../zoom';
import { EnrolmentStores } from './enrolment-stores';
import type { MeetingRow } from './meeting.entity';
import type { Outcome } from './outcome.rules';
import type { RegistrantRow } from './registrant.entity';
import { type EnrolmentAnswer, enrolmentOf, ownLinkOf } from './enrolment.rules';
import type { EnrolmentStep } from './registrant.rules';
import { linkOf } from './want-meeting';

/** Writes down what came of an enrolment, with what it means for the links of those who have that address. */
@Injectable()
export class WriteEnrolment {
  constructor(
    private readonly db: Database,
    private readonly stores: EnrolmentStores,
    private readonly needs: LinkNeeds,
    private readonly own: OwnLinks,
    private readonly clock: Clock,
  ) {}

  /** @throws LeaseLost when another may know better by now */
  async run(
    session: ZoomSession,
    { accountId, meetingId, email }: RegistrantRow,
    step: EnrolmentStep,
    answer: EnrolmentAnswer,
  ): Promise<Pick<Outcome, 'pause'>> {
    return this.db.transaction(async () => {
      await session.hold();
      const need = await this.needs.lockOwner(accountId, await this.stores.meetings.get(accountId, meetingId));
      const meeting = await this.stores.meetings.lock(accountId, meetingId);
      const row = (await this.stores.registrants.lockOf(accountId, meetingId)).find((each) => each.email === email);
      if (!row) return {};
      const { change, pause, lost, shared } = enrolmentOf(row, step, answer, this.clock.now());
      await this.stores.registrants.save(Object.assign(row, change));
      if (meeting.wanted === 'absent' || !need) return { pause };
      if (lost && meeting.known === 'present') {
        await this.stores.meetings.save(Object.assign(meeting, { known: 'unknown', retryAt: null }));
      }
      if (shared) await this.share(meeting, need);
      else await this.tell(row, meeting, need);
      return { pause };
    });
  }

  private async tell(row: RegistrantRow, { zoomMeetingId }: MeetingRow, need: LinkNeed): Promise<void> {
    const theirs = (await this.own.participants(need)).filter(({ email }) => email === row.email);
    for (const participant of theirs) {
      const link = zoomMeetingId === null ? null : ownLinkOf(row, zoomMeetingId, participant.slot.startsAt);
      if (link) await this.own.settle(participant, link);
    }
  }

  /** Zoom is told to ask nobody for registration any more, as what it was told before is forgotten. */
  private async share(meeting: MeetingRow, need: LinkNeed): Promise<void> {
    await this.stores.meetings.save(Object.assign(meeting, { personal: false, sentTopic: null, retryAt: null }));
    await this.needs.settle(need, () => linkOf(meeting));
  }
}
