import { Injectable } from '@nestjs/common';
import { publishIcs } from '#libs/ics';
import { type AppointmentView, GuestLinks } from '../appointments';
import { type OutgoingMail, letterHtml, letterText } from '../messaging';
import { Addresses } from '../platform/config';
import { InvitationMail } from './invitation-mail';
import type { Recipient } from './recipients.rules';
import { seriesLetterOf } from './series-text';
import type { Told } from './told.rules';

/** An appointment of a series, as one person is told of it. */
export interface Occurrence {
  view: AppointmentView;
  now: Told;
}

/** Writes what one person is told of a series, with an iCalendar text of all its events. */
@Injectable()
export class SeriesMail {
  constructor(
    private readonly guestLinks: GuestLinks,
    private readonly invitation: InvitationMail,
    private readonly addresses: Addresses,
  ) {}

  /** @param occurrences at least one; soonest first */
  compose(recipient: Recipient, occurrences: Occurrence[]): Omit<OutgoingMail, 'dedupeKey'> {
    const [first] = occurrences;
    if (!first) throw new Error('A series without appointments is told to nobody');
    const { appointment, contact, hosts } = first.view;
    const letter = seriesLetterOf({
      recipient,
      contact,
      occurrences: occurrences.map(({ view, now }) => ({ now, links: this.guestLinks.linksOf(view.appointment) })),
      integrationsUrl: `${this.addresses.publicUrl}/app/profile/integrations`,
    });
    const certain = occurrences.filter(({ now }) => now.kind === 'request');
    const events = certain.map(({ view, now }) => this.invitation.event({ view, recipient, now }, 0));
    return {
      accountId: appointment.accountId,
      appointmentId: appointment.id,
      channel: 'email',
      to: recipient.email,
      toName: recipient.name,
      replyTo: recipient.role === 'host' ? contact.email : (hosts[0]?.email ?? null),
      subject: letter.subject,
      text: letterText(letter),
      html: letterHtml(letter),
      calendar: events.length === 0 ? null : { method: 'PUBLISH', content: publishIcs(events) },
    };
  }
}
