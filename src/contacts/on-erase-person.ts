import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ErasedContactStore } from './erased-contact.store';

@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromContacts implements IntentAnswer<Erasure> {
  constructor(private readonly store: ErasedContactStore) {}

  async answer(erasure: Erasure): Promise<void> {
    const { accountId, kind, id } = erasure.subject;
    if (kind !== 'contact') return;
    erasure.count('contact_emails', await this.store.erase(accountId, id, erasure.at));
    erasure.count('contacts', 1);
  }
}
