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

class Spent extends Error {}

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
  async reserve(purpose: RequestPurpose): Promise<{ requestId: string } | 'spent'> {
    const at = this.clock.now();
    const id = randomUUID();
    try {
      await this.db.separately(async () => {
        for (const day of chargedDays(at.getTime())) await this.charge(purpose, day, at);
        await this.store.insertRequest({ ...purpose, id, at }, utcDay(at.getTime()));
      });
    } catch (error) {
      if (error instanceof Spent) return 'spent';
      throw error;
    }
    return { requestId: id };
  }

  /** Notes what became of a request: `done`, or the kind of its failure. */
  settle(requestId: string, outcome: string): Promise<void> {
    return this.store.settle(requestId, outcome);
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

  private async charge(
    { accountId, userId, zoomUserId, keep = 0 }: RequestPurpose,
    day: string,
    at: Date,
  ): Promise<void> {
    const own = await this.store.chargeUser(userId, day, DAILY_LIMIT - keep);
    const ofZoomUser = own && (await this.store.chargeZoomUser(zoomUserId, day, DAILY_LIMIT - keep));
    if (!own || ofZoomUser === null) throw new Spent();
    const used = Math.max(own.used, ofZoomUser);
    if (own.warned || used < WARN_AT) return;
    await this.store.markWarned(userId, day, at);
    await this.events.publish(
      ZoomQuotaWarned,
      { accountId, aggregateId: userId, aggregateVersion: own.used },
      { userId, used, limit: DAILY_LIMIT, day },
    );
  }
}
