import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { PersonTraceStore } from './person-traces.store';

/** Name, e-mail, phone and all they logged in with. The ID stays, so that what they did is still one person's. */
@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromIdentity implements IntentAnswer<Erasure> {
  constructor(private readonly store: PersonTraceStore) {}

  async answer(erasure: Erasure): Promise<void> {
    const { subject, ids, traces } = erasure;
    if (subject.kind !== 'user') return;
    const rows = {
      ...(await this.store.eraseInAccount(subject.accountId, ids, traces.addresses)),
      ...(await this.store.eraseDead(subject.accountId, ids)),
    };
    for (const [table, count] of Object.entries(rows)) erasure.count(table, count);
  }
}
