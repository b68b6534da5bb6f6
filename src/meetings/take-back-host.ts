import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { ZoomSession } from '../zoom';
import { Generations } from './generations';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { WantMeeting } from './want-meeting';

const AT_ONCE = 500;

/**
 * A host has Zoom again: meetings that nobody watched are looked for, which makes them managed or, where they are gone,
 * made anew; those on a Zoom user the host no longer has are given up for new ones. Nothing is asked of Zoom here.
 */
@Injectable()
export class TakeBackHost {
  constructor(
    private readonly db: Database,
    private readonly store: MeetingStore,
    private readonly want: WantMeeting,
    private readonly generations: Generations,
    private readonly clock: Clock,
  ) {}

  /** @throws LeaseLost */
  async run(session: ZoomSession): Promise<void> {
    for (const meeting of await this.store.returned(session, this.clock.now(), AT_ONCE)) {
      await this.takeBack(session, meeting);
    }
  }

  private takeBack(session: ZoomSession, of: MeetingRow): Promise<void> {
    return this.db.transaction(async () => {
      await session.hold();
      await this.want.runFor(of.accountId, of);
      const meeting = await this.store.lock(of.accountId, of.id);
      if (meeting.wanted === 'absent') return;
      if (meeting.zoomUserId === session.zoomUserId) {
        await this.store.save(Object.assign(meeting, { known: 'unknown', retryAt: null }));
        return;
      }
      await this.generations.retire(meeting);
      await this.want.runFor(of.accountId, of);
    });
  }
}
