import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { NotFound, type Position } from '../platform/http';
import { BlockEntity, type BlockRow } from './block.entity';

/** Whose time it takes: one of the two is null. */
export type BlockTarget = Pick<BlockRow, 'userId' | 'calendarId'>;
export type BlockDetails = Pick<BlockRow, 'title' | 'startsAt' | 'endsAt' | 'timezone' | 'recurrence' | 'overAt'>;

export interface BlockFilter {
  userId?: string;
  calendarId?: string;
  from?: Date;
  to?: Date;
  /** Who asks: of the users' blocks only theirs. */
  seenBy?: string;
}

@Injectable()
export class BlockStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async insert(accountId: string, target: BlockTarget, details: BlockDetails): Promise<BlockRow> {
    const now = this.clock.now();
    const row = { id: randomUUID(), accountId, ...target, ...details, version: 1, createdAt: now, updatedAt: now };
    await this.blocks.insert(row);
    return row;
  }

  /** @throws NotFound */
  async get(accountId: string, id: string): Promise<BlockRow> {
    return (await this.blocks.findOneBy({ accountId, id })) ?? missing(id);
  }

  /** @throws NotFound */
  async lock(accountId: string, id: string): Promise<BlockRow> {
    const where = { accountId, id };
    return (await this.blocks.findOne({ where, lock: { mode: 'for_no_key_update' } })) ?? missing(id);
  }

  /** By start. One row more than `limit`, if there is one. */
  page(accountId: string, filter: BlockFilter, after: Position | null, limit: number): Promise<BlockRow[]> {
    const query = this.blocks.createQueryBuilder('b').where('b.account_id = :accountId', { accountId });
    if (filter.userId) query.andWhere('b.user_id = :userId', { userId: filter.userId });
    if (filter.calendarId) query.andWhere('b.calendar_id = :calendarId', { calendarId: filter.calendarId });
    if (filter.from) query.andWhere('(b.over_at IS NULL OR b.over_at > :from)', { from: filter.from });
    if (filter.to) query.andWhere('b.starts_at < :to', { to: filter.to });
    if (filter.seenBy) query.andWhere('(b.user_id = :seenBy OR b.user_id IS NULL)', { seenBy: filter.seenBy });
    if (after) query.andWhere('(b.starts_at, b.id) > (:at, :id)', after);
    return query
      .orderBy({ 'b.startsAt': 'ASC', 'b.id': 'ASC' })
      .take(limit + 1)
      .getMany();
  }

  /** Whoever writes blocks of this user or calendar waits, until the transaction ends: only then can they be counted. */
  async lockTarget({ userId, calendarId }: BlockTarget): Promise<void> {
    await this.db.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`blocks ${userId ?? calendarId}`]);
  }

  /** Those of a user or calendar that are not over, and how many of them recur. */
  async countLive(accountId: string, { userId, calendarId }: BlockTarget): Promise<{ all: number; recurring: number }> {
    const row = await this.db.queryOne<{ all: number; recurring: number }>(
      `SELECT count(*)::integer AS "all", count(recurrence)::integer AS recurring FROM blocks
       WHERE account_id = $1 AND (user_id = $2 OR calendar_id = $3) AND (over_at IS NULL OR over_at > $4)`,
      [accountId, userId, calendarId, this.clock.now()],
    );
    return row ?? { all: 0, recurring: 0 };
  }

  async change(row: BlockRow, details: BlockDetails): Promise<BlockRow> {
    const changed = { ...row, ...details, version: row.version + 1, updatedAt: this.clock.now() };
    await this.blocks.update({ accountId: row.accountId, id: row.id }, changed);
    return changed;
  }

  async remove(accountId: string, id: string): Promise<void> {
    await this.blocks.delete({ accountId, id });
  }

  allOfUser(accountId: string, userId: string): Promise<BlockRow[]> {
    return this.blocks.find({ where: { accountId, userId }, order: { startsAt: 'ASC', id: 'ASC' } });
  }

  async removeOfUser(accountId: string, userId: string): Promise<void> {
    await this.blocks.delete({ accountId, userId });
  }

  private get blocks() {
    return this.db.repository(BlockEntity);
  }
}

function missing(id: string): never {
  throw NotFound(`No block has the ID ${id}.`);
}
