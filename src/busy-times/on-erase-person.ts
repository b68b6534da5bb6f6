import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure, Redactions } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';

/** Their own went when they left; others may have written their name. */
@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromBusyTimes implements IntentAnswer<Erasure> {
  constructor(private readonly redactions: Redactions) {}

  async answer(erasure: Erasure): Promise<void> {
    await this.redactions.run(erasure, { table: 'blocks', key: ['id'], texts: ['title'] });
    await this.redactions.run(erasure, { table: 'busy_feeds', key: ['id'], texts: ['name', 'url_shown', 'error'] });
  }
}
