import { Injectable } from '@nestjs/common';
import { CopyPerson, GatherPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { Accounts } from './accounts';
import { People } from './people';
import { PersonCopyStore } from './person-copy.store';
import { PersonTraceStore } from './person-traces.store';
import { toUser } from './users.dto';

@AnswersIntent(GatherPerson)
@Injectable()
export class GatherOwnAddresses implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: PersonTraceStore) {}

  async answer({ subject: { accountId, kind }, ids, addresses }: PersonalCopy): Promise<void> {
    if (kind !== 'user') return;
    for (const { email } of await this.store.knownAs(accountId, ids)) addresses.add(email.toLowerCase());
  }
}

/** The user as the account knows them, and what they can log in with: that it is there, never the secret. */
@AnswersIntent(CopyPerson)
@Injectable()
export class CopyUser implements IntentAnswer<PersonalCopy> {
  constructor(
    private readonly people: People,
    private readonly accounts: Accounts,
    private readonly store: PersonCopyStore,
  ) {}

  async answer(copy: PersonalCopy): Promise<void> {
    const { accountId, kind, id, formerIds } = copy.subject;
    if (kind !== 'user') return;
    copy.add('user', { ...toUser(await this.people.get(accountId, id)), formerIds });
    copy.add('account', await this.accounts.get(accountId));
    copy.add('sessions', await this.store.sessions(accountId, id));
    copy.add('apiKeys', await this.store.apiKeys(accountId, id));
  }
}
