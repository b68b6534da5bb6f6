import { Injectable } from '@nestjs/common';
import { In, IsNull, Raw } from 'typeorm';
import { Clock } from '../platform/clock';
import { Database, sqlState } from '../platform/database';
import { NotFound, type Position } from '../platform/http';
import type { MeetingLocation } from '../identity';
import type { Calendar, CalendarSettings, Member } from './calendar';
import { CalendarMemberRow, CalendarRow } from './calendar.entity';
import { SlugTaken } from './calendars.problems';

/** A user's entry in a calendar. */
export interface Entry {
  calendarId: string;
  name: string;
  type: Calendar['type'];
  isOwner: boolean;
  meetingLocation: MeetingLocation | null;
}

@Injectable()
export class CalendarStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns null when a living calendar has the slug */
  async insert(accountId: string, id: string, settings: CalendarSettings): Promise<Calendar | null> {
    const row = { ...settings, id, accountId, version: 1, createdAt: this.clock.now(), deletedAt: null };
    const result = await this.db
      .repository(CalendarRow)
      .createQueryBuilder()
      .insert()
      .values(row)
      .orIgnore()
      .returning('id')
      .execute();
    return (result.raw as unknown[]).length > 0 ? row : null;
  }

  /** @throws NotFound */
  async get(accountId: string, id: string, { deletedToo = false } = {}): Promise<Calendar> {
    const row = await this.db
      .repository(CalendarRow)
      .findOneBy({ accountId, id, ...(deletedToo ? {} : { deletedAt: IsNull() }) });
    return row ?? missing(id);
  }

  byIds(accountId: string, ids: string[]): Promise<Calendar[]> {
    return this.db.repository(CalendarRow).findBy({ accountId, id: In(ids) });
  }

  /**
   * Locks the calendar for a change: bookings under way are waited for, the next ones wait. Before any host is locked.
   * @throws NotFound
   */
  async lock(accountId: string, id: string): Promise<Calendar> {
    await this.close(id);
    const row = await this.db.repository(CalendarRow).findOne({
      where: { accountId, id, deletedAt: IsNull() },
      lock: { mode: 'for_no_key_update' },
    });
    return row ?? missing(id);
  }

  page(accountId: string, after: Position | null, limit: number): Promise<Calendar[]> {
    return this.db.repository(CalendarRow).find({
      where: {
        accountId,
        deletedAt: IsNull(),
        ...(after && { createdAt: Raw((column) => `(${column}, id) > (:at, :id)`, { at: after.at, id: after.id }) }),
      },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: limit + 1,
    });
  }

  /** @throws SlugTaken */
  async change(accountId: string, id: string, changes: Partial<Calendar>): Promise<void> {
    try {
      await this.db.repository(CalendarRow).update({ accountId, id }, changes);
    } catch (error) {
      if (sqlState(error) === '23505') throw slugTaken(changes.slug ?? '');
      throw error;
    }
  }

  async members(accountId: string, calendarId: string): Promise<CalendarMemberRow[]> {
    return this.db.repository(CalendarMemberRow).find({ where: { accountId, calendarId }, order: { position: 'ASC' } });
  }

  /** The members of several calendars, in order. */
  async membersByCalendar(accountId: string, calendarIds: string[]): Promise<Map<string, CalendarMemberRow[]>> {
    const rows = await this.db.repository(CalendarMemberRow).find({
      where: { accountId, calendarId: In(calendarIds) },
      order: { position: 'ASC' },
    });
    const byCalendar = new Map<string, CalendarMemberRow[]>(calendarIds.map((id) => [id, []]));
    for (const row of rows) byCalendar.get(row.calendarId)?.push(row);
    return byCalendar;
  }

  /** Puts these in place of whoever was there. The calendar is locked. */
  async replaceMembers(accountId: string, calendarId: string, members: readonly Member[]): Promise<void> {
    const repository = this.db.repository(CalendarMemberRow);
    await repository.delete({ accountId, calendarId });
    await repository.insert(members.map((member, position) => ({ ...member, accountId, calendarId, position })));
  }

  /** @throws NotFound */
  async assertMember(accountId: string, calendarId: string, userId: string): Promise<void> {
    if (await this.db.repository(CalendarMemberRow).existsBy({ accountId, calendarId, userId })) return;
    throw NotFound(`No member of this calendar has the ID ${userId}.`);
  }

  async changeMemberLocation(
    accountId: string,
    calendarId: string,
    userId: string,
    meetingLocation: MeetingLocation | null,
  ): Promise<void> {
    await this.db.repository(CalendarMemberRow).update({ accountId, calendarId, userId }, { meetingLocation });
  }

  /** A user's places in the living calendars of an account, which are locked, oldest first. */
  async lockEntriesOf(accountId: string, userId: string): Promise<Entry[]> {
    const where = { accountId, userId };
    const places = await this.db.repository(CalendarMemberRow).find({ where, order: { calendarId: 'ASC' } });
    for (const { calendarId } of places) await this.close(calendarId);
    return this.db.query<Entry>(
      `SELECT c.id AS "calendarId", c.name, c.type, m.is_owner AS "isOwner", m.meeting_location AS "meetingLocation"
       FROM calendars c JOIN calendar_members m ON m.calendar_id = c.id
       WHERE c.account_id = $1 AND m.account_id = $1 AND m.user_id = $2 AND c.deleted_at IS NULL
       ORDER BY c.created_at, c.id FOR NO KEY UPDATE OF c`,
      [accountId, userId],
    );
  }

  async removeMember(accountId: string, userId: string): Promise<void> {
    await this.db.repository(CalendarMemberRow).delete({ accountId, userId });
  }

  /** Counts a change of a locked calendar's members. @returns the new version */
  async bumpVersion(accountId: string, id: string): Promise<number> {
    const row = await this.db.queryOne<{ version: number }>(
      `UPDATE calendars SET version = version + 1 WHERE account_id = $1 AND id = $2 RETURNING version`,
      [accountId, id],
    );
    return row?.version ?? missing(id);
  }

  private async close(id: string): Promise<void> {
    await this.db.query('SELECT close_calendar($1)', [id]);
  }
}

export function slugTaken(slug: string) {
  const detail = `another calendar of this server has the slug ${slug}`;
  return SlugTaken(`${detail}; choose another.`, { errors: [{ pointer: '/slug', detail }] });
}

export function noCalendar(slugOrId: string) {
  return NotFound(`No calendar has the ID or slug ${slugOrId.slice(0, 100)}.`);
}

function missing(id: string): never {
  throw noCalendar(id);
}
