import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Outbox } from '../messaging';
import { Clock } from '../platform/clock';
import { Config } from '../platform/config';
import { Database } from '../platform/database';
import { NotificationStore } from './notification.store';

const HOURLY = 3_600_000;
const DAY_MS = 86_400_000;
/** So that the first look of a server that was off for long holds no row locked for long. */
const AT_ONCE = 1_000;

/** Notifications are news, read or not: after so many days they go, with the words that the delivery log has of them. */
@Injectable()
export class ForgetOldNotifications {
  constructor(
    private readonly db: Database,
    private readonly notifications: NotificationStore,
    private readonly outbox: Outbox,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  @Interval(HOURLY)
  async run(): Promise<void> {
    const before = new Date(this.clock.ms() - this.config.notificationsDays * DAY_MS);
    while ((await this.forget(before)) === AT_ONCE);
  }

  private forget(before: Date): Promise<number> {
    return this.db.transaction(async () => {
      const ids = await this.notifications.forget(before, AT_ONCE);
      await this.outbox.forget(ids);
      return ids.length;
    });
  }
}
