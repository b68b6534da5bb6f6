import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Events } from '../platform/events';
import { DAILY_LIMIT, WARN_AT, chargedDays, utcDay } from './quota.rules';
import { LedgerEntry, QuotaStore } from './quota.store';
import { ZoomQuotaWarned } from './zoom.events';

/** What a request is for. `accountId` is the slot's; `keep`: how many units must be left after it, default 0. */
export type RequestPurpose = Omit<LedgerEntry, 'id' | 'at'> & { keep?: number };

/** Every create, update and delete request at Zoom takes a unit here first: never more than 100 per person and UTC day. */
@Injectable()
export class QuotaLedger {
  constructor(
    private readonly db: Database,
    private readonly store: QuotaStore,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Takes a unit and commits. A request that failed may still have counted at Zoom, so it is gone whatever comes. */
  async reserve({ keep = 0, ...purpose }: RequestPurpose): Promise<{ requestId: string } | 'spent'> {
    if (this.db.inTransaction) throw new Error('A unit has to be taken for good before anybody asks Zoom for anything');
    const entry = { ...purpose, id: randomUUID(), at: this.clock.now() };
    const days = await this.store.take(entry, chargedDays(entry.at.getTime()), DAILY_LIMIT - keep);
    if (days === null) return 'spent';
    for (const { day, used, warned } of days) {
      if (!warned && used >= WARN_AT) await this.warn(entry, day, used);
    }
    return { requestId: entry.id };
  }

  /** Notes what became of a request: `done`, or the kind of its failure. @param then once that is committed */
  async settle(requestId: string, outcome: string, then?: () => void): Promise<void> {
    await this.store.settle(requestId, outcome);
    if (then) this.db.afterCommit(then);
  }

  /** Zoom certainly did not count this one: for the caller, who knows of a unit that was reserved and of no other. */
  async giveBack(requestId: string): Promise<void> {
    await this.db.separately(async () => {
      const entry = await this.store.takeBack(requestId);
      if (!entry) return;
      for (const day of chargedDays(entry.at.getTime())) await this.store.giveBack(entry.userId, entry.zoomUserId, day);
    });
  }

  /**
   * Zoom refused a request sent `at`, saying that the day is spent. Near midnight that is the day that ends: to take
   * it for the new one would block a whole day.
   */
  async markSpent(zoomUserId: string, at: Date = this.clock.now()): Promise<void> {
    const [day = utcDay(at.getTime())] = chargedDays(at.getTime());
    await this.store.markSpent(zoomUserId, day);
  }

  private async warn({ accountId, userId, at }: LedgerEntry, day: string, used: number): Promise<void> {
    await this.db.transaction(async () => {
      if (!(await this.store.markWarned(userId, day, at))) return;
      const about = { accountId, aggregateId: userId, aggregateVersion: used };
      await this.events.publish(ZoomQuotaWarned, about, { userId, used, limit: DAILY_LIMIT, day });
    });
  }
}
