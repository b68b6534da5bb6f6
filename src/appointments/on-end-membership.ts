import { Injectable } from '@nestjs/common';
import { EndMembership, MembershipEnding } from '../identity';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { FutureAppointments } from './future-appointments';

/** A user leaves the account only when somebody says what becomes of those booked with them. */
@AnswersIntent(EndMembership)
@Injectable()
export class OnEndMembership implements IntentAnswer<MembershipEnding> {
  constructor(private readonly future: FutureAppointments) {}

  answer({ accountId, userId, future }: MembershipEnding): Promise<void> {
    return this.future.settle({ accountId, userId, because: 'The host is no longer there.' }, future ?? null);
  }
}
