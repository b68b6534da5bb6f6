import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Allow, IsOptional } from 'class-validator';
import { IsLine, MayBeAbsent } from '../identity';
import { IsId } from '../platform/http';
import type { Rule, Travel } from '#libs/slots';
import type { StoredSchedule } from './schedule.entity';

const RULES_EXAMPLE = [
  { type: 'weekday', day: 'monday', intervals: [{ from: '09:00', to: '17:00' }] },
  { type: 'date', date: '2026-12-24', intervals: [] },
];

const TRAVEL_EXAMPLE = [{ from: '2026-12-01', to: '2026-12-11', timezone: 'Asia/Tokyo' }];

const MAX_NAME = 200;

/** Of any shape: `scheduleFaults` says what is wrong with it, down to the interval. */
class HoursInput {
  @ApiProperty({ type: String, example: 'America/New_York' })
  @Allow()
  timezone: unknown;

  @ApiProperty({ type: 'array', items: { type: 'object' }, example: RULES_EXAMPLE })
  @Allow()
  rules: unknown;

  @ApiPropertyOptional({ type: 'array', items: { type: 'object' }, example: TRAVEL_EXAMPLE })
  @Allow()
  travel?: unknown;
}

export class CreateScheduleInput extends HoursInput {
  @IsLine(MAX_NAME)
  name: string;

  @ApiPropertyOptional({ nullable: true })
  @IsOptional()
  @IsId()
  userId?: string | null;
}

export class UserScheduleInput extends HoursInput {
  @MayBeAbsent()
  @IsLine(MAX_NAME)
  name?: string;
}

export class ChangeScheduleInput {
  @MayBeAbsent()
  @IsLine(MAX_NAME)
  name?: string;

  @ApiPropertyOptional({ type: String })
  @Allow()
  timezone?: unknown;

  @ApiPropertyOptional({ type: 'array', items: { type: 'object' }, example: RULES_EXAMPLE })
  @Allow()
  rules?: unknown;

  @ApiPropertyOptional({ type: 'array', items: { type: 'object' }, example: TRAVEL_EXAMPLE })
  @Allow()
  travel?: unknown;
}

export interface ScheduleAnswer {
  id: string;
  name: string;
  userId: string | null;
  timezone: string;
  rules: Rule[];
  travel: Travel[];
  isDefault: boolean;
  version: number;
  createdAt: string;
}

export function toSchedule(row: StoredSchedule): ScheduleAnswer {
  const { id, name, userId, timezone, rules, travel, isDefault, version, createdAt } = row;
  return { id, name, userId, timezone, rules, travel, isDefault, version, createdAt: createdAt.toISOString() };
}
