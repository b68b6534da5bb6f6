import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { ParkedWork } from './parked-work';
import { DAILY_LIMIT, resetsAt, utcDay } from './quota.rules';
import { QuotaStore } from './quota.store';

export interface QuotaUsage {
  limit: number;
  /** Our own count of the day, the person's or the Zoom user's: whichever is higher. */
  used: number;
  /** What both still have room for. */
  remaining: number;
  /** Links that wait for the next day. */
  parked: number;
  /** Deletions that wait until a day has room for them. */
  deferred: number;
  /** The next 00:00 UTC. */
  resetsAt: Date;
  /** Zoom itself refused, saying that the day is spent. */
  spentByZoom: boolean;
}

/** How much of the day is used. */
@Injectable()
export class QuotaUsages {
  constructor(
    private readonly store: QuotaStore,
    private readonly waiting: ParkedWork,
    private readonly clock: Clock,
  ) {}

  async of(userId: string): Promise<QuotaUsage> {
    return (await this.ofAll([userId])).get(userId) ?? this.usage(userId, new Map(), new Map());
  }

  /** Of several people, in as many statements as of one. Every ID has its usage. */
  async ofAll(userIds: string[]): Promise<Map<string, QuotaUsage>> {
    if (userIds.length === 0) return new Map();
    const counts = await this.store.countsOf(userIds, utcDay(this.clock.ms()));
    const waiting = await this.waiting.of(userIds);
    return new Map(userIds.map((userId) => [userId, this.usage(userId, counts, waiting)]));
  }

  private usage(
    userId: string,
    counts: Awaited<ReturnType<QuotaStore['countsOf']>>,
    waiting: Awaited<ReturnType<ParkedWork['of']>>,
  ): QuotaUsage {
    const count = counts.get(userId) ?? { used: 0, usedAtZoom: 0, spentByZoom: false };
    const { spentByZoom } = count;
    const used = Math.max(count.used, count.usedAtZoom);
    const remaining = spentByZoom ? 0 : Math.max(0, DAILY_LIMIT - used);
    const { parked, deferred } = waiting.get(userId) ?? { parked: 0, deferred: 0 };
    return { limit: DAILY_LIMIT, used, remaining, parked, deferred, resetsAt: resetsAt(this.clock.ms()), spentByZoom };
  }
}
