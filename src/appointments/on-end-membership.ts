import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import { EndMembership, MembershipEnding } from '../identity';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { FutureAppointments } from './future-appointments';

/** A user leaves the account only when somebody says what becomes of those booked with them. */
@AnswersIntent(EndMembership)
@Injectable()
export class OnEndMembership implements IntentAnswer<MembershipEnding> {
  constructor(
    private readonly calendars: Calendars,
    private readonly future: FutureAppointments,
  ) {}

  async answer({ accountId, userId, future }: MembershipEnding): Promise<void> {
    // Who is booked with them by now is seen; nobody is any more until they are gone.
    await this.calendars.closeFor(accountId, userId);
    await this.future.settle({ accountId, userId, because: 'The host is no longer there.' }, future ?? null);
  }
}
