import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { formatInstant } from '#libs/time';
import type { Plain } from '../platform/http';
import type { AwaitingConfirmation } from './sign-in';
import { ConnectionJson, ZoomUserJson } from './zoom.dto';

export class ConfirmInput {
  @ApiProperty({ description: 'from the answer to the callback' })
  @Matches(/^[\w-]{1,100}$/, { message: 'must be the confirmToken that the callback answered' })
  confirmToken: string;
}

export class ReturnedConnectionJson extends ConnectionJson {
  @ApiProperty({ example: 'profile' })
  returnTo: string;
}

export type ShownReturn = Plain<ReturnedConnectionJson>;

export class AwaitingJson {
  @ApiProperty({ enum: ['awaiting-confirmation'] })
  state: 'awaiting-confirmation';

  @ApiProperty({ type: ZoomUserJson })
  zoomUser: Plain<ZoomUserJson>;

  @ApiProperty()
  confirmToken: string;

  @ApiProperty({ format: 'date-time' })
  expiresAt: string;

  @ApiProperty({ example: 'profile' })
  returnTo: string;
}

export type ShownAwaiting = Plain<AwaitingJson>;

export function toAwaiting({ state, zoomUser, confirmToken, expiresAt }: AwaitingConfirmation) {
  const { id, accountId, email, displayName, plan } = zoomUser;
  const shown = { id, accountId, email, displayName, plan };
  return { state, zoomUser: shown, confirmToken, expiresAt: formatInstant(expiresAt.getTime()) };
}
