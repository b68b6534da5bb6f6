import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { Audit } from './audit';

/** Values of things that speak of the person by the way: a schedule named after them, their number in a calendar. */
@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromAudit implements IntentAnswer<Erasure> {
  constructor(private readonly audit: Audit) {}

  async answer(erasure: Erasure): Promise<void> {
    const { subject, traces } = erasure;
    const tells = (content: unknown) => !isDeepStrictEqual(traces.withoutIn(content), content);
    erasure.count('audit_particulars', await this.audit.forgetTraces(subject.accountId, traces.coarse, tells));
  }
}
