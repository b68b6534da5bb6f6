import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { MeetingEntity, type MeetingRow } from './meeting.entity';
import type { Host } from './meeting.store';
import { RegistrantEntity, type RegistrantRow } from './registrant.entity';
import { enrolmentStep } from './registrant.rules';

/** Meetings that are there now and give each participant a link. */
const PERSONAL = `m.personal AND m.wanted = 'present' AND m.known = 'present' AND NOT m.unmanaged`;

/** Who is enrolled in meetings. They go with their meeting, so only those of meetings that stay matter. */
@Injectable()
export class RegistrantStore {
  constructor(private readonly db: Database) {}

  async insert(row: RegistrantRow): Promise<void> {
    await this.rows.insert({ ...row, owes: enrolmentStep(row) });
  }

  /** Writes what the row now holds, and what it owes by that. */
  async save(row: RegistrantRow): Promise<void> {
    row.owes = enrolmentStep(row);
    await this.rows.update({ accountId: row.accountId, id: row.id }, row);
  }

  /** All of a meeting, locked. The meeting is locked before. */
  lockOf(accountId: string, meetingId: string): Promise<RegistrantRow[]> {
    return this.rows.find({
      where: { accountId, meetingId },
      order: { email: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** Doubts what is known of those in a meeting: their links may have changed. */
  async lookAgain(accountId: string, meetingId: string): Promise<void> {
    await this.db.query(
      `UPDATE meeting_registrants SET known = 'unknown', owes = 'find', retry_at = NULL
       WHERE account_id = $1 AND meeting_id = $2 AND known = 'present'`,
      [accountId, meetingId],
    );
  }

  /** A meeting of the host's to be gone through, because people came or left. */
  meetingDue({ zoomUserId }: Pick<Host, 'zoomUserId'>, now: Date): Promise<MeetingRow | null> {
    return this.db
      .repository(MeetingEntity)
      .createQueryBuilder('m')
      .where(`m.zoom_user_id = :zoomUserId AND m.enrol_due AND ${PERSONAL} AND m.ends_at > :now`, { zoomUserId, now })
      .orderBy('m.starts_at')
      .limit(1)
      .getOne();
  }

  /** Whose step is next: who waits for a link before who leaves, the soonest first. */
  mostUrgent({ zoomUserId }: Pick<Host, 'zoomUserId'>, now: Date): Promise<RegistrantRow | null> {
    return this.rows
      .createQueryBuilder('r')
      .innerJoin('meetings', 'm', 'm.id = r.meeting_id')
      .where(`m.zoom_user_id = :zoomUserId AND ${PERSONAL} AND m.ends_at > :now`, { zoomUserId, now })
      .andWhere('r.owes IS NOT NULL AND (r.retry_at IS NULL OR r.retry_at <= :now)')
      .orderBy(`CASE WHEN r.wanted = 'present' THEN 0 ELSE 1 END`)
      .addOrderBy('m.starts_at')
      .addOrderBy('r.id')
      .limit(1)
      .getOne();
  }

  /** When the host's next step is due, pauses apart; null: none is. */
  async nextDue({ zoomUserId }: Pick<Host, 'zoomUserId'>, now: Date): Promise<Date | null> {
    const row = await this.db.queryOne<{ due: Date | null }>(
      `SELECT min(CASE WHEN m.enrol_due THEN $2 ELSE coalesce(r.retry_at, $2) END) AS due
       FROM meetings m LEFT JOIN meeting_registrants r ON r.meeting_id = m.id AND r.owes IS NOT NULL
       WHERE m.zoom_user_id = $1 AND ${PERSONAL} AND m.ends_at > $2 AND (m.enrol_due OR r.id IS NOT NULL)`,
      [zoomUserId, now],
    );
    return row?.due ?? null;
  }

  /** Hosts who have such steps due, of whatever account. */
  async hostsWithDueWork(now: Date, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ userId: string }>(
      `SELECT DISTINCT m.host_user_id AS "userId"
       FROM meetings m LEFT JOIN meeting_registrants r ON r.meeting_id = m.id AND r.owes IS NOT NULL
       WHERE ${PERSONAL} AND m.ends_at > $1
         AND (m.enrol_due OR (r.id IS NOT NULL AND (r.retry_at IS NULL OR r.retry_at <= $1))) LIMIT $2`,
      [now, limit],
    );
    return rows.map(({ userId }) => userId);
  }

  private get rows() {
    return this.db.repository(RegistrantEntity);
  }
}
