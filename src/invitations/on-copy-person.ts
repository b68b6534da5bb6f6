import { Injectable } from '@nestjs/common';
import { CopyPerson, type PersonalCopy } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { InvitationStore } from './invitation.store';

/** What they hold to be true of their appointments, by what they were told. */
@AnswersIntent(CopyPerson)
@Injectable()
export class CopyInvitations implements IntentAnswer<PersonalCopy> {
  constructor(private readonly store: InvitationStore) {}

  async answer(copy: PersonalCopy): Promise<void> {
    const { subject, appointmentIds, addresses } = copy;
    if (subject.kind !== 'contact') return;
    const rows = await this.store.ofAll(subject.accountId, [...appointmentIds]);
    const theirs = rows.filter(({ email }) => addresses.has(email.toLowerCase()));
    copy.add(
      'invitations',
      theirs.map(({ appointmentId, email, name, timezone, locale, mails, told }) => {
        return { appointmentId, email, name, timezone, locale, mails, told };
      }),
    );
  }
}
