import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { IsLine, MayBeAbsent } from '../identity';
import { IsId, PageQuery, type Plain } from '../platform/http';
import type { FeedRow } from './feed.entity';
import { type FeedState, REFRESH_MINUTES, stateOf } from './feed.rules';
import { HORIZON } from './read-feed';

const MAX_NAME = 200;

export class BusyFeedInput {
  @ApiPropertyOptional({ description: 'whose time it says; oneself unless given' })
  @MayBeAbsent()
  @IsId()
  userId?: string;

  @ApiProperty({ example: 'webcal://calendar.example.com/secret.ics', description: 'never shown again' })
  @IsString({ message: 'must be a web address' })
  url: string;

  @ApiPropertyOptional({ nullable: true })
  @IsOptional()
  @IsLine(MAX_NAME)
  name?: string | null;
}

export class ChangeBusyFeedInput {
  @ApiPropertyOptional({ nullable: true })
  @IsOptional()
  @IsLine(MAX_NAME)
  name?: string | null;
}

export class BusyFeedQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  userId?: string;
}

/** What becomes of a feed's times, the same for all. */
const POLICY = {
  refreshEvery: `PT${REFRESH_MINUTES}M`,
  horizon: HORIZON,
  whenUnreachable: 'The last known busy times are kept.',
  ignored: 'Events that are free or cancelled, and appointments booked here.',
  deleted: 'The busy times of a deleted feed are deleted with it.',
};

class FeedPolicy {
  @ApiProperty({ description: 'longer after failures' })
  refreshEvery: string;

  @ApiProperty({ description: 'how far ahead its events are worked out' })
  horizon: string;

  @ApiProperty()
  whenUnreachable: string;

  @ApiProperty()
  ignored: string;

  @ApiProperty()
  deleted: string;
}

export class BusyFeedAnswer {
  @ApiProperty()
  id: string;

  @ApiProperty()
  userId: string;

  @ApiProperty({ type: String, nullable: true })
  name: string | null;

  @ApiProperty({ description: 'the server alone: whoever has the rest reads the calendar' })
  url: string;

  @ApiProperty({
    enum: ['pending', 'fresh', 'stale', 'failed'],
    description: 'stale: it cannot be read of late, the last known times are kept; failed: it never could be read',
  })
  state: FeedState;

  @ApiProperty({ type: String, nullable: true, description: 'the last time it could be read' })
  lastFetchedAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'when that last gave other busy times' })
  lastChangedAt: string | null;

  @ApiProperty({ type: String, nullable: true })
  lastError: string | null;

  @ApiProperty({ type: String, nullable: true })
  lastErrorCode: string | null;

  @ApiProperty()
  nextFetchAt: string;

  @ApiProperty({ description: 'events that make the user busy from yesterday to the horizon' })
  events: number;

  @ApiProperty({ description: 'the times they take, overlapping ones made one' })
  busyTimes: number;

  @ApiProperty({ type: [String], description: 'what was not understood' })
  warnings: string[];

  @ApiProperty({ type: () => FeedPolicy })
  policy: Plain<FeedPolicy>;

  @ApiProperty()
  version: number;

  @ApiProperty()
  createdAt: string;
}

export function toBusyFeed(row: FeedRow, busyTimes: number, now: number): Plain<BusyFeedAnswer> {
  const { id, userId, name, urlShown: url, events, warnings, version } = row;
  return {
    ...{ id, userId, name, url },
    state: stateOf(row, now),
    lastFetchedAt: row.fetchedAt?.toISOString() ?? null,
    lastChangedAt: row.changedAt?.toISOString() ?? null,
    lastError: row.error,
    lastErrorCode: row.errorCode,
    nextFetchAt: row.nextFetchAt.toISOString(),
    ...{ events, busyTimes, warnings, policy: POLICY, version },
    createdAt: row.createdAt.toISOString(),
  };
}
