import { Injectable } from '@nestjs/common';
import { type Page, PageQuery, pageOf, positionOf } from '../platform/http';
import { CalendarStore } from './calendar.store';
import { Calendars } from './calendars';
import { type CalendarAnswer, memberOf, toCalendar } from './present-calendar';
import { type PublicCalendarAnswer, toPublicCalendar } from './present-public-calendar';
import { type ShownCalendar, ZoomWarnings } from './zoom-warnings';

/** Calendars as they are read over HTTP. */
@Injectable()
export class ShowCalendars {
  constructor(
    private readonly store: CalendarStore,
    private readonly calendars: Calendars,
    private readonly warnings: ZoomWarnings,
  ) {}

  async list(accountId: string, query: PageQuery): Promise<Page<ShownCalendar>> {
    const rows = await this.store.page(accountId, positionOf(query), query.limit);
    const members = await this.store.membersByCalendar(
      accountId,
      rows.map(({ id }) => id),
    );
    const page = pageOf(
      rows,
      query,
      ({ createdAt, id }) => ({ at: createdAt, id }),
      (row) => toCalendar(row, (members.get(row.id) ?? []).map(memberOf)),
    );
    return { ...page, items: await this.warnings.addTo(accountId, page.items) };
  }

  /** @throws NotFound */
  async get(accountId: string, id: string): Promise<ShownCalendar> {
    const row = await this.store.get(accountId, id);
    return this.warned(accountId, toCalendar(row, (await this.store.members(accountId, id)).map(memberOf)));
  }

  /** What an act answers, with what its author should know. */
  async warned(accountId: string, answer: CalendarAnswer | Promise<CalendarAnswer>): Promise<ShownCalendar> {
    const calendar = await answer;
    const [shown] = await this.warnings.addTo(accountId, [calendar]);
    return shown ?? { ...calendar, warnings: [] };
  }

  /** @throws NotFound */
  async getPublic(slugOrId: string): Promise<PublicCalendarAnswer> {
    return toPublicCalendar(await this.calendars.forPublicBooking(slugOrId));
  }
}
