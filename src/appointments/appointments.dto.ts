import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { IsLine, IsTimezone, MayBeAbsent } from '../identity';
import { IsId, PageQuery } from '../platform/http';
import { AppointmentStatus, STATUSES } from './appointment.rules';
import { type Scope, SCOPES } from './series.rules';
import { IsInstant, IsInstantOrDate, IsText, MAX_NOTES } from './fields';

export class ChangeInput {
  @MayBeAbsent()
  @IsLine(200)
  title?: string;

  @IsOptional()
  @IsText(MAX_NOTES)
  notes?: string | null;

  @IsOptional()
  @IsText(MAX_NOTES)
  internalNotes?: string | null;

  @MayBeAbsent()
  @IsIn(STATUSES, { message: `must be one of ${STATUSES.join(', ')}` })
  status?: AppointmentStatus;

  @MayBeAbsent()
  @IsInstant()
  end?: string;
}

export class RescheduleInput {
  @IsInstant()
  start: string;

  @MayBeAbsent()
  @IsId()
  hostUserId?: string;

  @MayBeAbsent()
  @IsTimezone()
  timezone?: string;

  @MayBeAbsent()
  @IsIn(SCOPES, { message: `must be one of ${SCOPES.join(', ')}` })
  scope?: Scope;

  @MayBeAbsent()
  @IsIn(['skip'], { message: 'must be skip' })
  onConflict?: 'skip';
}

export class ReassignInput {
  @IsId()
  hostUserId: string;
}

export class CancelInput {
  @MayBeAbsent()
  @IsText(1_000)
  reason?: string;

  @MayBeAbsent()
  @IsIn(SCOPES, { message: `must be one of ${SCOPES.join(', ')}` })
  scope?: Scope;
}

export class AppointmentsQuery extends PageQuery {
  @IsOptional()
  @IsInstant()
  from?: string;

  @IsOptional()
  @IsInstant()
  to?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  calendarId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  userId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  contactId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  seriesId?: string;

  @IsOptional()
  @IsIn(STATUSES, { message: `must be one of ${STATUSES.join(', ')}` })
  status?: AppointmentStatus;

  @IsOptional()
  @IsInstant()
  updatedSince?: string;
}

export class PublicFreeSlotsQuery {
  @IsInstantOrDate()
  from: string;

  @IsInstantOrDate()
  to: string;

  @IsOptional()
  @IsTimezone()
  timezone?: string;
}

export class FreeSlotsQuery extends PublicFreeSlotsQuery {
  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  userId?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsId()
  rescheduleOf?: string;
}

export class ExplainQuery {
  @IsInstant()
  start: string;
}
