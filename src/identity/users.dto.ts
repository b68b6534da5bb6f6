import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { PageQuery } from '../platform/http';
import { IsEmailAddress, IsLine, IsNewPassword, IsPhone, IsTimezone, MayBeAbsent } from './fields';
import type { FutureAppointments } from './identity.events';
import type { MeetingLocation } from './meeting-location';
import type { Person } from './person';
import { ROLES, Role } from './policies';
import type { TeamInvitation } from './team-invitation.entity';

const STATUSES = ['active', 'invited', 'deleted'] as const;

const IsRole = () => IsIn(ROLES, { message: `must be one of ${ROLES.join(', ')}` });

export class AddUserInput {
  @IsLine(200)
  name: string;

  @IsEmailAddress()
  email: string;

  /** Absent: they are invited by mail, and choose one themselves. */
  @MayBeAbsent()
  @IsNewPassword()
  password?: string;

  @ApiPropertyOptional({ enum: ROLES, default: 'member' })
  @MayBeAbsent()
  @IsRole()
  role?: Role;

  /** The account's when absent. */
  @MayBeAbsent()
  @IsTimezone()
  timezone?: string;

  @IsOptional()
  @IsPhone()
  phone?: string | null;
}

export class ChangeUserInput {
  @MayBeAbsent()
  @IsLine(200)
  name?: string;

  @MayBeAbsent()
  @IsTimezone()
  timezone?: string;

  @IsOptional()
  @IsPhone()
  phone?: string | null;

  @ApiPropertyOptional({ enum: ROLES })
  @MayBeAbsent()
  @IsRole()
  role?: Role;
}

export class UserQuery {
  /** Comma-separated names of what else to show, such as `zoom`. */
  @ApiPropertyOptional({ example: 'zoom' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  include?: string;
}

export class UsersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: STATUSES })
  @IsOptional()
  @IsIn(STATUSES, { message: `must be one of ${STATUSES.join(', ')}` })
  status: Person['status'] = 'active';

  @ApiPropertyOptional({ example: 'zoom' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  include?: string;
}

export class RemoveUserQuery {
  /** What becomes of appointments still to come. */
  @ApiPropertyOptional({ enum: ['cancel', 'reassign'] })
  @IsOptional()
  @IsIn(['cancel', 'reassign'], { message: 'must be cancel or reassign' })
  future?: FutureAppointments;
}

export class UserJson {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty()
  email: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  @ApiProperty()
  timezone: string;

  @ApiProperty({ type: String, nullable: true })
  phone: string | null;

  @ApiProperty({ enum: STATUSES })
  status: Person['status'];

  @ApiProperty({ type: Object, nullable: true })
  defaultMeetingLocation: MeetingLocation | null;

  /** The user ID a deleted one came back as. */
  @ApiProperty({ type: String, nullable: true })
  restoredAs: string | null;

  @ApiProperty()
  version: number;

  @ApiProperty()
  createdAt: string;

  /** Of somebody invited: until when their link works. */
  @ApiPropertyOptional()
  invitationExpiresAt?: string;
}

export class UserPage {
  @ApiProperty({ type: [UserJson] })
  items: UserJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export type User = Pick<UserJson, keyof UserJson>;

export function toUser({ userId, createdAt, ...rest }: Person): User {
  return { id: userId, ...rest, createdAt: createdAt.toISOString() };
}

/** Somebody who has not answered: as they were invited, whoever they are elsewhere. */
export function toInvitedUser(invitation: TeamInvitation): User {
  const { id, name, email, role, timezone, phone, version, createdAt, expiresAt } = invitation;
  return {
    ...{ id, name, email, role, timezone, phone, version },
    status: 'invited',
    defaultMeetingLocation: null,
    restoredAs: null,
    createdAt: createdAt.toISOString(),
    invitationExpiresAt: expiresAt.toISOString(),
  };
}
