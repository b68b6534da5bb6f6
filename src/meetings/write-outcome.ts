import { Injectable } from '@nestjs/common';
import { SlotLinks } from '../appointments';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { ZoomSession } from '../zoom';
import { Generations } from './generations';
import type { MeetingRow } from './meeting.entity';
import type { Step } from './meeting.rules';
import { MeetingStore } from './meeting.store';
import { type Answer, type Outcome, outcomeOf } from './outcome.rules';

/** Writes down what came of a step, with what it means for the slot's link. */
@Injectable()
export class WriteOutcome {
  constructor(
    private readonly db: Database,
    private readonly store: MeetingStore,
    private readonly links: SlotLinks,
    private readonly generations: Generations,
    private readonly clock: Clock,
  ) {}

  /** @throws LeaseLost when another may know better by now */
  async run(session: ZoomSession, { accountId, slotId, id }: MeetingRow, step: Step, answer: Answer): Promise<Outcome> {
    return this.db.transaction(async () => {
      await session.hold();
      await this.links.lock(accountId, slotId);
      const meeting = await this.store.lock(accountId, id);
      const outcome = outcomeOf(meeting, step, answer, this.clock.now());
      await this.store.save(Object.assign(meeting, outcome.change));
      if (meeting.wanted === 'absent') return outcome;
      if (outcome.link) await this.links.settle(accountId, slotId, outcome.link);
      if (outcome.remake) await this.remake(meeting);
      return outcome;
    });
  }

  /** The link is dead, so nobody is shown it any longer. */
  private async remake(meeting: MeetingRow): Promise<void> {
    const { accountId, slotId, hostUserId } = meeting;
    await this.generations.retire(meeting);
    const found = await this.links.read(accountId, slotId);
    if (!found?.wanted) return;
    await this.generations.begin(found, hostUserId);
    await this.links.settle(accountId, slotId, { state: 'pending' });
  }
}
