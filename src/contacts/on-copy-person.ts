import { Injectable } from '@nestjs/common';
import { CopyPerson, GatherPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ContactStore } from './contact.store';
import { toContact } from './contacts.dto';

@AnswersIntent(GatherPerson)
@Injectable()
export class GatherAddresses implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: ContactStore) {}

  async answer({ subject: { accountId, kind, id }, addresses }: PersonalCopy): Promise<void> {
    if (kind !== 'contact') return;
    const { email, otherEmails } = await this.store.get(accountId, id);
    for (const address of [email, ...otherEmails]) addresses.add(address.toLowerCase());
  }
}

@AnswersIntent(CopyPerson)
@Injectable()
export class CopyContact implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: ContactStore) {}

  async answer(copy: PersonalCopy): Promise<void> {
    const { accountId, kind, id, formerIds } = copy.subject;
    if (kind === 'contact') copy.add('contact', { ...toContact(await this.store.get(accountId, id)), formerIds });
  }
}
