import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { ZoomSession } from '../zoom';
import type { MeetingRow } from './meeting.entity';
import { type Step, nextStep } from './meeting.rules';
import { MeetingStore } from './meeting.store';
import { WantMeeting } from './want-meeting';

/** A step that is to be taken now. */
export interface BegunStep {
  meeting: MeetingRow;
  calendarId: string;
  step: Step;
}

/** Decides on a meeting's next step by what its slot wants now, and writes an attempt to create down before it is made. */
@Injectable()
export class BeginStep {
  constructor(
    private readonly db: Database,
    private readonly store: MeetingStore,
    private readonly want: WantMeeting,
    private readonly clock: Clock,
  ) {}

  /** @returns null when there is nothing to do by now. @throws LeaseLost */
  run(session: ZoomSession, { accountId, slotId, id }: MeetingRow): Promise<BegunStep | null> {
    return this.db.transaction(async () => {
      await session.hold();
      const found = await this.want.run(accountId, slotId);
      const meeting = await this.store.lock(accountId, id);
      const attemptedAt = this.clock.now();
      const step = nextStep(meeting, attemptedAt);
      const attempt = { known: 'unknown', zoomUserId: session.zoomUserId, attemptedAt } as const;
      await this.store.save(Object.assign(meeting, step === 'create' ? attempt : {}));
      if (!found || step === 'wait' || step === 'done') return null;
      return { meeting, calendarId: found.slot.calendarId, step };
    });
  }
}
