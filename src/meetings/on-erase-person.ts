import { Injectable } from '@nestjs/common';
import { ErasePerson, type Erasure, Redactions } from '../data-rights';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { EnrolmentTraceStore } from './enrolment-traces.store';

/** Names in topics, and registrations. What is still to come hears of new names as of any change. */
@AnswersIntent(ErasePerson)
@Injectable()
export class EraseFromMeetings implements IntentAnswer<Erasure> {
  constructor(
    private readonly store: EnrolmentTraceStore,
    private readonly redactions: Redactions,
  ) {}

  async answer(erasure: Erasure): Promise<void> {
    const { subject, appointmentIds, traces, at } = erasure;
    const { accountId } = subject;
    const { addresses } = traces;
    erasure.count('meeting_registrants', await this.store.unnameRegistrants(accountId, addresses));
    if (appointmentIds.size > 0) {
      erasure.count('meetings', await this.store.unnameMeetings(accountId, [...appointmentIds]));
    }
    // Of those that stay at Zoom it must be known what Zoom was told.
    const over = `account_id = $1 AND (wanted = 'absent' OR ends_at <= '${at.toISOString()}')`;
    await this.redactions.run(erasure, { table: 'meetings', key: ['id'], texts: ['topic', 'sent_topic'], which: over });
    const ofTeam = `user_id IN (SELECT user_id FROM memberships WHERE account_id = $1)`;
    await this.redactions.run(erasure, {
      table: 'meeting_sweeps',
      key: ['user_id'],
      json: ['reported'],
      which: ofTeam,
    });
  }
}
