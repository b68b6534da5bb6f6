import { Injectable } from '@nestjs/common';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { IdempotencyStore } from '../platform/http';
import { ErasePerson, type Erasure } from './person.intents';
import { Redactions } from './redaction.store';
import { RecordStore } from './record.store';

/** What the platform keeps by the way: facts, answers to repeated requests, why jobs failed. */
@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromRecords implements IntentAnswer<Erasure> {
  constructor(
    private readonly redactions: Redactions,
    private readonly records: RecordStore,
    private readonly answers: IdempotencyStore,
  ) {}

  async answer(erasure: Erasure): Promise<void> {
    const { subject, traces, ids, appointmentIds } = erasure;
    erasure.count('facts', await this.records.forgetReasons(subject.accountId, ids));
    await this.redactions.run(erasure, { table: 'facts', key: ['id'], json: ['payload'] });
    erasure.count('jobs', await this.records.forgetFailures(traces.coarse));
    const known = [...ids, ...appointmentIds];
    const tells = (text: string) => known.some((id) => text.includes(id)) || traces.without(text) !== text;
    erasure.count('idempotency_keys', await this.answers.forget(subject.accountId, tells));
  }
}
