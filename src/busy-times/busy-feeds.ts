import { Injectable } from '@nestjs/common';
import { type Principal, isAdmin } from '../identity';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { NotFound, type Page, type Plain, assertVersion, pageOf, positionOf } from '../platform/http';
import type { BusyFeedAnswer, BusyFeedQuery, ChangeBusyFeedInput } from './busy-feeds.dto';
import { toBusyFeed } from './busy-feeds.dto';
import { FeedRecords } from './feed-records';
import type { FeedRow } from './feed.entity';
import { FeedStore } from './feed.store';
import { RefreshThrottle } from './refresh-throttle';

/** Users' calendars elsewhere: members see and manage their own, admins everybody's. */
@Injectable()
export class BusyFeeds {
  constructor(
    private readonly db: Database,
    private readonly store: FeedStore,
    private readonly records: FeedRecords,
    private readonly throttle: RefreshThrottle,
    private readonly clock: Clock,
  ) {}

  async list(who: Principal, query: Plain<BusyFeedQuery>): Promise<Page<Plain<BusyFeedAnswer>>> {
    const { userId, limit } = query;
    const filter = { userId, ...(!isAdmin(who.role) && { seenBy: who.userId }) };
    const rows = await this.store.page(who.accountId, filter, positionOf(query), limit);
    const ids = rows.map(({ id }) => id);
    const times = await this.store.countTimes(who.accountId, ids);
    const position = ({ createdAt, id }: FeedRow) => ({ at: createdAt, id });
    return pageOf(rows, query, position, (row) => toBusyFeed(row, times.get(row.id) ?? 0, this.clock.ms()));
  }

  /** @throws NotFound */
  async get(who: Principal, id: string): Promise<Plain<BusyFeedAnswer>> {
    return this.present(seen(who, await this.store.get(who.accountId, id)));
  }

  /** @throws NotFound @throws StaleVersion */
  async change(who: Principal, id: string, { name }: Plain<ChangeBusyFeedInput>, ifMatch: number | null) {
    return this.db.transaction(async () => {
      const row = await this.lock(who, id, ifMatch);
      if (name === undefined) return this.present(row);
      const renamed = await this.store.rename(row, name);
      await this.records.renamed(row, renamed);
      return this.present(renamed);
    });
  }

  /** Its busy times go with it. @throws NotFound @throws StaleVersion */
  async remove(who: Principal, id: string, ifMatch: number | null): Promise<void> {
    await this.db.transaction(async () => {
      const row = await this.lock(who, id, ifMatch);
      await this.store.remove(who.accountId, id);
      await this.records.removed(row);
    });
  }

  /** Has it fetched as soon as somebody can. @throws NotFound @throws RateLimited */
  async refresh(who: Principal, id: string): Promise<Plain<BusyFeedAnswer>> {
    await this.throttle.count(who.userId);
    return this.db.transaction(async () => {
      const row = await this.store.makeDue(await this.lock(who, id, null));
      await this.records.refreshed(row);
      return this.present(row);
    });
  }

  private async lock(who: Principal, id: string, ifMatch: number | null): Promise<FeedRow> {
    const row = seen(who, await this.store.lock(who.accountId, id));
    assertVersion(row.version, ifMatch);
    return row;
  }

  private async present(row: FeedRow): Promise<Plain<BusyFeedAnswer>> {
    const times = await this.store.countTimes(row.accountId, [row.id]);
    return toBusyFeed(row, times.get(row.id) ?? 0, this.clock.ms());
  }
}

/** @throws NotFound for a member when it is another user's */
function seen(who: Principal, row: FeedRow): FeedRow {
  if (row.userId === who.userId || isAdmin(who.role)) return row;
  throw NotFound(`No busy feed has the ID ${row.id}.`);
}
