import { Injectable } from '@nestjs/common';
import { type Erasure, GatherTraces } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ZoomTraceStore } from './zoom-traces.store';

/** Users have names and addresses at Zoom, too. */
@AnswersIntent(GatherTraces)
@Injectable()
export class GatherZoomUsers implements IntentAnswer<Erasure> {
  constructor(private readonly store: ZoomTraceStore) {}

  async answer({ subject: { kind }, ids, traces }: Erasure): Promise<void> {
    if (kind !== 'user') return;
    for (const { email, displayName } of await this.store.namesOfDead(ids)) traces.addTexts(email, displayName);
  }
}
