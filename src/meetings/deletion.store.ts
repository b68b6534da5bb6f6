import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { Position } from '../platform/http';
import { MeetingEntity, type MeetingRow } from './meeting.entity';
import { type Host, OF_HOST, OWED, named } from './meeting.store';

/** What hosts still have to delete in Zoom. */
@Injectable()
export class DeletionStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  /** What a host would have to delete next, or to look for because it may have to be deleted. */
  next({ userId, zoomUserId }: Host): Promise<MeetingRow | null> {
    return this.rows
      .createQueryBuilder('m')
      .where(`${named(OF_HOST)} AND ${named(OWED)}`, { p1: userId, p2: zoomUserId, p3: this.clock.now() })
      .andWhere(`m.wanted = 'absent' AND (m.retry_at IS NULL OR m.retry_at <= :p3)`)
      .orderBy('m.starts_at')
      .addOrderBy('m.id')
      .limit(1)
      .getOne();
  }

  /** Lets all that a host owes be tried at once. */
  async hurry({ userId, zoomUserId }: Host): Promise<void> {
    await this.db.query(
      `UPDATE meetings SET retry_at = NULL
       WHERE owes IS NOT NULL AND wanted = 'absent' AND (host_user_id = $1 OR zoom_user_id = $2)`,
      [userId, zoomUserId],
    );
  }

  /** The slots that are not over and have a meeting of the host's, account by account. */
  slotsOf(userId: string): Promise<{ accountId: string; slotIds: string[] }[]> {
    return this.db.query(
      `SELECT account_id AS "accountId", array_agg(slot_id) AS "slotIds" FROM meetings
       WHERE host_user_id = $1 AND wanted = 'present' AND slot_id IS NOT NULL AND ends_at > $2 GROUP BY 1`,
      [userId, this.clock.now()],
    );
  }

  /** What a host still has to delete, the soonest first; of one account, or of all. */
  page(
    { userId, accountId }: { userId: string; accountId: string | null },
    after: Position | null,
    limit: number,
  ): Promise<MeetingRow[]> {
    const query = this.rows
      .createQueryBuilder('m')
      .where(`m.host_user_id = :userId AND m.wanted = 'absent'`, { userId })
      .andWhere('m.owes IS NOT NULL AND m.owed_until > :now', { now: this.clock.now() });
    if (accountId !== null) query.andWhere('m.account_id = :accountId', { accountId });
    if (after) query.andWhere('(m.starts_at, m.id) > (:at, :id)', { ...after });
    return query.orderBy('m.starts_at').addOrderBy('m.id').limit(limit).getMany();
  }

  private get rows() {
    return this.db.repository(MeetingEntity);
  }
}
