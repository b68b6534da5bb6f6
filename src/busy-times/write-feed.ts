import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import type { FeedSays } from './ask-feed';
import { Events } from '../platform/events';
import { BusyFeedUnreadable } from './busy-times.events';
import { FeedJobs } from './feed-jobs';
import type { FeedRow } from './feed.entity';
import { nextFetch } from './feed.rules';
import { FeedStore } from './feed.store';

/** After so many failures in a row, about an hour, it is more than a hiccup. */
const OUTAGE = 3;

/** Keeps what a feed said, and sees to it that it is asked again. */
@Injectable()
export class WriteFeed {
  constructor(
    private readonly db: Database,
    private readonly store: FeedStore,
    private readonly jobs: FeedJobs,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Writes nothing when the feed is gone or was asked again in the meantime. */
  async run(asked: FeedRow, says: FeedSays): Promise<void> {
    await this.db.transaction(async () => {
      const row = await this.store.lockAttempt(asked);
      if (!row) return;
      const failures = says.kind === 'fault' ? row.failures + 1 : 0;
      const nextFetchAt = nextFetch(row.id, failures, this.clock.ms());
      await this.store.write(row.accountId, row.id, { ...(await this.found(row, says)), failures, nextFetchAt });
      if (says.kind === 'fault' && failures === OUTAGE) await this.tell(row, says.fault.detail);
      await this.jobs.at({ accountId: row.accountId, feedId: row.id }, nextFetchAt);
    });
  }

  private async tell({ id, accountId, userId, name, urlShown, fetchedAt, version }: FeedRow, error: string) {
    await this.events.publish(
      BusyFeedUnreadable,
      { accountId, aggregateId: id, aggregateVersion: version },
      { feedId: id, userId, feed: name ?? urlShown, error, lastReadAt: fetchedAt?.toISOString() ?? null },
    );
  }

  private async found(row: FeedRow, says: FeedSays): Promise<Partial<FeedRow>> {
    // The last known times stay: somebody who was busy is taken to be so still.
    if (says.kind === 'fault') return { errorCode: says.fault.code, error: says.fault.detail };
    const now = this.clock.now();
    const read = { fetchedAt: now, errorCode: null, error: null };
    if (says.kind === 'unchanged') return read;
    const { times, events, warnings, validators } = says;
    const timesHash = createHash('sha256').update(JSON.stringify(times)).digest('base64url');
    const isSame = timesHash === row.timesHash;
    if (!isSame) await this.store.replaceTimes(row, times);
    return { ...read, ...validators, events, warnings, timesHash, readAt: now, ...(isSame ? {} : { changedAt: now }) };
  }
}
