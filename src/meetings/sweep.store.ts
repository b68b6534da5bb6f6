import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../platform/database';
import { MeetingEntity, type MeetingRow } from './meeting.entity';
import { AHEAD } from './meeting.store';
import { SweepEntity, type SweepRow } from './sweep.entity';

/** What sweeps found, and what they compare. They follow the person, so the host takes the account's place. */
@Injectable()
export class SweepStore {
  constructor(private readonly db: Database) {}

  find(userId: string): Promise<SweepRow | null> {
    return this.sweeps.findOneBy({ userId });
  }

  /** What the last sweep found stays until the next one ends. */
  async request(userId: string, at: Date): Promise<void> {
    await this.db.query(
      `INSERT INTO meeting_sweeps (user_id, state, requested_at) VALUES ($1, 'waiting', $2)
       ON CONFLICT (user_id) DO UPDATE SET state = 'waiting', requested_at = $2`,
      [userId, at],
    );
  }

  async begin(userId: string, at: Date): Promise<void> {
    await this.sweeps.update({ userId }, { state: 'running', startedAt: at });
  }

  /** Writes how a sweep ended; one asked for meanwhile goes on waiting. */
  async finish(userId: string, state: 'done' | 'failed', result: Partial<SweepRow>): Promise<void> {
    await this.sweeps.update({ userId }, result);
    await this.sweeps.update({ userId, state: 'running' }, { state });
  }

  /** Meetings by what stands at the start of their agenda. */
  byReference(references: string[]): Promise<MeetingRow[]> {
    return references.length === 0 ? Promise.resolve([]) : this.meetings.findBy({ reference: In(references) });
  }

  /** What should be at Zoom on this Zoom user, and has not begun. */
  current(zoomUserId: string, now: Date): Promise<MeetingRow[]> {
    return this.meetings
      .createQueryBuilder('m')
      .where(`m.zoom_user_id = :zoomUserId AND m.wanted = 'present' AND m.known = 'present'`, { zoomUserId })
      .andWhere(`${AHEAD} > :now`, { now })
      .getMany();
  }

  /** Hosts with meetings yet to come whose last sweep ended before that. */
  async hostsToSweep(now: Date, notSince: Date, limit: number): Promise<string[]> {
    const rows = await this.db.query<{ userId: string }>(
      `SELECT DISTINCT m.host_user_id AS "userId" FROM meetings m
       LEFT JOIN meeting_sweeps s ON s.user_id = m.host_user_id
       WHERE m.wanted = 'present' AND m.zoom_user_id IS NOT NULL AND m.ends_at > $1
         AND (s.user_id IS NULL OR (s.state IN ('done', 'failed') AND s.finished_at < $2))
       LIMIT $3`,
      [now, notSince, limit],
    );
    return rows.map(({ userId }) => userId);
  }

  private get sweeps() {
    return this.db.repository(SweepEntity);
  }

  private get meetings() {
    return this.db.repository(MeetingEntity);
  }
}
