import { Injectable } from '@nestjs/common';
import { LinkNeeds } from '../appointments';
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
    private readonly needs: LinkNeeds,
    private readonly generations: Generations,
    private readonly clock: Clock,
  ) {}

  /** @throws LeaseLost when another may know better by now */
  async run(session: ZoomSession, of: MeetingRow, step: Step, answer: Answer): Promise<Outcome> {
    return this.db.transaction(async () => {
      await session.hold();
      const need = await this.needs.lockOwner(of.accountId, of);
      const meeting = await this.store.lock(of.accountId, of.id);
      const before = { ...meeting };
      const now = this.clock.now();
      const outcome = outcomeOf(before, step, answer, now);
      await this.store.save(Object.assign(meeting, outcome.change));
      if (meeting.wanted === 'absent' || !need) return outcome;
      // Of a series' slots some may start too early for what is soon enough for others.
      const linkOf = ({ startsAt }: { startsAt: Date }) => outcomeOf({ ...before, startsAt }, step, answer, now).link;
      await this.needs.settle(need, linkOf);
      if (outcome.remake) await this.generations.remake(meeting, need);
      else await this.generations.letReplacedGo(meeting);
      return outcome;
    });
  }
}
