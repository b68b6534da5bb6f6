import { Injectable } from '@nestjs/common';
import { CopyPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { MessageTraceStore } from './message-traces.store';

@AnswersIntent(CopyPerson)
@Injectable()
export class CopyMessages implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: MessageTraceStore) {}

  async answer(copy: PersonalCopy): Promise<void> {
    const { subject, appointmentIds, addresses } = copy;
    copy.add('messages', await this.store.concerning(subject.accountId, [...appointmentIds], [...addresses]));
  }
}
