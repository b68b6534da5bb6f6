import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IsId } from '../platform/http';
import { IsCode, IsEmailAddress, IsLine, IsNewPassword, IsPassword, IsTimezone, MayBeAbsent, Trimmed } from './fields';
import type { Account, Person } from './person';
import { User, UserJson, toUser } from './users.dto';

export class SignUpInput {
  @IsLine(200)
  accountName: string;

  @IsTimezone()
  timezone: string;

  @IsLine(200)
  name: string;

  @IsEmailAddress()
  email: string;

  @IsNewPassword()
  password: string;
}

export class LogInInput {
  @ApiProperty()
  @Trimmed()
  @IsString({ message: 'must be a text' })
  @MaxLength(254, { message: 'may have 254 characters at most' })
  email: string;

  @IsPassword()
  password: string;

  /** Needed with a second factor: of the authenticator app, or a recovery code. */
  @MayBeAbsent()
  @IsCode()
  code?: string;

  /** Needed when the person belongs to several accounts. */
  @ApiProperty({ required: false })
  @IsOptional()
  @IsId()
  accountId?: string;
}

export class ChangePasswordInput {
  @IsPassword()
  currentPassword: string;

  @IsNewPassword()
  newPassword: string;
}

export class AccountJson {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;

  @ApiProperty()
  timezone: string;
}

/** A fresh session. The token is shown this once. */
export class SignedInJson {
  @ApiProperty()
  token: string;

  @ApiProperty()
  expiresAt: string;

  @ApiProperty()
  account: AccountJson;

  @ApiProperty()
  user: UserJson;
}

class Actor {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;
}

class ActingAs {
  @ApiProperty()
  actor: Actor;

  @ApiProperty()
  expiresAt: string;
}

export class MeJson {
  @ApiProperty()
  user: UserJson;

  @ApiProperty()
  account: AccountJson;

  @ApiProperty({ type: ActingAs, nullable: true })
  actingAs: ActingAs | null;
}

export interface SignedIn {
  token: string;
  expiresAt: string;
  account: Account;
  user: User;
}

export interface Me {
  user: User;
  account: Account;
  actingAs: { actor: { id: string; name: string }; expiresAt: string } | null;
}

export function signedIn(session: { token: string; expiresAt: Date }, account: Account, person: Person): SignedIn {
  const { id, name, timezone } = account;
  return {
    token: session.token,
    expiresAt: session.expiresAt.toISOString(),
    account: { id, name, timezone },
    user: toUser(person),
  };
}
