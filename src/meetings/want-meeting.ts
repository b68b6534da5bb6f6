import { Injectable } from '@nestjs/common';
import { type SlotForMeeting, SlotLinks } from '../appointments';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Generations } from './generations';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { UNAVAILABLE } from './outcome.rules';

/** Makes what is wanted of a slot's meeting agree with the slot. The reconciler does the rest. */
@Injectable()
export class WantMeeting {
  constructor(
    private readonly db: Database,
    private readonly links: SlotLinks,
    private readonly store: MeetingStore,
    private readonly generations: Generations,
    private readonly clock: Clock,
  ) {}

  /** Depends on the rows alone, so it may run at any time and any number of times. Locks the slot. */
  async run(accountId: string, slotId: string): Promise<SlotForMeeting | null> {
    return this.db.transaction(async () => {
      const found = await this.links.lock(accountId, slotId);
      // What a slot that is over left at Zoom is history.
      if (!found || found.slot.endsAt <= this.clock.now()) return found;
      const current = await this.store.lockCurrent(accountId, slotId);
      const { leadUserId } = found.slot;
      if (!found.wanted || leadUserId === null) {
        if (current) await this.generations.retire(current);
      } else if (current?.hostUserId === leadUserId) {
        await this.refresh(current, found);
      } else {
        if (current) await this.generations.retire(current);
        await this.generations.begin(found, leadUserId);
      }
      return found;
    });
  }

  /** Several slots at once, locked in one order. */
  async runAll(accountId: string, slotIds: string[]): Promise<void> {
    await this.db.transaction(async () => {
      for (const slotId of [...new Set(slotIds)].sort()) await this.run(accountId, slotId);
    });
  }

  private async refresh(meeting: MeetingRow, { slot, appointmentIds }: SlotForMeeting): Promise<void> {
    const { topic, startsAt, endsAt } = slot;
    const asked = { topic, startsAt, endsAt, appointmentIds };
    const changed = JSON.stringify(asked) !== JSON.stringify(askedOf(meeting));
    // All had left the slot and somebody came back before the meeting was given up: the slot forgot how its link is.
    const forgot = slot.linkState === 'pending' && (meeting.joinUrl !== null || isFinal(meeting.failure));
    if (!changed && !forgot) return;
    const tryAgain = forgot && meeting.joinUrl === null ? { retryAt: null, failure: null } : {};
    await this.generations.change(meeting, { ...asked, ...tryAgain });
    if (forgot && meeting.joinUrl !== null) await this.links.settle(slot.accountId, slot.id, linkOf(meeting));
  }
}

function askedOf({ topic, startsAt, endsAt, appointmentIds }: MeetingRow) {
  return { topic, startsAt, endsAt, appointmentIds };
}

function isFinal(failure: string | null): boolean {
  return failure !== null && failure !== UNAVAILABLE;
}

/** The link to a meeting that is there. */
export function linkOf({ joinUrl, zoomMeetingId, passcode, unmanaged }: MeetingRow) {
  return {
    state: 'ready' as const,
    joinUrl: joinUrl ?? undefined,
    zoomMeetingId: zoomMeetingId ?? undefined,
    passcode,
    unmanaged,
  };
}
