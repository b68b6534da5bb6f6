import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure, Redactions } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { InvitationStore } from './invitation.store';

@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromInvitations implements IntentAnswer<Erasure> {
  constructor(
    private readonly store: InvitationStore,
    private readonly redactions: Redactions,
  ) {}

  async answer(erasure: Erasure): Promise<void> {
    const { subject, ids, appointmentIds, traces, at } = erasure;
    const { accountId, kind } = subject;
    const forgotten =
      kind === 'contact'
        ? await this.store.forgetBooker(accountId, [...appointmentIds], traces.addresses, at)
        : await this.store.forgetUser(accountId, ids, traces.addresses);
    erasure.count('invitations', forgotten);
    const key = ['appointment_id', 'recipient'];
    await this.redactions.run(erasure, { table: 'invitations', key, texts: ['name'], json: ['told', 'told_before'] });
  }
}
