import { Injectable } from '@nestjs/common';
import { RemoveCalendar, FutureChoice } from '../calendars';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { FutureAppointments } from './future-appointments';

interface Removal {
  accountId: string;
  calendarId: string;
  future: FutureChoice | null;
}

/** A calendar stays while people are booked in it, unless somebody says what becomes of them. */
@AnswersIntent(RemoveCalendar)
@Injectable()
export class OnRemoveCalendar implements IntentAnswer<Removal> {
  constructor(private readonly future: FutureAppointments) {}

  answer({ accountId, calendarId, future }: Removal): Promise<void> {
    return this.future.settle({ accountId, calendarId, because: 'The calendar is no longer there.' }, future);
  }
}
