import { Injectable } from '@nestjs/common';
import { Jobs, defineJob } from '../platform/jobs';
import type { FeedKey } from './feed.store';

/** Fetches one feed, and sees to it that it is fetched again. */
export const FetchFeed = defineJob<FeedKey>('busy-times.fetch-feed');

/** One job waits for each feed: an earlier one takes the place of a later. */
@Injectable()
export class FeedJobs {
  constructor(private readonly jobs: Jobs) {}

  now(feed: FeedKey): Promise<void> {
    return this.jobs.add(FetchFeed, feed, { key: keyOf(feed) });
  }

  at(feed: FeedKey, at: Date): Promise<void> {
    return this.jobs.add(FetchFeed, feed, { at, key: keyOf(feed) });
  }

  forget(feed: FeedKey): Promise<void> {
    return this.jobs.remove(keyOf(feed));
  }
}

const keyOf = ({ feedId }: FeedKey) => `${FetchFeed.name}:${feedId}`;
