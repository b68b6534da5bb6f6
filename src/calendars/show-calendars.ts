import { Injectable } from '@nestjs/common';
import { type Page, PageQuery, pageOf, positionOf } from '../platform/http';
import { CalendarStore } from './calendar.store';
import { Calendars } from './calendars';
import { type CalendarAnswer, memberOf, toCalendar } from './present-calendar';
import { type PublicCalendarAnswer, toPublicCalendar } from './present-public-calendar';

/** Calendars as they are read over HTTP. */
@Injectable()
export class ShowCalendars {
  constructor(
    private readonly store: CalendarStore,
    private readonly calendars: Calendars,
  ) {}

  async list(accountId: string, query: PageQuery): Promise<Page<CalendarAnswer>> {
    const rows = await this.store.page(accountId, positionOf(query), query.limit);
    const members = await this.store.membersByCalendar(
      accountId,
      rows.map(({ id }) => id),
    );
    return pageOf(
      rows,
      query,
      ({ createdAt, id }) => ({ at: createdAt, id }),
      (row) => toCalendar(row, (members.get(row.id) ?? []).map(memberOf)),
    );
  }

  /** @throws NotFound */
  async get(accountId: string, id: string): Promise<CalendarAnswer> {
    const row = await this.store.get(accountId, id);
    return toCalendar(row, (await this.store.members(accountId, id)).map(memberOf));
  }

  /** @throws NotFound */
  async getPublic(slugOrId: string): Promise<PublicCalendarAnswer> {
    return toPublicCalendar(await this.calendars.forPublicBooking(slugOrId));
  }
}
