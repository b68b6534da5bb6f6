import { Injectable } from '@nestjs/common';
import type { Interval } from '#libs/time';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { NotFound, type Position } from '../platform/http';
import { FeedEntity, type FeedRow } from './feed.entity';

export interface FeedFilter {
  userId?: string;
  /** Who asks: only theirs. */
  seenBy?: string;
}

export interface FeedKey {
  accountId: string;
  feedId: string;
}

@Injectable()
export class FeedStore {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async insert(
    accountId: string,
    details: Pick<FeedRow, 'id' | 'userId' | 'name' | 'url' | 'urlShown'>,
  ): Promise<FeedRow> {
    const now = this.clock.now();
    const unread = { fetchedAt: null, changedAt: null, errorCode: null, error: null, etag: null, lastModified: null };
    const row: FeedRow = {
      ...{ accountId, ...details, ...unread, readAt: null, timesHash: null },
      ...{ attempt: 0, events: 0, warnings: [], failures: 0, nextFetchAt: now, version: 1, createdAt: now },
    };
    await this.feeds.insert(row);
    return row;
  }

  /** @throws NotFound */
  async get(accountId: string, id: string): Promise<FeedRow> {
    return (await this.feeds.findOneBy({ accountId, id })) ?? missing(id);
  }

  /** @throws NotFound */
  async lock(accountId: string, id: string): Promise<FeedRow> {
    return (await this.find(accountId, id)) ?? missing(id);
  }

  /** By creation. One row more than `limit`, if there is one. */
  page(accountId: string, filter: FeedFilter, after: Position | null, limit: number): Promise<FeedRow[]> {
    const query = this.feeds.createQueryBuilder('f').where('f.account_id = :accountId', { accountId });
    if (filter.userId) query.andWhere('f.user_id = :userId', { userId: filter.userId });
    if (filter.seenBy) query.andWhere('f.user_id = :seenBy', { seenBy: filter.seenBy });
    if (after) query.andWhere('(f.created_at, f.id) > (:at, :id)', after);
    return query
      .orderBy({ 'f.createdAt': 'ASC', 'f.id': 'ASC' })
      .take(limit + 1)
      .getMany();
  }

  /** Whoever adds a feed of this user waits, until the transaction ends: only then can they be counted. */
  async lockUser(userId: string): Promise<void> {
    await this.db.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`busy feeds ${userId}`]);
  }

  count(accountId: string, userId: string): Promise<number> {
    return this.feeds.countBy({ accountId, userId });
  }

  /** How many times are kept of each. */
  async countTimes(accountId: string, ids: string[]): Promise<Map<string, number>> {
    const rows = await this.db.query<{ id: string; count: number }>(
      `SELECT f.id, count(*)::integer AS count FROM busy_feeds f JOIN feed_times t ON t.feed_id = f.id
       WHERE f.account_id = $1 AND f.id = ANY($2) GROUP BY f.id`,
      [accountId, ids],
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  async rename(row: FeedRow, name: string | null): Promise<FeedRow> {
    const changes = { name, version: row.version + 1 };
    await this.feeds.update({ accountId: row.accountId, id: row.id }, changes);
    return { ...row, ...changes };
  }

  /** Due at once; a fetch under way, which may have come too early, writes nothing any more. */
  async makeDue(row: FeedRow): Promise<FeedRow> {
    const changes = { nextFetchAt: this.clock.now(), attempt: row.attempt + 1 };
    await this.feeds.update({ accountId: row.accountId, id: row.id }, changes);
    return { ...row, ...changes };
  }

  async remove(accountId: string, id: string): Promise<void> {
    await this.feeds.delete({ accountId, id });
  }

  /** What may be shown of them. */
  allOfUser(accountId: string, userId: string): Promise<Pick<FeedRow, 'id' | 'name' | 'urlShown' | 'createdAt'>[]> {
    return this.feeds.find({
      select: { id: true, name: true, urlShown: true, createdAt: true },
      where: { accountId, userId },
    });
  }

  async removeOfUser(accountId: string, userId: string): Promise<void> {
    await this.feeds.delete({ accountId, userId });
  }

  /** Begins a fetch: those begun before write nothing any more. @returns null when the feed is gone */
  async begin({ accountId, feedId: id }: FeedKey): Promise<FeedRow | null> {
    return this.db.transaction(async () => {
      const { affected } = await this.feeds.increment({ accountId, id }, 'attempt', 1);
      return affected ? this.feeds.findOneBy({ accountId, id }) : null;
    });
  }

  /** Locks the feed for what this fetch found. @returns null when it is gone, or a later fetch has begun */
  async lockAttempt({ accountId, id, attempt }: FeedRow): Promise<FeedRow | null> {
    const row = await this.find(accountId, id);
    return row?.attempt === attempt ? row : null;
  }

  async write(accountId: string, id: string, found: Partial<FeedRow>): Promise<void> {
    await this.feeds.update({ accountId, id }, found);
  }

  /** Puts these in place of what was known. The feed is locked. */
  async replaceTimes({ id, userId }: FeedRow, times: readonly Interval[]): Promise<void> {
    await this.db.query(`DELETE FROM feed_times WHERE feed_id = $1`, [id]);
    await this.db.query(
      `INSERT INTO feed_times (feed_id, user_id, during)
       SELECT $1, $2, tstzrange(${instant('begins')}, ${instant('ends')})
       FROM unnest($3::float8[], $4::float8[]) AS t(begins, ends)`,
      [id, userId, times.map(({ start }) => start), times.map(({ end }) => end)],
    );
  }

  /** Those that nobody fetched though they were due before, longest first. Of every account: it is the queue's work. */
  overdue(before: Date, limit: number): Promise<FeedKey[]> {
    return this.db.query<FeedKey>(
      `SELECT account_id AS "accountId", id AS "feedId" FROM busy_feeds
       WHERE next_fetch_at < $1 ORDER BY next_fetch_at LIMIT $2`,
      [before, limit],
    );
  }

  private find(accountId: string, id: string): Promise<FeedRow | null> {
    return this.feeds.findOne({ where: { accountId, id }, lock: { mode: 'for_no_key_update' } });
  }

  private get feeds() {
    return this.db.repository(FeedEntity);
  }
}

const instant = (epochMs: string) => `(timestamptz 'epoch' + ${epochMs} * interval '1 ms')`;

function missing(id: string): never {
  throw NotFound(`No busy feed has the ID ${id}.`);
}
