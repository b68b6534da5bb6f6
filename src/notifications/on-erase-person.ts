import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { NotificationStore } from './notification.store';

@AnswersIntent(ErasePerson)
@Injectable()
export class EraseNotifications implements IntentAnswer<Erasure> {
  constructor(private readonly store: NotificationStore) {}

  async answer(erasure: Erasure): Promise<void> {
    const { subject, ids } = erasure;
    if (subject.kind !== 'user') return;
    erasure.count('notifications', await this.store.removeOf(subject.accountId, ids));
  }
}
