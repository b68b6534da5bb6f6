import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Intents } from '../platform/events';
import { assertVersion } from '../platform/http';
import { CalendarStore } from './calendar.store';
import { CalendarRemoved } from './calendars.events';
import { RemoveCalendar } from './calendars.intents';
import type { ChangeConditions } from './change-calendar';

/** Its row stays for the appointments it had; its slug is free again. */
@Injectable()
export class DeleteCalendar {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly store: CalendarStore,
    private readonly acts: Acts,
    private readonly intents: Intents,
  ) {}

  /** @throws NotFound @throws StaleVersion and what others refuse */
  async run(accountId: string, id: string, { ifMatch, future }: ChangeConditions): Promise<void> {
    await this.db.transaction(async () => {
      const { name, version } = await this.store.lock(accountId, id);
      assertVersion(version, ifMatch);
      await this.intents.announce(RemoveCalendar, { accountId, calendarId: id, future });
      await this.store.change(accountId, id, { version: version + 1, deletedAt: this.clock.now() });
      await this.acts.publish(
        CalendarRemoved,
        { accountId, aggregateId: id, aggregateVersion: version + 1 },
        { name },
        { before: { name } },
      );
    });
  }
}
