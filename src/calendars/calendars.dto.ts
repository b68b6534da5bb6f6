import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsIn, IsObject, IsOptional, Matches, MaxLength, ValidateNested } from 'class-validator';
import { Type } from 'class-transformer';
import { IsLine, IsTimezone, LOCATION_KINDS, type LocationKind, MayBeAbsent } from '../identity';
import { IsId } from '../platform/http';
import {
  CALENDAR_TYPES,
  CHANGED_IN_ZOOM,
  JOIN_LINKS,
  type JoinLinks,
  type CalendarType,
  MAX_CLASS_SEATS,
  PRIORITIES,
  type Priority,
} from './calendar';
import { QUESTION_TYPES, type QuestionType, RECORDINGS, STRATEGIES } from './calendar';
import { FUTURE_CHOICES, type FutureChoice } from './calendars.intents';
import { Choice, DurationWithin, Flag, Part, Text, Whole, Window } from './fields';
import { MAX_SLUG_LENGTH, SLUG } from './slug.rules';

const MAX_MEMBERS = 200;
const MAX_QUESTIONS = 50;

export class LocationInput {
  @ApiProperty({ enum: LOCATION_KINDS })
  @IsIn(LOCATION_KINDS, { message: `must be one of ${LOCATION_KINDS.join(', ')}` })
  kind: LocationKind;

  @Text(2000)
  value?: string | null;
}

/** The same inside a merge patch: what is absent stays. */
export class LocationPatch {
  @Choice(LOCATION_KINDS)
  kind?: LocationKind | null;

  @Text(2000)
  value?: string | null;
}

export class MemberInput {
  @ApiProperty()
  @IsId()
  userId: string;

  @Choice(PRIORITIES)
  priority?: Priority | null;

  @Whole(1, 10_000)
  weight?: number | null;

  @Flag()
  isOwner?: boolean | null;

  @Flag()
  optional?: boolean | null;

  @Part(() => LocationInput)
  meetingLocation?: LocationInput | null;
}

class DistributionInput {
  @Choice(STRATEGIES)
  strategy?: (typeof STRATEGIES)[number] | null;

  @DurationWithin({ min: 'PT1M', max: 'P1Y' })
  window?: string | null;

  @Whole(0, 1000)
  maxLead?: number | null;
}

class NotificationsInput {
  @Flag()
  booked?: boolean | null;

  @Flag()
  rescheduled?: boolean | null;

  @Flag()
  cancelled?: boolean | null;
}

class ZoomSettingsInput {
  @Flag()
  waitingRoom?: boolean | null;

  @Flag()
  joinBeforeHost?: boolean | null;

  @Choice(RECORDINGS)
  autoRecording?: (typeof RECORDINGS)[number] | null;

  @Choice(CHANGED_IN_ZOOM)
  onChangedInZoom?: (typeof CHANGED_IN_ZOOM)[number] | null;

  @Choice(JOIN_LINKS)
  joinLinks?: JoinLinks | null;

  @Flag()
  oneLinkForSeries?: boolean | null;
}

export class QuestionInput {
  @ApiPropertyOptional({ description: 'made when absent' })
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/, { message: 'must have 1 to 64 letters, digits, - or _' })
  id?: string | null;

  @IsLine(300)
  label: string;

  @IsOptional()
  @IsLine(300)
  help?: string | null;

  @Choice(QUESTION_TYPES)
  type?: QuestionType | null;

  @Flag()
  required?: boolean | null;

  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(100)
  @Matches(/^[^\p{Cc}]{1,300}$/u, { each: true, message: 'must be texts on one line of 1 to 300 characters' })
  options?: string[] | null;
}

/** What creating and changing a calendar share. Absent keeps what is there, null returns to the default. */
class SettingsInput {
  @MayBeAbsent()
  @Matches(SLUG, { message: 'must be lower-case letters and digits, with single hyphens between them, and no ID' })
  @MaxLength(MAX_SLUG_LENGTH, { message: `may have ${MAX_SLUG_LENGTH} characters at most` })
  slug?: string;

  @IsOptional()
  @IsTimezone()
  timezone?: string | null;

  @Flag()
  active?: boolean | null;

  @DurationWithin({ min: 'PT1M', max: 'PT24H', exact: true, wholeMinutes: true })
  slotDuration?: string | null;

  @DurationWithin({ min: 'PT1M', max: 'PT24H', exact: true, wholeMinutes: true })
  slotInterval?: string | null;

  @DurationWithin({ min: 'PT0M', max: 'PT23H59M', exact: true, wholeMinutes: true })
  slotOffset?: string | null;

  @DurationWithin({ min: 'PT0M', max: 'PT24H', exact: true })
  preBuffer?: string | null;

  @DurationWithin({ min: 'PT0M', max: 'PT24H', exact: true })
  postBuffer?: string | null;

  @Whole(1, MAX_CLASS_SEATS)
  appointmentsPerSlot?: number | null;

  @Whole(1, 10_000)
  appointmentsPerDay?: number | null;

  @Whole(1, 10_000)
  appointmentsPerHostPerDay?: number | null;

  @DurationWithin({ min: 'PT0M', max: 'P1Y' })
  minimumNotice?: string | null;

  @Window()
  bookingWindow?: string | null;

  @Flag()
  autoConfirm?: boolean | null;

  @Flag()
  allowReschedule?: boolean | null;

  @Flag()
  allowCancellation?: boolean | null;

  @DurationWithin({ min: 'PT0M', max: 'P1Y' })
  changeCutoff?: string | null;

  @Part(() => DistributionInput)
  distribution?: DistributionInput | null;

  @Flag()
  stickyContact?: boolean | null;

  @Whole(0, 100)
  lookBusyPercent?: number | null;

  @Text(300)
  eventTitle?: string | null;

  @Part(() => LocationPatch)
  location?: LocationPatch | null;

  @Part(() => LocationPatch)
  fallbackLocation?: LocationPatch | null;

  @Part(() => NotificationsInput)
  notifications?: NotificationsInput | null;

  @Part(() => ZoomSettingsInput)
  zoom?: ZoomSettingsInput | null;

  @ApiPropertyOptional({ type: [QuestionInput] })
  @IsOptional()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(MAX_QUESTIONS)
  @IsObject({ each: true, message: 'must be objects' })
  @ValidateNested()
  @Type(() => QuestionInput)
  questions?: QuestionInput[] | null;

  @ApiPropertyOptional({ nullable: true })
  @IsOptional()
  @IsId()
  scheduleId?: string | null;

  @ApiPropertyOptional({ type: [MemberInput] })
  @MayBeAbsent()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(MAX_MEMBERS)
  @IsObject({ each: true, message: 'must be objects' })
  @ValidateNested()
  @Type(() => MemberInput)
  members?: MemberInput[];
}

const IsCalendarType = () => IsIn(CALENDAR_TYPES, { message: `must be one of ${CALENDAR_TYPES.join(', ')}` });

export class CreateCalendarInput extends SettingsInput {
  @IsLine(200)
  name: string;

  @ApiProperty({ enum: CALENDAR_TYPES })
  @IsCalendarType()
  type: CalendarType;
}

export class ChangeCalendarInput extends SettingsInput {
  @MayBeAbsent()
  @IsLine(200)
  name?: string;

  @ApiPropertyOptional({ enum: CALENDAR_TYPES })
  @MayBeAbsent()
  @IsCalendarType()
  type?: CalendarType;
}

/** `?future=`: what becomes of future appointments that stand in the way. */
export class FutureQuery {
  @ApiPropertyOptional({ enum: FUTURE_CHOICES })
  @IsOptional()
  @IsIn(FUTURE_CHOICES, { message: `must be one of ${FUTURE_CHOICES.join(', ')}` })
  future?: FutureChoice;
}
