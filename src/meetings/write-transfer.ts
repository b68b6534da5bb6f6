import { Injectable } from '@nestjs/common';
import { LinkNeeds } from '../appointments';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { ZoomSession } from '../zoom';
import { lookAfter } from './backoff.rules';
import { Generations } from './generations';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { type Answer, GONE, type Outcome, SETTLED, UNAVAILABLE, outcomeOf } from './outcome.rules';
import { type TransferResult, resultOf } from './transfer.rules';
import { linkOf } from './want-meeting';

/** Somebody here, and in Zoom. */
export interface ZoomPerson {
  userId: string;
  zoomUserId: string;
}

interface Pair {
  /** The meeting that is given away. */
  meeting: MeetingRow;
  /** The one that it may become. */
  taker: MeetingRow;
}

type Transfer = Pair & { to: ZoomPerson };

/** Writes a transfer down before it is tried, and what came of it, for both hosts. */
@Injectable()
export class WriteTransfer {
  constructor(
    private readonly db: Database,
    private readonly store: MeetingStore,
    private readonly needs: LinkNeeds,
    private readonly generations: Generations,
    private readonly clock: Clock,
  ) {}

  /**
   * From now on nobody knows whose the meeting is: should this process die, it is looked for at both.
   * @param to null: the next host has no Zoom any more. @returns null when it is not to be. @throws LeaseLost
   */
  begin(session: ZoomSession, of: { accountId: string; id: string }, to: ZoomPerson | null): Promise<Pair | null> {
    return this.db.transaction(async () => {
      await session.hold();
      const meeting = await this.store.get(of.accountId, of.id);
      const { takes, ...pair } = await this.lock(meeting);
      if (takes && to) {
        const { zoomMeetingId } = pair.meeting;
        await this.store.save(Object.assign(pair.taker, { zoomMeetingId, zoomUserId: to.zoomUserId }));
        await this.store.save(Object.assign(pair.meeting, { known: 'unknown' }));
        return pair;
      }
      if (takes) await this.generations.change(pair.taker, LET_GO);
      await this.generations.change(pair.meeting, { handTo: null });
      return null;
    });
  }

  /** @throws LeaseLost when another may know better by now */
  end(session: ZoomSession, transfer: Transfer, answer: Answer): Promise<Outcome> {
    const result = resultOf(answer);
    const { to } = transfer;
    return this.db.transaction(async () => {
      await session.hold();
      // Unless the next host had no patience any more, or nobody needs theirs by now.
      const { meeting, taker, takes, need } = await this.lock(transfer.meeting);
      const outcome = this.given(result, meeting, answer);
      if (takes) await this.generations.change(taker, this.taken(result, { meeting, taker, to }, answer));
      const isTheirs = result === 'handed' && !takes;
      const goesOn = isTheirs ? { ...HELD, zoomUserId: to.zoomUserId, hostUserId: to.userId } : outcome.change;
      await this.generations.change(meeting, { ...goesOn, handTo: null });
      if (takes && need && taker.joinUrl !== null) await this.needs.settle(need, () => linkOf(taker));
      return outcome;
    });
  }

  private async lock({ accountId, id, slotId, handTo }: MeetingRow) {
    const waiting = await this.store.get(accountId, handTo ?? '');
    const slotIds = [slotId, waiting.slotId].filter((each) => each !== null);
    const needs = await this.needs.lock(accountId, slotIds);
    const meeting = await this.store.lock(accountId, id);
    const taker = await this.store.lock(accountId, waiting.id);
    const takes = meeting.handTo === taker.id && taker.wanted === 'present' && taker.takesFrom === meeting.id;
    return { meeting, taker, takes, need: needs.find((each) => each.slotId === taker.slotId) };
  }

  /** What becomes of the meeting that waits for it: without it, it is made anew at once. */
  private taken(result: TransferResult, { meeting }: Transfer, answer: Answer): Partial<MeetingRow> {
    const { joinUrl, passcode } = meeting;
    if (result === 'handed' && answer.is === 'changed') {
      return { ...SETTLED, known: 'present', joinUrl, passcode, ...answer.sent, takesFrom: null };
    }
    // It may be the next host's by now: looked for there by its id, before it is made anew.
    if (result === 'unknown') return { known: 'unknown', takesFrom: null, retryAt: this.after(lookAfter(1)) };
    return LET_GO;
  }

  private given(result: TransferResult, meeting: MeetingRow, answer: Answer): Outcome {
    if (result === 'handed' || result === 'gone') return { change: { ...SETTLED, ...GONE } };
    if (result === 'refused' || answer.is === 'spent') return { change: { known: 'present', retryAt: null } };
    if (result === 'not-now') {
      const { change, pause } = outcomeOf(meeting, 'delete', answer, this.clock.now());
      return { change: { ...change, known: 'present' }, pause };
    }
    const attempts = meeting.attempts + 1;
    return { change: { attempts, retryAt: this.after(lookAfter(attempts)), failure: UNAVAILABLE }, pause: 'outage' };
  }

  private after(ms: number): Date {
    return new Date(this.clock.ms() + ms);
  }
}

/** It is there, and to be deleted where it is now. */
const HELD = { ...SETTLED, known: 'present' } as const;
/** It does not come. */
const LET_GO = { takesFrom: null, zoomMeetingId: null, zoomUserId: null, retryAt: null } as const;
