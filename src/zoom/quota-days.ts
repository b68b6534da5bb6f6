import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { DAILY_LIMIT, chargedDays, resetsAt, roomAgainAt, utcDay } from './quota.rules';
import { type OnZoom, QuotaStore } from './quota.store';

/** How far back the last link is looked for. */
const LATELY_MS = 6 * 3_600_000;
/** To wait longer than that is to have no unit left: it is the Zoom account's day that is spent, not its second. */
const LONG_MS = 600_000;

/** A person's day on their Zoom user, as it stands. Times in epoch milliseconds. */
export interface QuotaDay {
  now: number;
  /** The next 00:00 UTC. */
  resetsAt: number;
  /** When whoever finds no unit left may come again. */
  roomAgainAt: number;
  /** Units gone, by the person's count or the Zoom user's, whichever is higher; all of them when Zoom says so. */
  used: number;
  /** Their Zoom account was too fast: nobody of it asks Zoom for anything before. */
  pausedUntil: number | null;
}

/** What a day's requests were for. */
export interface QuotaSpending {
  /** Updates and deletions. */
  housekeeping: number;
  deletions: number;
  /** When the last link was asked of Zoom, today or in the hours before. */
  lastLinkAt: number | null;
  /** The most links made on one of the last seven days. */
  busiestDay: number;
}

/** What the planning of a day goes by. */
@Injectable()
export class QuotaDays {
  constructor(
    private readonly store: QuotaStore,
    private readonly clock: Clock,
  ) {}

  async day(who: OnZoom): Promise<QuotaDay> {
    const now = this.clock.ms();
    const { used, spentByZoom, accountWaits } = await this.store.use(who, chargedDays(now));
    const waits = accountWaits?.getTime() ?? now;
    const closed = waits - now > LONG_MS;
    return {
      now,
      resetsAt: resetsAt(now).getTime(),
      roomAgainAt: closed ? waits : roomAgainAt(now).getTime(),
      used: spentByZoom || closed ? DAILY_LIMIT : used,
      pausedUntil: waits > now && !closed ? waits : null,
    };
  }

  async spending(userId: string): Promise<QuotaSpending> {
    const now = this.clock.ms();
    const purposes = await this.store.purposes(userId, utcDay(now), new Date(now - LATELY_MS));
    return {
      ...purposes,
      lastLinkAt: purposes.lastLinkAt?.getTime() ?? null,
      busiestDay: await this.store.busiestDay(userId, utcDay(now)),
    };
  }
}
