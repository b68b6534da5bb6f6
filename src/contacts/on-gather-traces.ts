import { Injectable } from '@nestjs/common';
import { type Erasure, GatherTraces } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ContactStore } from './contact.store';
import { ErasedContactStore } from './erased-contact.store';

@AnswersIntent(GatherTraces)
@Injectable()
export class GatherContact implements IntentAnswer<Erasure> {
  constructor(
    private readonly store: ContactStore,
    private readonly erased: ErasedContactStore,
  ) {}

  async answer({ subject: { accountId, kind, id }, traces }: Erasure): Promise<void> {
    if (kind !== 'contact') return;
    const { name, email, otherEmails, phone } = await this.store.get(accountId, id);
    if (await this.erased.isSharedName(accountId, id, name)) traces.spare(name);
    traces.addTexts(name, email, ...otherEmails);
    traces.addPhones(phone);
  }
}
