import { randomBytes, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import type { Principal } from '../identity';
import { Database } from '../platform/database';
import { type Calendar, type CalendarSettings, settingsOf, toldOf } from './calendar';
import { CalendarDrafts } from './calendar-drafts';
import { CalendarStore, slugTaken } from './calendar.store';
import type { CreateCalendarInput } from './calendars.dto';
import { CalendarCreated } from './calendars.events';
import { type CalendarAnswer, toCalendar } from './present-calendar';

const SLUG_ATTEMPTS = 5;

@Injectable()
export class CreateCalendar {
  constructor(
    private readonly db: Database,
    private readonly drafts: CalendarDrafts,
    private readonly store: CalendarStore,
    private readonly acts: Acts,
  ) {}

  /** @throws Invalid @throws SlugTaken @throws ZoomNeedsGroupCalendar @throws ZoomNotConnected */
  run(who: Principal, input: CreateCalendarInput): Promise<CalendarAnswer> {
    return this.drafts.offeringConnect(who, 'profile', () => this.create(who, input));
  }

  private create(who: Principal, input: CreateCalendarInput): Promise<CalendarAnswer> {
    const { accountId } = who;
    return this.db.transaction(async () => {
      const { settings, members } = await this.drafts.forNew(who, input);
      const calendar = await this.insert(accountId, settings, input.slug === undefined ? SLUG_ATTEMPTS : 1);
      await this.store.replaceMembers(accountId, calendar.id, members);
      await this.acts.publish(
        CalendarCreated,
        { accountId, aggregateId: calendar.id, aggregateVersion: calendar.version },
        { name: calendar.name, type: calendar.type },
        { after: { ...settingsOf(calendar), members: toldOf(members) } },
      );
      return toCalendar(calendar, members);
    });
  }

  /** Under the slug it has, then under variations of it. */
  private async insert(accountId: string, settings: CalendarSettings, attempts: number): Promise<Calendar> {
    let { slug } = settings;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const row = await this.store.insert(accountId, randomUUID(), { ...settings, slug });
      if (row) return row;
      slug = `${settings.slug}-${randomBytes(4).toString('hex')}`;
    }
    throw slugTaken(settings.slug);
  }
}
