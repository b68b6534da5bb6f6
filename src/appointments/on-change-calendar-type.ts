import { Injectable } from '@nestjs/common';
import { ChangeCalendarType, FutureChoice } from '../calendars';
import { Clock } from '../platform/clock';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { FutureAppointments } from './future-appointments';
import { SlotStore } from './slot.store';

interface TypeChange {
  accountId: string;
  calendarId: string;
  future: FutureChoice | null;
}

/** What was booked under one type would mean something else under another. */
@AnswersIntent(ChangeCalendarType)
@Injectable()
export class OnChangeCalendarType implements IntentAnswer<TypeChange> {
  constructor(
    private readonly future: FutureAppointments,
    private readonly slots: SlotStore,
    private readonly clock: Clock,
  ) {}

  async answer({ accountId, calendarId, future }: TypeChange): Promise<void> {
    await this.future.settle({ accountId, calendarId, because: 'The calendar works differently now.' }, future);
    // A held slot has the hosts the old type gave it.
    await this.slots.endHolds(accountId, calendarId, this.clock.now());
  }
}
