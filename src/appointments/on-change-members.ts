import { Injectable } from '@nestjs/common';
import { ChangeMembers, FutureChoice } from '../calendars';
import { AnswersIntent, IntentAnswer } from '../platform/events';
import { FutureAppointments } from './future-appointments';

interface MembersChange {
  accountId: string;
  calendarId: string;
  removedUserIds: string[];
  future: FutureChoice | null;
}

/** A host leaves a calendar only when somebody says what becomes of those booked with them. */
@AnswersIntent(ChangeMembers)
@Injectable()
export class OnChangeMembers implements IntentAnswer<MembersChange> {
  constructor(private readonly future: FutureAppointments) {}

  async answer({ accountId, calendarId, removedUserIds, future }: MembersChange): Promise<void> {
    for (const userId of removedUserIds) {
      const standing = {
        accountId,
        calendarId,
        userId,
        leavingToo: removedUserIds,
        because: 'The host is no longer there.',
      };
      await this.future.settle(standing, future);
    }
  }
}
