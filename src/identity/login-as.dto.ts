import { ApiProperty } from '@nestjs/swagger';
import { IsLine } from './fields';
import type { LoginAs } from './login-as.store';
import type { OpenSession } from './sessions';

export class LogInAsInput {
  /** Shown to the user, and kept in the audit log. */
  @IsLine(500)
  reason: string;
}

/** The token is shown this once. */
export class LoggedInAsJson {
  @ApiProperty()
  token: string;

  @ApiProperty()
  expiresAt: string;
}

class LoginAsActor {
  @ApiProperty()
  id: string;

  @ApiProperty()
  name: string;
}

export class LoginAsJson {
  @ApiProperty()
  id: string;

  @ApiProperty()
  actor: LoginAsActor;

  @ApiProperty()
  reason: string;

  @ApiProperty()
  startedAt: string;

  @ApiProperty()
  expiresAt: string;
}

export class LoginAsPage {
  @ApiProperty({ type: [LoginAsJson] })
  items: LoginAsJson[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;
}

export interface LoggedInAs {
  token: string;
  expiresAt: string;
}

export interface ShownLogin {
  id: string;
  actor: { id: string; name: string };
  reason: string;
  startedAt: string;
  expiresAt: string;
}

export function toLoggedInAs({ token, expiresAt }: OpenSession): LoggedInAs {
  return { token, expiresAt: expiresAt.toISOString() };
}

export function toShownLogin({ sessionId, actorId, actorName, reason, startedAt, expiresAt }: LoginAs): ShownLogin {
  return {
    id: sessionId,
    actor: { id: actorId, name: actorName },
    reason,
    startedAt: startedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
