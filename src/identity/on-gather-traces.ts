import { Injectable } from '@nestjs/common';
import { type Erasure, GatherTraces } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { People } from './people';
import { PersonTraceStore } from './person-traces.store';

/** What a user is known by. Names of the team's living stay wherever they stand, whoever else is called so. */
@AnswersIntent(GatherTraces)
@Injectable()
export class GatherUser implements IntentAnswer<Erasure> {
  constructor(
    private readonly store: PersonTraceStore,
    private readonly people: People,
  ) {}

  async answer({ subject: { accountId, kind }, ids, traces }: Erasure): Promise<void> {
    for (const { name } of await this.people.living(accountId)) traces.spare(name);
    if (kind !== 'user') return;
    for (const { name, email, phone } of await this.store.knownAs(accountId, ids)) {
      traces.addTexts(name, email);
      traces.addPhones(phone);
    }
  }
}
