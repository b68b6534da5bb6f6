import { Injectable } from '@nestjs/common';
import { appointmentIdOf } from '#libs/ics';
import { type Interval, merge } from '#libs/time';
import { People } from '../identity';
import { Clock } from '../platform/clock';
import type { Validators } from './feed-download';
import { FeedFault } from './feed-fault';
import { FeedUrls } from './feed-urls';
import type { FeedRow } from './feed.entity';
import { mustReadAgain } from './feed.rules';
import { OwnEvents } from './own-events';
import { type FeedNews, ReadFeed } from './read-feed';

/** What a feed says now: that nothing changed, its times, or why it could not be read. */
export type FeedSays =
  | { kind: 'unchanged' }
  | { kind: 'times'; times: Interval[]; events: number; warnings: string[]; validators: Validators }
  | { kind: 'fault'; fault: FeedFault };

/** Reads a feed, and leaves out what is the user's own here. Never inside a transaction. */
@Injectable()
export class AskFeed {
  constructor(
    private readonly urls: FeedUrls,
    private readonly people: People,
    private readonly feeds: ReadFeed,
    private readonly own: OwnEvents,
    private readonly clock: Clock,
  ) {}

  async run(row: FeedRow): Promise<FeedSays> {
    try {
      const { timezone } = await this.people.get(row.accountId, row.userId);
      const { etag, lastModified } = row;
      const known = mustReadAgain(row, this.clock.ms()) ? { etag: null, lastModified: null } : { etag, lastModified };
      const news = await this.feeds.run({ url: this.urls.open(row), known, timezone, now: this.clock.ms() });
      return news ? await this.withoutOwn(row.userId, news) : { kind: 'unchanged' };
    } catch (error) {
      if (error instanceof FeedFault) return { kind: 'fault', fault: error };
      throw error;
    }
  }

  private async withoutOwn(userId: string, { validators, reading }: FeedNews): Promise<FeedSays> {
    const made = [...reading.apart].map(([uid, times]) => ({ id: appointmentIdOf(uid) ?? '', times }));
    const own = await this.own.hostedBy(
      userId,
      made.map(({ id }) => id),
    );
    const others = made.filter(({ id }) => !own.has(id));
    return {
      kind: 'times',
      times: merge([...reading.times, ...others.flatMap(({ times }) => times)]),
      events: reading.events - (made.length - others.length),
      warnings: reading.warnings,
      validators,
    };
  }
}
