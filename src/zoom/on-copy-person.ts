import { Injectable } from '@nestjs/common';
import { CopyPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ZoomTraceStore } from './zoom-traces.store';

@AnswersIntent(CopyPerson)
@Injectable()
export class CopyZoom implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: ZoomTraceStore) {}

  async answer(copy: PersonalCopy): Promise<void> {
    const { subject, ids, addresses } = copy;
    const events = await this.store.events(subject.accountId, [...addresses]);
    copy.add(
      'zoomEvents',
      events.map(({ event, at, body }) => ({ event, at, body: body.toString() })),
    );
    if (subject.kind === 'user') copy.add('zoomConnections', await this.store.connections(ids));
  }
}
