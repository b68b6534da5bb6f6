import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { People, type Principal, isAdmin } from '../identity';
import { Database } from '../platform/database';
import { Forbidden, Invalid, type Plain } from '../platform/http';
import type { BusyFeedAnswer, BusyFeedInput } from './busy-feeds.dto';
import { toBusyFeed } from './busy-feeds.dto';
import { TooManyBusyFeeds } from './busy-times.problems';
import { FeedRecords } from './feed-records';
import { FeedUrls } from './feed-urls';
import { FeedStore } from './feed.store';

/** Per user and account. */
const MAX_FEEDS = 10;

/** Subscribes to a user's calendar elsewhere. It is read by a job, at once if there is a worker. */
@Injectable()
export class AddBusyFeed {
  constructor(
    private readonly db: Database,
    private readonly store: FeedStore,
    private readonly urls: FeedUrls,
    private readonly people: People,
    private readonly records: FeedRecords,
  ) {}

  /** @throws Forbidden @throws Invalid @throws TooManyBusyFeeds */
  async run(who: Principal, input: Plain<BusyFeedInput>): Promise<Plain<BusyFeedAnswer>> {
    const { accountId } = who;
    const userId = input.userId?.toLowerCase() ?? who.userId;
    if (userId !== who.userId && !isAdmin(who.role)) throw Forbidden('Members manage their own busy feeds only.');
    await this.assertMember(accountId, userId);
    const id = randomUUID();
    const address = this.urls.take(id, input.url);
    return this.db.transaction(async () => {
      await this.store.lockUser(userId);
      if ((await this.store.count(accountId, userId)) >= MAX_FEEDS) {
        throw TooManyBusyFeeds(`A user may have ${MAX_FEEDS}; delete one first.`);
      }
      const row = await this.store.insert(accountId, { id, userId, name: input.name ?? null, ...address });
      await this.records.added(row);
      return toBusyFeed(row, 0, row.createdAt.getTime());
    });
  }

  private async assertMember(accountId: string, userId: string): Promise<void> {
    if ((await this.people.inAccount(accountId, [userId])).length > 0) return;
    const detail = 'no user of this account has this ID';
    throw Invalid(`/userId: ${detail}`, { errors: [{ pointer: '/userId', detail }] });
  }
}
