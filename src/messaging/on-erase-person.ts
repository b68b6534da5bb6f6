import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure, Redactions } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { MessageTraceStore } from './message-traces.store';

/** Messages to the person, and about what they booked, are emptied; others lose the words that name them. */
@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromMessages implements IntentAnswer<Erasure> {
  constructor(
    private readonly store: MessageTraceStore,
    private readonly redactions: Redactions,
  ) {}

  async answer(erasure: Erasure): Promise<void> {
    const { subject, traces, appointmentIds } = erasure;
    const { accountId } = subject;
    erasure.count('messages', await this.store.empty(accountId, [...appointmentIds], traces.addresses));
    await this.store.dropCalendars(accountId, traces.coarse);
    const texts = ['recipient_name', 'reply_to', 'subject', 'body', 'html', 'why', 'dedupe_key'];
    await this.redactions.run(erasure, { table: 'messages', key: ['id'], texts });
  }
}
