import { ApiProperty } from '@nestjs/swagger';
import type { Plain } from '../platform/http';
import { IsLine, IsNewPassword, MayBeAbsent } from './fields';
import { ROLES, type Role } from './policies';
import { UserJson } from './users.dto';

export class AcceptInvitationInput {
  /** Needed, and allowed, only while `passwordNeeded`. */
  @MayBeAbsent()
  @IsNewPassword()
  password?: string;

  /** Corrects the name of somebody who has no user ID yet. */
  @MayBeAbsent()
  @IsLine(200)
  name?: string;
}

class InvitingAccount {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;
}

class Inviter {
  @ApiProperty()
  name: string;
}

/** What the link in an invitation opens. */
export class TeamInvitationJson {
  @ApiProperty({ type: InvitingAccount })
  account: Plain<InvitingAccount>;

  @ApiProperty({ type: Inviter })
  invitedBy: Plain<Inviter>;

  @ApiProperty()
  email: string;

  /** What they are called in the invitation, or by themselves. */
  @ApiProperty()
  name: string;

  @ApiProperty({ enum: ROLES })
  role: Role;

  @ApiProperty()
  expiresAt: string;

  /** Whether they have a user ID already, which the account then joins. */
  @ApiProperty()
  known: boolean;

  /** Whether a password must be chosen: they have none, or nobody has proven that its owner reads this mail. */
  @ApiProperty()
  passwordNeeded: boolean;
}

export class JoinedJson {
  @ApiProperty({ type: InvitingAccount })
  account: Plain<InvitingAccount>;

  @ApiProperty()
  user: UserJson;
}

export type OpenInvitation = Plain<TeamInvitationJson>;
export type Joined = Plain<JoinedJson>;
