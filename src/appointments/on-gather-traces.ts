import { Injectable } from '@nestjs/common';
import { type Erasure, GatherTraces } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { BookerTraceStore } from './booker-traces.store';

/** Whoever booked for themselves may have called themselves otherwise. */
@AnswersIntent(GatherTraces)
@Injectable()
export class GatherBookers implements IntentAnswer<Erasure> {
  constructor(private readonly store: BookerTraceStore) {}

  async answer({ subject: { accountId, kind, id }, traces, appointmentIds }: Erasure): Promise<void> {
    if (kind !== 'contact') return;
    for (const { id: appointmentId, booker } of await this.store.bookers(accountId, id)) {
      appointmentIds.add(appointmentId);
      traces.addTexts(booker?.name, booker?.email);
      traces.addPhones(booker?.phone);
    }
  }
}
