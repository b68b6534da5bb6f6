import { Injectable } from '@nestjs/common';
import { ERASED } from '../data-rights';
import { Database } from '../platform/database';

/** What meetings tell of those who take part in them. */
@Injectable()
export class EnrolmentTraceStore {
  constructor(private readonly db: Database) {}

  enrolments(accountId: string, addresses: string[]): Promise<Record<string, unknown>[]> {
    return this.db.query(
      `SELECT m.zoom_meeting_id AS "zoomMeetingId", m.starts_at AS start, r.email, r.first_name AS "firstName",
              r.last_name AS "lastName", r.join_url AS "joinUrl", r.created_at AS "createdAt"
       FROM meeting_registrants r JOIN meetings m ON m.account_id = r.account_id AND m.id = r.meeting_id
       WHERE r.account_id = $1 AND r.email = ANY($2) ORDER BY r.created_at, r.id`,
      [accountId, addresses],
    );
  }

  /** They stay enrolled, as nobody, until Zoom was told that they are not. @returns how many */
  async unnameRegistrants(accountId: string, addresses: string[]): Promise<number> {
    const changed = await this.db.query(
      `UPDATE meeting_registrants SET email = 'erased:' || id, first_name = $3, last_name = '', join_url = NULL
       WHERE account_id = $1 AND email = ANY($2) RETURNING meeting_id AS "meetingId"`,
      [accountId, addresses, ERASED],
    );
    await this.db.query(`UPDATE meetings SET enrol_due = true WHERE account_id = $1 AND id = ANY($2)`, [
      accountId,
      changed.map((row) => (row as { meetingId: string }).meetingId),
    ]);
    return changed.length;
  }

  /** Meetings that were for these appointments alone; none of them is still to come. @returns how many */
  async unnameMeetings(accountId: string, appointmentIds: string[]): Promise<number> {
    const changed = await this.db.query(
      `UPDATE meetings m SET topic = $3, sent_topic = CASE WHEN sent_topic IS NULL THEN NULL ELSE $3 END
       WHERE m.account_id = $1 AND m.appointment_ids <@ $2::uuid[] AND m.appointment_ids <> '{}'
         AND NOT EXISTS (SELECT FROM slots s WHERE s.id = m.slot_id AND s.capacity > 1)
       RETURNING m.id`,
      [accountId, appointmentIds, ERASED],
    );
    return changed.length;
  }
}
