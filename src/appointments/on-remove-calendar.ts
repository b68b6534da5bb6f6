import { Injectable } from '@nestjs/common';
import { RemoveCalendar, FutureChoice } from '../calendars';
import { Clock } from '../platform/clock';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { FutureAppointments } from './future-appointments';
import { SlotStore } from './slot.store';

interface Removal {
  accountId: string;
  calendarId: string;
  future: FutureChoice | null;
}

/** A calendar stays while people are booked in it, unless somebody says what becomes of them. */
@AnswersIntent(RemoveCalendar)
@Injectable()
export class OnRemoveCalendar implements IntentAnswer<Removal> {
  constructor(
    private readonly future: FutureAppointments,
    private readonly slots: SlotStore,
    private readonly clock: Clock,
  ) {}

  async answer({ accountId, calendarId, future }: Removal): Promise<void> {
    await this.future.settle({ accountId, calendarId, because: 'The calendar is no longer there.' }, future);
    // Nobody can book what is held in it any more.
    await this.slots.endHolds(accountId, calendarId, this.clock.now());
  }
}
