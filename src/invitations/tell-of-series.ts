import { Injectable } from '@nestjs/common';
import type { AppointmentView } from '../appointments';
import { Outbox } from '../messaging';
import { InvitationStore } from './invitation.store';
import { type Recipient, addresseesOf } from './recipients.rules';
import { type Occurrence, SeriesMail } from './series-mail';

/** Queues one letter for everybody who takes part in a series, and notes that each of its appointments was told. */
@Injectable()
export class TellOfSeries {
  constructor(
    private readonly store: InvitationStore,
    private readonly outbox: Outbox,
    private readonly mail: SeriesMail,
  ) {}

  /** Whether anybody was told of any of these. */
  wasTold(accountId: string, appointmentIds: string[]): Promise<boolean> {
    return this.store.anyOf(accountId, appointmentIds);
  }

  /** Under the locks of the slots. Nobody was told of any of these. */
  async run(seriesId: string, views: AppointmentView[]): Promise<void> {
    const people = new Map<string, { recipient: Recipient; occurrences: Occurrence[] }>();
    for (const view of views) {
      for (const { recipient, shall } of addresseesOf(view)) {
        const person = people.get(recipient.key) ?? { recipient, occurrences: [] };
        person.occurrences.push({ view, now: shall });
        people.set(recipient.key, person);
      }
    }
    for (const { recipient, occurrences } of people.values()) {
      for (const occurrence of occurrences) await this.note(recipient, occurrence);
      const [first] = occurrences;
      if (!first?.view.calendar.notifications.booked) continue;
      const mail = this.mail.compose(recipient, occurrences);
      await this.outbox.queue({ ...mail, dedupeKey: `invitation-series:${seriesId}:${recipient.key}` });
    }
  }

  private async note(recipient: Recipient, { view, now }: Occurrence): Promise<void> {
    const { accountId, id: appointmentId } = view.appointment;
    const { key, email, name, timezone, locale } = recipient;
    await this.store.save({
      ...{ accountId, appointmentId, recipient: key, email, name, timezone, locale, mails: 1 },
      sequence: now.kind === 'request' ? 0 : null,
      told: now,
      toldBefore: null,
    });
  }
}
