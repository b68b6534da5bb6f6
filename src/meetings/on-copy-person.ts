import { Injectable } from '@nestjs/common';
import { CopyPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { EnrolmentTraceStore } from './enrolment-traces.store';

/** Join links of their own. */
@AnswersIntent(CopyPerson)
@Injectable()
export class CopyEnrolments implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: EnrolmentTraceStore) {}

  async answer(copy: PersonalCopy): Promise<void> {
    copy.add('zoomRegistrations', await this.store.enrolments(copy.subject.accountId, [...copy.addresses]));
  }
}
