import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditModule } from '../audit';
import { AppointmentsModule } from '../appointments';
import { BusyTimesModule } from '../busy-times';
import { IdentityModule } from '../identity';
import { FeedAnswer } from './feed-answer';
import { FeedsController, MyFeedController } from './feeds.controller';
import { KnowOwnEvents } from './know-own-events';
import { EndPrivateFeed } from './on-end-membership';
import { PrivateFeedEntity } from './private-feed.entity';
import { PrivateFeedStore } from './private-feed.store';
import { PrivateFeeds } from './private-feeds';
import { ReadPrivateFeed } from './read-private-feed';

/** Users' own appointments for other calendars. */
@Module({
  imports: [
    TypeOrmModule.forFeature([PrivateFeedEntity]),
    AuditModule,
    IdentityModule,
    AppointmentsModule,
    BusyTimesModule,
  ],
  controllers: [MyFeedController, FeedsController],
  providers: [PrivateFeedStore, PrivateFeeds, ReadPrivateFeed, FeedAnswer, KnowOwnEvents, EndPrivateFeed],
})
export class FeedsModule {}
