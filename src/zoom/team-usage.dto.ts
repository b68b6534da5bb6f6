import { ApiProperty } from '@nestjs/swagger';
import { formatInstant } from '#libs/time';
import type { Plain } from '../platform/http';
import type { QuotaUsage } from './quota-usages';
import { QuotaJson } from './zoom.dto';
import type { ZoomConnection } from './zoom-connections';

class MemberUsageJson {
  @ApiProperty()
  userId: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ enum: ['connected', 'reconnect-required'] })
  state: 'connected' | 'reconnect-required';

  @ApiProperty({ type: QuotaJson })
  quota: Plain<QuotaJson>;
}

class TotalsJson {
  /** Members who have Zoom connected. */
  @ApiProperty()
  hosts: number;

  @ApiProperty()
  used: number;

  @ApiProperty()
  remaining: number;

  @ApiProperty()
  parked: number;

  @ApiProperty()
  deferred: number;
}

export class TeamUsageJson {
  @ApiProperty({ type: [MemberUsageJson] })
  items: Plain<MemberUsageJson>[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor: string | null;

  /** Of all of them, whatever the page. */
  @ApiProperty({ type: TotalsJson })
  totals: Plain<TotalsJson>;
}

export type ShownTeamUsage = Plain<TeamUsageJson>;

type Member = Pick<ZoomConnection, 'userId' | 'state'> & { name: string; quota: QuotaUsage };

export function toMemberUsage({ userId, name, state, quota }: Member): Plain<MemberUsageJson> {
  return { userId, name, state, quota: { ...quota, resetsAt: formatInstant(quota.resetsAt.getTime()) } };
}
