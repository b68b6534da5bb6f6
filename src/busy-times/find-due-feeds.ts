import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock';
import { HandlesJob, type JobHandler, Jobs, defineJob } from '../platform/jobs';
import { FeedJobs } from './feed-jobs';
import { FeedStore } from './feed.store';

const TICK_MS = 5 * 60_000;
const OVERDUE_MS = 5 * 60_000;
const FEEDS_A_TICK = 500;

const FindDueFeeds = defineJob<Record<string, never>>('busy-times.find-due-feeds', { maxAttempts: 1 });

/** Each fetch sets the time of the next: this is there for those that got lost. */
@Injectable()
@HandlesJob(FindDueFeeds)
export class FindDueFeedsJob implements JobHandler<Record<string, never>> {
  constructor(
    private readonly store: FeedStore,
    private readonly feeds: FeedJobs,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** The key lets a cluster run each tick once. */
  @Interval(TICK_MS)
  async tick(): Promise<void> {
    await this.jobs.add(FindDueFeeds, {}, { key: FindDueFeeds.name });
  }

  async run(): Promise<void> {
    const before = new Date(this.clock.ms() - OVERDUE_MS);
    for (const feed of await this.store.overdue(before, FEEDS_A_TICK)) await this.feeds.now(feed);
  }
}
