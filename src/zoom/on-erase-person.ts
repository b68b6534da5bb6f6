import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ZoomTraceStore } from './zoom-traces.store';

@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromZoom implements IntentAnswer<Erasure> {
  constructor(private readonly store: ZoomTraceStore) {}

  async answer(erasure: Erasure): Promise<void> {
    const { subject, traces, ids, at } = erasure;
    erasure.count('zoom_events', await this.store.emptyEvents(subject.accountId, traces.spellings, at));
    if (subject.kind === 'user') erasure.count('zoom_connections', await this.store.unnameConnections(ids));
  }
}
