import { Injectable } from '@nestjs/common';
import { type LinkNeed, LinkNeeds, type LinkOwner } from '../appointments';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Generations } from './generations';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { UNAVAILABLE } from './outcome.rules';

/** Makes what is wanted of a meeting agree with the slots it is for. The reconciler does the rest. */
@Injectable()
export class WantMeeting {
  constructor(
    private readonly db: Database,
    private readonly needs: LinkNeeds,
    private readonly store: MeetingStore,
    private readonly generations: Generations,
    private readonly clock: Clock,
  ) {}

  /** Depends on the rows alone, so it may run at any time and any number of times. Locks the slots. */
  run(accountId: string, slotId: string): Promise<void> {
    return this.runAll(accountId, [slotId]);
  }

  /** Several slots at once, each with the series whose link it has. */
  async runAll(accountId: string, slotIds: string[]): Promise<void> {
    await this.db.transaction(async () => {
      for (const need of await this.needs.lock(accountId, slotIds)) await this.decide(need);
    });
  }

  /**
   * The same for whoever a meeting is of.
   * @returns what it is needed for, null when there is no such owner; and the meeting that was wanted until now, locked, as
   *   it stands then
   */
  async runFor(accountId: string, owner: LinkOwner): Promise<{ need: LinkNeed | null; was: MeetingRow | null }> {
    return this.db.transaction(async () => {
      const need = await this.needs.lockOwner(accountId, owner);
      return { need, was: need && (await this.decide(need)) };
    });
  }

  private async decide(need: LinkNeed): Promise<MeetingRow | null> {
    const current = await this.store.lockCurrent(need.accountId, need);
    const { hostUserId } = need;
    if (!need.wanted || hostUserId === null) {
      // What a slot that is over left at Zoom is history.
      if (current && current.endsAt > this.clock.now()) await this.generations.retire(current);
    } else if (current?.hostUserId === hostUserId) {
      await this.refresh(current, need);
    } else {
      if (current) await this.generations.retire(current);
      await this.generations.begin(need, hostUserId);
    }
    return current;
  }

  private async refresh(meeting: MeetingRow, need: LinkNeed): Promise<void> {
    const { topic, startsAt, endsAt, appointmentIds } = need;
    const asked = { topic, startsAt, endsAt, appointmentIds };
    const changed = JSON.stringify(asked) !== JSON.stringify(askedOf(meeting));
    // All had left the slot and somebody came back before the meeting was given up: the slot forgot how its link is.
    // And an occurrence that moved finds the link of its series there.
    const isPending = ({ linkState }: { linkState: string }) => linkState === 'pending';
    const forgot = need.slots.some(isPending) && (meeting.joinUrl !== null || isFinal(meeting.failure));
    if (meeting.personal) await this.generations.change(meeting, { enrolDue: true });
    if (!changed && !forgot) return;
    const moved = changed && !sameMeeting(asked, meeting);
    // It was removed in Zoom, which stood as long as the slot stayed as it was.
    if (meeting.known === 'absent' && (moved || forgot)) return this.generations.remake(meeting, need);
    const tryAgain = forgot && meeting.joinUrl === null ? { retryAt: null, failure: null } : {};
    await this.generations.change(meeting, {
      ...asked,
      ...tryAgain,
      ...(moved ? { accepted: false, changedAt: this.clock.now() } : {}),
    });
    if (forgot && meeting.joinUrl !== null) {
      await this.needs.settle(need, (slot) => (isPending(slot) ? linkOf(meeting) : undefined));
    }
  }
}

function askedOf({ topic, startsAt, endsAt, appointmentIds }: MeetingRow) {
  return { topic, startsAt, endsAt, appointmentIds };
}

/** Whether Zoom would see no difference: that of a series has no time there. */
function sameMeeting(asked: Pick<MeetingRow, 'topic' | 'startsAt' | 'endsAt'>, meeting: MeetingRow): boolean {
  if (asked.topic !== meeting.topic) return false;
  return (
    meeting.seriesId !== null ||
    (asked.startsAt.getTime() === meeting.startsAt.getTime() && asked.endsAt.getTime() === meeting.endsAt.getTime())
  );
}

function isFinal(failure: string | null): boolean {
  return failure !== null && failure !== UNAVAILABLE;
}

/** The link to a meeting that is there. */
export function linkOf({ joinUrl, zoomMeetingId, passcode, unmanaged, personal }: MeetingRow) {
  return {
    state: 'ready' as const,
    joinUrl: joinUrl ?? undefined,
    zoomMeetingId: zoomMeetingId ?? undefined,
    passcode,
    unmanaged,
    personal,
  };
}
