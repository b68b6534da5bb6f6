import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString } from 'class-validator';
import { parseInstant } from '#libs/time';
import { IsLine, IsTimezone, MayBeAbsent } from '../identity';
import { IsId, IsInstant, PageQuery, type Plain } from '../platform/http';
import type { BlockRow } from './block.entity';

const MAX_TITLE = 200;

/** Of any content: `blockFaults` says what is wrong with it. */
const IsRecurrence = () => IsString({ message: 'must be an RRULE such as FREQ=WEEKLY;BYDAY=FR' });

export class BlockInput {
  @ApiPropertyOptional({ description: 'whose time off; this or calendarId' })
  @MayBeAbsent()
  @IsId()
  userId?: string;

  @ApiPropertyOptional({ description: 'what is closed, for all its hosts; this or userId' })
  @MayBeAbsent()
  @IsId()
  calendarId?: string;

  @IsInstant()
  start: string;

  @IsInstant()
  end: string;

  @IsLine(MAX_TITLE)
  title: string;

  @ApiPropertyOptional({ nullable: true, example: 'FREQ=WEEKLY;BYDAY=FR', description: 'an RRULE, DAILY to YEARLY' })
  @IsOptional()
  @IsRecurrence()
  recurrence?: string | null;

  @ApiPropertyOptional({ nullable: true, description: "whose clock it keeps; the user's or calendar's unless given" })
  @IsOptional()
  @IsTimezone()
  timezone?: string | null;
}

export class ChangeBlockInput {
  @MayBeAbsent()
  @IsInstant()
  start?: string;

  @MayBeAbsent()
  @IsInstant()
  end?: string;

  @MayBeAbsent()
  @IsLine(MAX_TITLE)
  title?: string;

  @ApiPropertyOptional({ nullable: true, description: 'null: once' })
  @IsOptional()
  @IsRecurrence()
  recurrence?: string | null;

  @MayBeAbsent()
  @IsTimezone()
  timezone?: string;
}

export class BlockQuery extends PageQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  userId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  calendarId?: string;

  @ApiPropertyOptional({ description: 'not over before' })
  @IsOptional()
  @IsInstant()
  from?: string;

  @ApiPropertyOptional({ description: 'begins before' })
  @IsOptional()
  @IsInstant()
  to?: string;
}

export class BlockAnswer {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true })
  userId: string | null;

  @ApiProperty({ type: String, nullable: true })
  calendarId: string | null;

  @ApiProperty()
  start: string;

  @ApiProperty()
  end: string;

  @ApiProperty()
  title: string;

  @ApiProperty({ type: String, nullable: true })
  recurrence: string | null;

  @ApiProperty()
  timezone: string;

  @ApiProperty()
  version: number;

  @ApiProperty()
  createdAt: string;

  @ApiProperty()
  updatedAt: string;
}

export function toBlock(row: BlockRow): Plain<BlockAnswer> {
  const { id, userId, calendarId, title, recurrence, timezone, version } = row;
  const [start, end] = [row.startsAt.toISOString(), row.endsAt.toISOString()];
  const [createdAt, updatedAt] = [row.createdAt.toISOString(), row.updatedAt.toISOString()];
  return { id, userId, calendarId, start, end, title, recurrence, timezone, version, createdAt, updatedAt };
}

/** Of what IsInstant let in, epoch milliseconds. */
export function instantOf(text: string): number {
  return parseInstant(text) ?? NaN;
}
