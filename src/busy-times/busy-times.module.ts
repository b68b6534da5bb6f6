import { lookup } from 'node:dns/promises';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit';
import { CalendarsModule } from '../calendars';
import { DataRightsModule } from '../data-rights';
import { IdentityModule } from '../identity';
import { Config } from '../platform/config';
import { AddBusyFeed } from './add-busy-feed';
import { AskFeed } from './ask-feed';
import { BlockEntity } from './block.entity';
import { BlockStore } from './block.store';
import { Blocks } from './blocks';
import { BlocksController } from './blocks.controller';
import { BusyFeeds } from './busy-feeds';
import { BusyFeedsController } from './busy-feeds.controller';
import { FeedDownload } from './feed-download';
import { FeedJobs } from './feed-jobs';
import { FeedRecords } from './feed-records';
import { FeedUrls } from './feed-urls';
import { FeedEntity } from './feed.entity';
import { FeedStore } from './feed.store';
import { FetchFeedJob } from './fetch-feed';
import { FindDueFeedsJob } from './find-due-feeds';
import { CopyBusyTimes } from './on-copy-person';
import { EraseFromBusyTimes } from './on-erase-person';
import { ForgetBusyTimes } from './on-end-membership';
import { OwnEvents } from './own-events';
import { PublicAddresses } from './public-addresses';
import { ReadFeed } from './read-feed';
import { RefreshThrottle } from './refresh-throttle';
import { WriteFeed } from './write-feed';

const LIMITS = { patience: 10_000, maxBytes: 5_000_000, maxRedirects: 3 };

const NETWORK = [
  {
    provide: PublicAddresses,
    inject: [Config],
    useFactory: ({ busyFeedAllow }: Config) => new PublicAddresses(busyFeedAllow ?? []),
  },
  {
    provide: FeedDownload,
    inject: [Config, PublicAddresses],
    useFactory: ({ nodeEnv }: Config, addresses: PublicAddresses) =>
      new FeedDownload({
        ...LIMITS,
        addresses,
        httpsOnly: nodeEnv === 'production',
        lookup: (name) => lookup(name, { all: true }),
      }),
  },
];
const FEEDS = [FeedStore, FeedUrls, FeedJobs, FeedRecords, BusyFeeds, AddBusyFeed, RefreshThrottle];
const FETCHING = [ReadFeed, OwnEvents, AskFeed, WriteFeed, FetchFeedJob, FindDueFeedsJob];

@Module({
  imports: [
    TypeOrmModule.forFeature([BlockEntity, FeedEntity]),
    AuditModule,
    IdentityModule,
    CalendarsModule,
    DataRightsModule,
  ],
  controllers: [BlocksController, BusyFeedsController],
  providers: [
    BlockStore,
    Blocks,
    ForgetBusyTimes,
    EraseFromBusyTimes,
    CopyBusyTimes,
    ...NETWORK,
    ...FEEDS,
    ...FETCHING,
  ],
  exports: [OwnEvents],
})
export class BusyTimesModule {}
