import { Injectable } from '@nestjs/common';
import type { Schedule } from '#libs/slots';
import { Database } from '../platform/database';
import type { Calendar, Member } from './calendar';

export interface MemberHours extends Member {
  position: number;
  /** The calendar's own hours, else the user's; null when neither is stored. */
  schedule: Schedule | null;
}

/** What booking reads, in one statement each, however many members there are. */
@Injectable()
export class BookableStore {
  constructor(private readonly db: Database) {}

  membersWithHours({ accountId, id, scheduleId }: Calendar): Promise<MemberHours[]> {
    return this.db.prepared<MemberHours>(
      `SELECT m.user_id AS "userId", m.position, m.priority, m.weight, m.is_owner AS "isOwner",
         m.optional, m.meeting_location AS "meetingLocation",
         CASE WHEN s.id IS NOT NULL THEN jsonb_build_object('timezone', s.timezone, 'rules', s.rules, 'travel', s.travel) END AS schedule
       FROM calendar_members m
       LEFT JOIN schedules s ON s.account_id = m.account_id
         AND (s.id = $3 OR ($3::uuid IS NULL AND s.user_id = m.user_id AND s.is_default))
       WHERE m.account_id = $1 AND m.calendar_id = $2
       ORDER BY m.position`,
      [accountId, id, scheduleId],
    );
  }

  ownHours({ accountId, scheduleId }: Calendar): Promise<Schedule | undefined> {
    return this.db.queryOne<Schedule>(
      `SELECT timezone, rules, travel FROM schedules WHERE account_id = $1 AND id = $2`,
      [accountId, scheduleId],
    );
  }
}
