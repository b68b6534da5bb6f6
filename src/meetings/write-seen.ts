import { Injectable } from '@nestjs/common';
import { LinkNeeds } from '../appointments';
import { Database } from '../platform/database';
import { Events } from '../platform/events';
import type { ZoomSession } from '../zoom';
import { EnrolmentStores } from './enrolment-stores';
import { Generations } from './generations';
import type { MeetingRow } from './meeting.entity';
import { MeetingChangedInZoom } from './meetings.events';
import type { Outcome } from './outcome.rules';
import type { Verdict } from './seen.rules';

/** Writes down what a look at a meeting means for it, its slot's link and its host. */
@Injectable()
export class WriteSeen {
  constructor(
    private readonly db: Database,
    private readonly stores: EnrolmentStores,
    private readonly needs: LinkNeeds,
    private readonly generations: Generations,
    private readonly events: Events,
  ) {}

  /** @param looked as it was before the look: what touched it since needs another one. @throws LeaseLost */
  async run(session: ZoomSession, looked: MeetingRow, judge: (meeting: MeetingRow) => Verdict): Promise<Outcome> {
    const { accountId, id } = looked;
    return this.db.transaction(async () => {
      await session.hold();
      const need = await this.needs.lockOwner(accountId, looked);
      const meeting = await this.stores.meetings.lock(accountId, id);
      const touches = Math.max(0, meeting.touches - looked.touches);
      if (meeting.wanted === 'absent' || !need) {
        await this.stores.meetings.save(Object.assign(meeting, { touches }));
        return { change: {} };
      }
      const { change, link, remake, news } = judge(meeting);
      const { joinUrl } = meeting;
      await this.stores.meetings.save(Object.assign(meeting, change, { touches }));
      // The passcode is part of everybody's own link, too.
      if (meeting.personal && meeting.joinUrl !== joinUrl) await this.stores.registrants.lookAgain(accountId, id);
      if (link) await this.needs.settle(need, () => link);
      if (remake) await this.generations.remake(meeting, need);
      if (news) await this.tell(meeting, news);
      return { change, remake };
    });
  }

  private tell(meeting: MeetingRow, { what, reply }: NonNullable<Verdict['news']>): Promise<void> {
    const { id, accountId, generation, slotId, seriesId, appointmentIds, hostUserId: userId } = meeting;
    return this.events.publish(
      MeetingChangedInZoom,
      { accountId, aggregateId: id, aggregateVersion: generation },
      { userId, slotId, seriesId, appointmentIds, what, outcome: reply },
    );
  }
}
