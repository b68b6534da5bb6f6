import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config';
import { DAILY_LIMIT, type QuotaDay, QuotaDays, type ZoomSession } from '../zoom';
import { resumeAt } from './backoff.rules';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { type Ask, type Counted, type PlanRules, type Verdict, cannotWait, dayOf, isRoomy, plan } from './plan.rules';
import { isToCome } from './outcome.rules';
import { PATIENCE_MS } from './transfer.rules';
import { WriteOutcome } from './write-outcome';

/** What a link goes by while the day has room enough for anything. */
const ROOMY = {
  housekeeping: 0,
  deletions: 0,
  lastLinkAt: null,
  busiestDay: 0,
  waitingLinks: 0,
  nearLinks: 0,
  backlog: 0,
};

/** Asks the plan of the host's day whether a step may be taken now, and puts it off when not. */
@Injectable()
export class PlanStep {
  private readonly rules: PlanRules;

  constructor(
    private readonly days: QuotaDays,
    private readonly store: MeetingStore,
    private readonly outcomes: WriteOutcome,
    config: Config,
  ) {
    this.rules = { limit: DAILY_LIMIT, reserve: config.quotaReserve, settlingMs: config.updateSettlingMs };
  }

  /** @returns how many units of the day it must leave, or null: it waits. @throws LeaseLost */
  async run(session: ZoomSession, meeting: MeetingRow, kind: Counted, today: QuotaDay): Promise<number | null> {
    if (kind === 'delete' && (await this.keepUntilReplaced(meeting, today))) return null;
    const day = { ...today, ...(await this.circumstances(session, kind, today)) };
    const verdict = plan(askOf(meeting, kind), day, this.rules);
    if (verdict.go) return verdict.keep;
    await this.putOff(session, meeting, kind, day, verdict);
    return null;
  }

  /** Whether another host's link is to come first, and then this one goes. */
  private async keepUntilReplaced(meeting: MeetingRow, { now }: QuotaDay): Promise<boolean> {
    const successor = await this.store.successorOf(meeting);
    if (!successor || !isToCome(successor)) return false;
    const until = Math.max(now + PATIENCE_MS, successor.retryAt?.getTime() ?? 0);
    await this.store.deferOne(meeting, 'delete', new Date(until));
    return true;
  }

  private async circumstances(session: ZoomSession, kind: Counted, day: QuotaDay) {
    if (kind === 'create' && isRoomy(day, this.rules)) return ROOMY;
    const spending = await this.days.spending(session.userId);
    const now = new Date(day.now);
    const waiting = await this.store.waiting(session, now, dayOf(now));
    return { ...spending, ...waiting };
  }

  private async putOff(
    session: ZoomSession,
    meeting: MeetingRow,
    kind: Counted,
    day: QuotaDay,
    { until, why }: Verdict & { go: false },
  ): Promise<void> {
    const { now, roomAgainAt } = day;
    const nextDay = new Date(roomAgainAt);
    if (kind === 'create') {
      await this.outcomes.run(session, meeting, kind, { is: 'spent', until: nextDay, again: new Date(until) });
    } else if (why === 'settling' || cannotWait(askOf(meeting, kind), day)) {
      await this.store.deferOne(meeting, kind, new Date(until));
    } else {
      const again = until === roomAgainAt ? resumeAt(session.userId, nextDay) : new Date(until);
      await this.store.defer(session, kind, new Date(now), again);
    }
  }
}

function askOf({ startsAt, owedSince, owedUntil, createdAt, changedAt }: MeetingRow, kind: Counted): Ask {
  return {
    kind,
    startsAt: startsAt.getTime(),
    owedSince: (owedSince ?? createdAt).getTime(),
    owedUntil: (owedUntil ?? startsAt).getTime(),
    changedAt: changedAt?.getTime() ?? null,
  };
}
