import { Injectable } from '@nestjs/common';
import { ChangeCalendarType, FutureChoice } from '../calendars';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { FutureAppointments } from './future-appointments';

interface TypeChange {
  accountId: string;
  calendarId: string;
  future: FutureChoice | null;
}

/** What was booked under one type would mean something else under another. */
@AnswersIntent(ChangeCalendarType)
@Injectable()
export class OnChangeCalendarType implements IntentAnswer<TypeChange> {
  constructor(private readonly future: FutureAppointments) {}

  answer({ accountId, calendarId, future }: TypeChange): Promise<void> {
    return this.future.settle({ accountId, calendarId }, future);
  }
}
