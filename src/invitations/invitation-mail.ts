import { Injectable } from '@nestjs/common';
import { type Invite, inviteIcs, uidOf } from '#libs/ics';
import { AppointmentView, GuestLinks } from '../appointments';
import { type OutgoingMail, letterHtml, letterText } from '../messaging';
import { Clock } from '../platform/clock';
import { Addresses, Config } from '../platform/config';
import { letterOf } from './invitation-text';
import { placeInCalendar, placeRows } from './place-text';
import type { Recipient } from './recipients.rules';
import type { Occasion, Told } from './told.rules';

export interface InvitationInput {
  view: AppointmentView;
  recipient: Recipient;
  occasion: Occasion;
  before: Told | null;
  now: Told;
  /** Of the iCalendar text; null for a mail without one. */
  sequence: number | null;
}

/** Writes what one person is told. Nobody but this person and the host is named as attending. */
@Injectable()
export class InvitationMail {
  constructor(
    private readonly guestLinks: GuestLinks,
    private readonly config: Config,
    private readonly addresses: Addresses,
    private readonly clock: Clock,
  ) {}

  compose(input: InvitationInput): Omit<OutgoingMail, 'dedupeKey'> {
    const { view, recipient } = input;
    const links = this.guestLinks.linksOf(view.appointment);
    const letter = letterOf({ ...input, links, integrationsUrl: this.integrationsUrl });
    const [host] = view.hosts;
    return {
      accountId: view.appointment.accountId,
      appointmentId: view.appointment.id,
      channel: 'email',
      to: recipient.email,
      toName: recipient.name,
      replyTo: recipient.role === 'host' ? view.contact.email : (host?.email ?? null),
      subject: letter.subject,
      text: letterText(letter),
      html: letterHtml(letter),
      calendar: input.sequence === null ? null : invite(this.event(input, input.sequence)),
    };
  }

  /** The appointment as an event of this person's calendar. */
  event({ view, recipient, now }: Pick<InvitationInput, 'view' | 'recipient' | 'now'>, sequence: number): Invite {
    const { join, manage } = this.guestLinks.linksOf(view.appointment);
    const over = now.kind === 'cancel';
    const [host] = view.hosts;
    const rows = placeRows({ recipient, now, links: { join }, integrationsUrl: this.integrationsUrl });
    const described = rows.map(({ label, value }) => `${label}: ${value}`);
    if (recipient.role === 'contact') described.push(`Manage: ${manage}`);
    const { role, name, email } = recipient;
    const attendees = [{ name, email, rsvp: role === 'guest' }];
    if (host && host.email.toLowerCase() !== email.toLowerCase()) {
      attendees.push({ name: host.name, email: host.email, rsvp: false });
    }
    return {
      uid: uidOf(view.appointment.id),
      sequence,
      method: over ? 'CANCEL' : 'REQUEST',
      stamp: this.clock.now(),
      start: new Date(now.start),
      end: new Date(now.end),
      summary: now.title,
      // What is over has no place any more, and no link that somebody might still follow.
      description: over ? null : described.join('\n'),
      location: over ? null : placeInCalendar(now.place, join),
      url: over ? null : join,
      // The address mail really comes from: clients distrust an organizer who is not the sender.
      organizer: { name: host?.name ?? view.calendar.name, email: addressOf(this.config.mailFrom) },
      attendees,
    };
  }

  private get integrationsUrl(): string {
    return `${this.addresses.publicUrl}/app/profile/integrations`;
  }
}

function invite(event: Invite): OutgoingMail['calendar'] {
  return { method: event.method, content: inviteIcs(event) };
}

/** The address in `Name <address>`, or the whole. */
function addressOf(mailFrom: string): string {
  return /<([^<>]*)>\s*$/.exec(mailFrom)?.[1] ?? mailFrom;
}
