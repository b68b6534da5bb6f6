import { Injectable } from '@nestjs/common';
import type { Schedule } from '#libs/slots';
import type { MeetingLocation } from '../identity';
import { Database } from '../platform/database';
import type { Calendar, Member } from './calendar';
import { CalendarRow } from './calendar.entity';

/** A member as booking needs them. */
export interface MemberHours extends Member {
  position: number;
  name: string;
  email: string;
  timezone: string;
  defaultMeetingLocation: MeetingLocation | null;
  /** The calendar's own hours, else the user's; null when neither is stored. */
  schedule: Schedule | null;
}

export interface CalendarWithMembers {
  calendar: Calendar;
  /** In order; those who left the account are not among them. */
  members: MemberHours[];
  /** The hours it has of its own; null when it has none. */
  ownHours: Schedule | null;
}

type Row = Calendar & { members: MemberHours[] | null; ownHours: Schedule | null };

/** What booking reads of a calendar: one statement, however many members there are. */
@Injectable()
export class BookableStore {
  private columns: string | undefined;

  constructor(private readonly db: Database) {}

  /** Deleted ones too. */
  byId(accountId: string, id: string): Promise<CalendarWithMembers | null> {
    return this.read('c.account_id = $1 AND c.id = $2', [accountId, id]);
  }

  /** For the public, who knows no account: a living one. */
  byIdAnywhere(id: string): Promise<CalendarWithMembers | null> {
    return this.read('c.id = $1 AND c.deleted_at IS NULL', [id]);
  }

  /** Slugs are unique on the server. */
  bySlug(slug: string): Promise<CalendarWithMembers | null> {
    return this.read('c.slug = $1 AND c.deleted_at IS NULL', [slug]);
  }

  private async read(which: string, values: unknown[]): Promise<CalendarWithMembers | null> {
    const [row] = await this.db.prepared<Row>(
      `SELECT ${this.calendarColumns()},
         (SELECT json_agg(m ORDER BY m.position) FROM (
            SELECT m.user_id AS "userId", m.position, m.priority, m.weight, m.is_owner AS "isOwner", m.optional,
              m.meeting_location AS "meetingLocation", p.name, p.email, p.timezone,
              p.default_meeting_location AS "defaultMeetingLocation",
              CASE WHEN s.id IS NOT NULL THEN ${HOURS} END AS schedule
            FROM calendar_members m
            JOIN people p ON p.account_id = m.account_id AND p.user_id = m.user_id
            LEFT JOIN schedules s ON s.account_id = m.account_id
              AND (s.id = c.schedule_id OR (c.schedule_id IS NULL AND s.user_id = m.user_id AND s.is_default))
            WHERE m.account_id = c.account_id AND m.calendar_id = c.id) m) AS members,
         (SELECT ${HOURS} FROM schedules s WHERE s.account_id = c.account_id AND s.id = c.schedule_id) AS "ownHours"
       FROM calendars c WHERE ${which}`,
      values,
    );
    if (!row) return null;
    const { members, ownHours, ...calendar } = row;
    return { calendar, members: members ?? [], ownHours };
  }

  /** Each by the name its property has. */
  private calendarColumns(): string {
    const { columns } = this.db.repository(CalendarRow).metadata;
    this.columns ??= columns.map(({ databaseName, propertyName }) => `c.${databaseName} AS "${propertyName}"`).join();
    return this.columns;
  }
}

const HOURS = `json_build_object('timezone', s.timezone, 'rules', s.rules, 'travel', s.travel)`;
