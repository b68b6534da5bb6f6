import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Raw } from 'typeorm';
import type { Schedule } from '#libs/slots';
import { Clock } from '../platform/clock';
import { Database, sqlState } from '../platform/database';
import { NotFound, type Position } from '../platform/http';
import { ScheduleInUse } from './calendars.problems';
import { ScheduleRow, type StoredSchedule } from './schedule.entity';

const DEFAULT_NAME = 'Working hours';

@Injectable()
export class ScheduleStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async insert(
    row: Pick<StoredSchedule, 'accountId' | 'userId' | 'name' | 'timezone' | 'rules' | 'travel'>,
  ): Promise<StoredSchedule> {
    const schedule = { ...row, id: randomUUID(), isDefault: false, version: 1, createdAt: this.clock.now() };
    await this.db.repository(ScheduleRow).insert(schedule);
    return schedule;
  }

  /** @throws NotFound */
  async get(accountId: string, id: string): Promise<StoredSchedule> {
    return (await this.db.repository(ScheduleRow).findOneBy({ accountId, id })) ?? missing(id);
  }

  /** @throws NotFound */
  async lock(accountId: string, id: string): Promise<StoredSchedule> {
    const where = { accountId, id };
    return (
      (await this.db.repository(ScheduleRow).findOne({ where, lock: { mode: 'for_no_key_update' } })) ?? missing(id)
    );
  }

  /** Keeps the schedule from being deleted until the transaction ends. @returns whether it is there */
  async pin(accountId: string, id: string): Promise<boolean> {
    const rows = await this.db.query(`SELECT FROM schedules WHERE account_id = $1 AND id = $2 FOR KEY SHARE`, [
      accountId,
      id,
    ]);
    return rows.length > 0;
  }

  allOfUser(accountId: string, userId: string): Promise<StoredSchedule[]> {
    return this.db.repository(ScheduleRow).findBy({ accountId, userId });
  }

  page(accountId: string, after: Position | null, limit: number): Promise<StoredSchedule[]> {
    return this.db.repository(ScheduleRow).find({
      where: {
        accountId,
        ...(after && { createdAt: Raw((column) => `(${column}, id) > (:at, :id)`, { at: after.at, id: after.id }) }),
      },
      order: { createdAt: 'ASC', id: 'ASC' },
      take: limit + 1,
    });
  }

  /** The user's own hours; made of these when there are none yet. */
  async ofUser(accountId: string, userId: string, initial: Schedule): Promise<StoredSchedule> {
    const where = { accountId, userId, isDefault: true };
    const known = await this.db.repository(ScheduleRow).findOneBy(where);
    if (known) return known;
    await this.db.query(
      `INSERT INTO schedules (id, account_id, user_id, name, timezone, rules, is_default, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, true, $7) ON CONFLICT (account_id, user_id) WHERE is_default DO NOTHING`,
      [
        randomUUID(),
        accountId,
        userId,
        DEFAULT_NAME,
        initial.timezone,
        JSON.stringify(initial.rules),
        this.clock.now(),
      ],
    );
    return this.db.repository(ScheduleRow).findOneByOrFail(where);
  }

  async change(accountId: string, id: string, changes: Partial<StoredSchedule>): Promise<void> {
    await this.db.repository(ScheduleRow).update({ accountId, id }, changes);
  }

  /** @throws ScheduleInUse when a living calendar keeps its hours there */
  async remove(accountId: string, id: string): Promise<void> {
    await this.db.query(
      `UPDATE calendars SET schedule_id = NULL WHERE account_id = $1 AND schedule_id = $2 AND deleted_at IS NOT NULL`,
      [accountId, id],
    );
    try {
      await this.db.repository(ScheduleRow).delete({ accountId, id });
    } catch (error) {
      if (sqlState(error) === '23503') throw ScheduleInUse('A calendar keeps its hours there: give it others first.');
      throw error;
    }
  }
}

function missing(id: string): never {
  throw NotFound(`No schedule has the ID ${id}.`);
}
