import { Injectable } from '@nestjs/common';
import type { JoinLinks } from '../calendars';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { ZoomSession } from '../zoom';
import type { PlannedStep } from './host-agenda';
import type { MeetingRow } from './meeting.entity';
import { type Step, nextStep } from './meeting.rules';
import { MeetingStore } from './meeting.store';
import { WantMeeting } from './want-meeting';

/** A step that is to be taken now. */
export interface BegunStep {
  meeting: MeetingRow;
  calendarId: string;
  /** One of those it is for. */
  slotId: string | undefined;
  step: Step;
  joinLinks: JoinLinks;
  /** How many units of the day must be left after it. */
  keep: number;
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

  /** @returns null when the meeting owes nothing by now, or something else than was planned. @throws LeaseLost */
  run(session: ZoomSession, { meeting: of, keep }: PlannedStep): Promise<BegunStep | null> {
    return this.db.transaction(async () => {
      await session.hold();
      const { need, was } = await this.want.runFor(of.accountId, of);
      const meeting = was?.id === of.id ? was : await this.store.lock(of.accountId, of.id);
      if (meeting.handTo !== null && !(await this.isAwaited(meeting, meeting.handTo))) meeting.handTo = null;
      const attemptedAt = this.clock.now();
      const step = nextStep(meeting, attemptedAt);
      const attempt = { known: 'unknown', zoomUserId: session.zoomUserId, attemptedAt } as const;
      // Whoever waited for another host's meeting waits no more, and looks first whether it has come after all.
      const mayHaveCome = meeting.takesFrom !== null && meeting.zoomMeetingId !== null;
      const planned = step === of.owes;
      const change = planned && step === 'create' ? { ...attempt, takesFrom: null } : {};
      await this.store.save(Object.assign(meeting, change));
      if (!need || !planned || (step === 'create' && mayHaveCome)) return null;
      return { meeting, calendarId: need.calendarId, slotId: need.slots[0]?.id, joinLinks: need.joinLinks, step, keep };
    });
  }

  /** Whether the next host still waits for the meeting. */
  private async isAwaited({ accountId, id }: MeetingRow, handTo: string): Promise<boolean> {
    const taker = await this.store.get(accountId, handTo);
    return taker.wanted === 'present' && taker.takesFrom === id;
  }
}
