import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsEmailAddress, IsLine, IsPhone, IsTimezone, LocationKind, MayBeAbsent } from '../identity';
import { IsId } from '../platform/http';
import { HOST_POLICIES, type HostPolicy, ON_CONFLICT, type OnConflict } from './planning.rules';
import { IsInstant, IsSmallRecord, IsText, MAX_NOTES } from './fields';

const MAX_GUESTS = 10;
const MAX_ANSWERS = 20_000;
const MAX_SOURCE = 10_000;
const MAX_RULE = 500;

export class ContactInput {
  @IsLine(200)
  name: string;

  @IsEmailAddress()
  email: string;

  @IsOptional()
  @IsPhone()
  phone?: string | null;

  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  smsConsent?: boolean;
}

class GuestInput {
  @IsLine(200)
  name: string;

  @IsEmailAddress()
  email: string;
}

/** What a guest may choose where the calendar asks. */
const CHOOSABLE: LocationKind[] = ['custom', 'phone', 'address'];
const OVERRIDES: LocationKind[] = [...CHOOSABLE, 'zoom'];

class ChosenLocationInput {
  @IsIn(CHOOSABLE, { message: `must be one of ${CHOOSABLE.join(', ')}` })
  kind: LocationKind;

  @IsText(2_000)
  value: string;
}

class OverrideInput {
  @IsIn(OVERRIDES, { message: `must be one of ${OVERRIDES.join(', ')}` })
  kind: LocationKind;

  @ValidateIf(({ kind }: OverrideInput) => kind !== 'zoom')
  @IsText(2_000)
  value?: string;
}

/** What every booking may say. */
class BookingInput {
  @IsInstant()
  start: string;

  @MayBeAbsent()
  @IsText(MAX_NOTES)
  notes?: string;

  @MayBeAbsent()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(MAX_GUESTS)
  @IsObject({ each: true, message: 'must be objects' })
  @ValidateNested()
  @Type(() => GuestInput)
  guests?: GuestInput[];

  @MayBeAbsent()
  @IsSmallRecord(MAX_ANSWERS)
  answers?: Record<string, unknown>;

  @MayBeAbsent()
  @IsSmallRecord(MAX_SOURCE)
  source?: Record<string, unknown>;
}

export class PublicBookingInput extends BookingInput {
  @IsTimezone()
  timezone: string;

  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => ContactInput)
  contact: ContactInput;

  @MayBeAbsent()
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => ChosenLocationInput)
  location?: ChosenLocationInput;

  @MayBeAbsent()
  @IsLine(35)
  locale?: string;

  @MayBeAbsent()
  @IsText(200)
  holdToken?: string;
}

class RecurrenceInput {
  /** Judged with the start and the zone it starts from. */
  @IsText(MAX_RULE)
  rrule: string;

  @MayBeAbsent()
  @IsIn(ON_CONFLICT, { message: `must be one of ${ON_CONFLICT.join(', ')}` })
  onConflict?: OnConflict;

  @MayBeAbsent()
  @IsIn(HOST_POLICIES, { message: `must be one of ${HOST_POLICIES.join(', ')}` })
  host?: HostPolicy;
}

export class StaffBookingInput extends BookingInput {
  @IsId()
  calendarId: string;

  @MayBeAbsent()
  @IsTimezone()
  timezone?: string;

  @MayBeAbsent()
  @IsId()
  contactId?: string;

  @ValidateIf(({ contactId, contact }: StaffBookingInput) => contactId === undefined || contact !== undefined)
  @IsObject({ message: 'must be given, unless contactId is' })
  @ValidateNested()
  @Type(() => ContactInput)
  contact?: ContactInput;

  @MayBeAbsent()
  @IsLine(200)
  title?: string;

  @MayBeAbsent()
  @IsText(MAX_NOTES)
  internalNotes?: string;

  @MayBeAbsent()
  @IsId()
  hostUserId?: string;

  @MayBeAbsent()
  @IsIn(['new', 'confirmed'], { message: 'must be new or confirmed' })
  status?: 'new' | 'confirmed';

  @MayBeAbsent()
  @IsInstant()
  end?: string;

  @MayBeAbsent()
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => OverrideInput)
  location?: OverrideInput;

  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  overrideAvailability?: boolean;

  @MayBeAbsent()
  @IsBoolean({ message: 'must be true or false' })
  notify?: boolean;

  @MayBeAbsent()
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => RecurrenceInput)
  recurrence?: RecurrenceInput;
}

export class HoldInput {
  @IsInstant()
  start: string;
}
