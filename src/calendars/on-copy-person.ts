import { Injectable } from '@nestjs/common';
import { CopyPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ScheduleStore } from './schedule.store';

@AnswersIntent(CopyPerson)
@Injectable()
export class CopySchedules implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: ScheduleStore) {}

  async answer(copy: PersonalCopy): Promise<void> {
    const { accountId, kind, id } = copy.subject;
    if (kind === 'user') copy.add('schedules', await this.store.allOfUser(accountId, id));
  }
}
