import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches, ValidateBy } from 'class-validator';
import { type ListedMeeting, type ZoomPlan, missingScopes } from '#libs/zoom-api';
import { formatInstant, parseDate } from '#libs/time';
import { PageQuery, type Plain } from '../platform/http';
import { IsLine } from '../identity';
import type { QuotaUsage } from './quota-usages';
import type { LedgerRow, Purpose } from './quota.store';
import { RETURN_TO } from './return-to';
import type { ConnectionState, ZoomConnection } from './zoom-connections';

export class ConnectInput {
  @ApiPropertyOptional({ example: 'profile', description: '"profile", "default-location" or "calendar:<id>"' })
  @IsOptional()
  @Matches(RETURN_TO, { message: 'must be "profile", "default-location" or "calendar:<id>"' })
  returnTo?: string | null;
}

export class ReleaseInput {
  @IsLine(500)
  reason: string;
}

export class LedgerQuery extends PageQuery {
  /** A UTC day; today when absent. */
  @ApiPropertyOptional({ example: '2026-11-23' })
  @IsOptional()
  @ValidateBy({
    name: 'isDay',
    validator: {
      validate: (value) => typeof value === 'string' && parseDate(value) !== null,
      defaultMessage: () => 'must be a date, such as 2026-11-23',
    },
  })
  day?: string;
}

export class MeetingsQuery {
  @ApiPropertyOptional({ enum: ['upcoming'] })
  @IsOptional()
  @IsIn(['upcoming'], { message: 'must be upcoming' })
  type = 'upcoming' as const;
}

export class AuthorizeJson {
  /** Where to send the user's browser. */
  @ApiProperty()
  authorizeUrl: string;
}

export class ZoomUserJson {
  @ApiProperty()
  id: string;

  @ApiProperty({ type: String, nullable: true })
  accountId: string | null;

  @ApiProperty({ type: String, nullable: true })
  email: string | null;

  @ApiProperty()
  displayName: string;

  @ApiProperty({ enum: ['basic', 'licensed', 'on-prem', 'unassigned', 'none', 'unknown'] })
  plan: ZoomPlan;
}

export class QuotaJson {
  @ApiProperty({ example: 100 })
  limit: number;

  @ApiProperty()
  used: number;

  @ApiProperty()
  remaining: number;

  @ApiProperty()
  parked: number;

  /** Deletions that wait until a day has room for them. */
  @ApiProperty()
  deferred: number;

  @ApiProperty({ format: 'date-time' })
  resetsAt: string;

  /** Zoom itself said that the day is spent. */
  @ApiProperty()
  spentByZoom: boolean;
}

export class ConnectionJson {
  @ApiProperty({ enum: ['connected', 'not-connected', 'reconnect-required'] })
  state: ConnectionState;

  @ApiProperty({ type: ZoomUserJson, nullable: true })
  zoomUser: Plain<ZoomUserJson> | null;

  @ApiProperty({ type: [String] })
  missingScopes: string[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  connectedAt: string | null;

  @ApiProperty({ type: QuotaJson })
  quota: Plain<QuotaJson>;
}

export type ShownConnection = Plain<ConnectionJson>;

export function toConnection(connection: ZoomConnection | null, usage: QuotaUsage): ShownConnection {
  const quota = { ...usage, resetsAt: formatInstant(usage.resetsAt.getTime()) };
  if (!connection) return { state: 'not-connected', zoomUser: null, missingScopes: [], connectedAt: null, quota };
  const { zoomUserId: id, zoomAccountId: accountId, email, displayName, plan } = connection;
  return {
    state: connection.state,
    zoomUser: { id, accountId, email, displayName, plan },
    missingScopes: missingScopes(connection.scopes),
    connectedAt: formatInstant(connection.connectedAt.getTime()),
    quota,
  };
}

class RequestJson {
  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ enum: ['create', 'update', 'delete'] })
  purpose: Purpose;

  /** Null for a slot of another account, and for the one meeting of a series. */
  @ApiProperty({ type: String, nullable: true })
  slotId: string | null;

  /** Of the one meeting that all slots of a series share. */
  @ApiProperty({ type: String, nullable: true })
  seriesId: string | null;

  @ApiProperty({ type: [String] })
  appointmentIds: string[];

  /** `done`, the kind of failure, `not-counted` when it took no unit in the end, or null while nobody knows. */
  @ApiProperty({ type: String, nullable: true })
  outcome: string | null;
}

export class RequestPage {
  @ApiProperty({ type: [RequestJson] })
  items: RequestJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export type ShownRequest = Plain<RequestJson>;

/** A person's ledger covers all accounts, but only says of its own account what a request was for. */
export function toRequest({ accountId, at, purpose, appointmentIds, outcome, ...of }: LedgerRow, ownAccount: string) {
  const own = accountId === ownAccount;
  const shown: ShownRequest = {
    at: formatInstant(at.getTime()),
    purpose,
    slotId: own ? of.slotId : null,
    seriesId: own ? of.seriesId : null,
    appointmentIds: own ? appointmentIds : [],
    outcome,
  };
  return shown;
}

class ZoomMeetingJson {
  @ApiProperty()
  id: string;

  @ApiProperty()
  topic: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  start: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  end: string | null;

  /** As Zoom wrote it, which is not always an IANA name. */
  @ApiProperty({ type: String, nullable: true })
  timezone: string | null;

  @ApiProperty({ type: String, nullable: true })
  joinUrl: string | null;
}

export class ZoomMeetingPage {
  @ApiProperty({ type: [ZoomMeetingJson] })
  items: ZoomMeetingJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export type ShownMeeting = Plain<ZoomMeetingJson>;

export function toZoomMeeting({ id, topic, start, durationMinutes, timezone, joinUrl }: ListedMeeting): ShownMeeting {
  const end = start === null || durationMinutes === null ? null : start + durationMinutes * 60_000;
  return {
    id,
    topic,
    start: start === null ? null : formatInstant(start),
    end: end === null ? null : formatInstant(end),
    timezone,
    joinUrl,
  };
}
