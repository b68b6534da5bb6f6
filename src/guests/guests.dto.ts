import { IsInstant, IsText } from '../appointments';
import { IsTimezone, MayBeAbsent } from '../identity';

export class GuestRescheduleInput {
  @IsInstant()
  start: string;

  @MayBeAbsent()
  @IsTimezone()
  timezone?: string;

  @MayBeAbsent()
  @IsText(200)
  holdToken?: string;
}

export class GuestCancelInput {
  @MayBeAbsent()
  @IsText(1_000)
  reason?: string;
}
