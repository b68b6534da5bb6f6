import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { ParkedWork } from './parked-work';
import { DAILY_LIMIT, chargedDays, resetsAt, utcDay } from './quota.rules';
import { LedgerEntry, QuotaStore } from './quota.store';
import { ZoomConnectionStore } from './zoom-connection.store';

/** What a request is for. `accountId` is the slot's. */
export type RequestPurpose = Omit<LedgerEntry, 'id' | 'at'>;

export interface QuotaUsage {
  limit: number;
  /** Our own count of the person's day. */
  used: number;
  /** What both the person's and the Zoom user's day still have room for. */
  remaining: number;
  /** Links that wait for the next day. */
  parked: number;
  /** The next 00:00 UTC. */
  resetsAt: Date;
  /** Zoom itself refused, saying that the day is spent. */
  spentByZoom: boolean;
}

class Spent extends Error {}

/** Every create, update and delete request at Zoom takes a unit here first: never more than 100 per person and UTC day. */
@Injectable()
export class QuotaLedger {
  constructor(
    private readonly db: Database,
    private readonly store: QuotaStore,
    private readonly connections: ZoomConnectionStore,
    private readonly waiting: ParkedWork,
    private readonly clock: Clock,
  ) {}

  /** Takes a unit and commits. It is never given back: a request that failed may still have counted at Zoom. */
  async reserve(purpose: RequestPurpose): Promise<{ requestId: string } | 'spent'> {
    const at = this.clock.now();
    const id = randomUUID();
    try {
      await this.db.separately(async () => {
        for (const day of chargedDays(at.getTime())) {
          const room =
            (await this.store.chargeUser(purpose.userId, day)) &&
            (await this.store.chargeZoomUser(purpose.zoomUserId, day));
          if (!room) throw new Spent();
        }
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

  /**
   * Zoom refused a request sent `at`, saying that the day is spent. Near midnight that is the day that ends: to take
   * it for the new one would block a whole day.
   */
  async markSpent(zoomUserId: string, at: Date = this.clock.now()): Promise<void> {
    const [day = utcDay(at.getTime())] = chargedDays(at.getTime());
    await this.store.markSpent(zoomUserId, day);
  }

  async usage(userId: string): Promise<QuotaUsage> {
    const now = this.clock.ms();
    const day = utcDay(now);
    const connection = await this.connections.live(userId);
    const used = await this.store.usedByUser(userId, day);
    const zoom = connection ? await this.store.zoomUserDay(connection.zoomUserId, day) : null;
    const spentByZoom = zoom?.spentByZoom ?? false;
    const remaining = spentByZoom ? 0 : Math.max(0, DAILY_LIMIT - Math.max(used, zoom?.used ?? 0));
    const parked = await this.waiting.of(userId);
    return { limit: DAILY_LIMIT, used, remaining, parked, resetsAt: resetsAt(now), spentByZoom };
  }

  /** How many requests the person may still make today. */
  async room(userId: string): Promise<number> {
    return (await this.usage(userId)).remaining;
  }
}
