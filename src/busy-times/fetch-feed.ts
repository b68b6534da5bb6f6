import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { HandlesJob, type JobHandler } from '../platform/jobs';
import { AskFeed } from './ask-feed';
import { FeedJobs, FetchFeed } from './feed-jobs';
import { type FeedKey, FeedStore } from './feed.store';
import { FetchRoom } from './fetch-room';
import { WriteFeed } from './write-feed';

/** Until there may be room to fetch another. */
const PATIENCE_MS = 10_000;

/** Asks a feed, outside any transaction, and writes what it says. */
@Injectable()
@HandlesJob(FetchFeed)
export class FetchFeedJob implements JobHandler<FeedKey> {
  private readonly room = new FetchRoom();

  constructor(
    private readonly store: FeedStore,
    private readonly ask: AskFeed,
    private readonly write: WriteFeed,
    private readonly jobs: FeedJobs,
    private readonly clock: Clock,
  ) {}

  async run(feed: FeedKey): Promise<void> {
    const hadRoom = await this.room.with(async () => {
      const row = await this.store.begin(feed);
      if (row) await this.write.run(row, await this.ask.run(row));
    });
    if (!hadRoom) await this.jobs.at(feed, new Date(this.clock.ms() + PATIENCE_MS));
  }
}
