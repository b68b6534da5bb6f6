import { spanInWords } from '#libs/time';
import { type AppointmentView, type GuestLinks, answerText, sheetOf } from '../appointments';
import type { Letter, LetterRow } from '../messaging';
import { placeRows } from './place-text';
import type { Recipient } from './recipients.rules';
import { Occasion, Told, sameHosts, standing } from './told.rules';

export interface LetterInput {
  view: AppointmentView;
  recipient: Recipient;
  occasion: Occasion;
  /** What they were told before. */
  before: Told | null;
  now: Told;
  links: ReturnType<GuestLinks['linksOf']>;
  /** Where a host connects Zoom. */
  integrationsUrl: string;
}

/** An invitation in words, in its reader's zone. */
export function letterOf(input: LetterInput): Letter {
  const { recipient, now } = input;
  const when = spanInWords(new Date(now.start), new Date(now.end), zoneOf(recipient));
  const { headline, paragraphs } = opening(input);
  const rows: (LetterRow | null)[] = [
    { label: 'When', value: when },
    movedFrom(input),
    ...(recipient.role === 'host' ? aboutTheGuest(input) : aboutTheHosts(input)),
    ...(now.kind === 'cancel' ? ending(input) : [...placeRows(input), ...waysToChange(input)]),
  ];
  return {
    subject: `${headline}: ${now.title}, ${when}`,
    paragraphs,
    rows: rows.filter((row) => row !== null),
  };
}

const zoneOf = ({ timezone, locale }: Recipient) => ({ zone: timezone, locale });

function opening(input: LetterInput): { headline: string; paragraphs: string[] } {
  const { now, recipient, occasion, view } = input;
  const ours = recipient.role === 'host';
  switch (occasion) {
    case 'requested':
      return ours
        ? say('To be confirmed', `${view.contact.name} asks for this appointment. It awaits confirmation.`)
        : say('Requested', 'We have your request. It awaits confirmation, and you will hear from us.');
    case 'booked':
      if (recipient.role === 'guest') return say('Invitation', `${view.contact.name} invites you to ${now.title}.`);
      return say('Booked', ours ? `${view.contact.name} has booked ${now.title}.` : `${now.title} is booked.`);
    case 'rescheduled':
      return rescheduled(input);
    case 'changed':
      return changed(input);
    case 'cancelled':
      return say('Cancelled', `${now.title} is cancelled.`);
    case 'replaced':
      return say('No longer yours', `You are no longer expected at ${now.title}.${successor(input)}`);
  }
}

const say = (headline: string, ...paragraphs: string[]) => ({ headline, paragraphs });

function rescheduled({ before, now, recipient }: LetterInput) {
  const known = standing(before);
  if (known === null) {
    const yours = recipient.role === 'host' ? 'You host this appointment now.' : `You are invited to ${now.title}.`;
    return say('Invitation', yours);
  }
  const moved = known.start === now.start ? [] : [`${now.title} has a new time.`];
  const names = namesOf(now);
  const handed = sameHosts(known, now) || names === '' ? [] : [`It is now with ${names}.`];
  return say(moved.length > 0 ? 'New time' : 'New host', [...moved, ...handed].join(' '));
}

function changed({ before, now }: LetterInput) {
  const linked = now.place.link === 'ready' && before?.place.value !== now.place.value;
  return linked
    ? say('Link', `Here is the link for ${now.title}.`)
    : say('Updated', `There is news about ${now.title}.`);
}

function successor({ recipient, view }: LetterInput): string {
  const names = view.hosts.map(({ name }) => name).join(', ');
  return recipient.role === 'host' && names !== '' ? ` It is now with ${names}.` : '';
}

function movedFrom({ before, now, recipient }: LetterInput): LetterRow | null {
  const known = standing(before);
  if (known === null || known.start === now.start) return null;
  return { label: 'Before', value: spanInWords(new Date(known.start), new Date(known.end), zoneOf(recipient)) };
}

function aboutTheHosts({ now }: LetterInput): LetterRow[] {
  const names = namesOf(now);
  return names === '' ? [] : [{ label: 'With', value: names }];
}

const namesOf = ({ hosts }: Told) => hosts.map(({ name }) => name).join(', ');

function aboutTheGuest({ view: { contact, appointment }, now }: LetterInput): (LetterRow | null)[] {
  const { guests, notes } = appointment;
  const who = [
    { label: 'With', value: contact.name },
    { label: 'E-mail', value: contact.email },
    row('Phone', contact.phone),
  ];
  if (now.kind === 'cancel') return who;
  const given = sheetOf(appointment).map(({ label, value }) => row(label, answerText(value)));
  const guestList = guests.map(({ name, email }) => `${name} <${email}>`).join('\n');
  return [...who, row('Guests', guestList), row('Notes', notes), ...given];
}

function row(label: string, value: string | null): LetterRow | null {
  return value === null || value.trim() === '' ? null : { label, value };
}

function ending({ view: { appointment }, occasion, recipient, links }: LetterInput): (LetterRow | null)[] {
  if (occasion !== 'cancelled') return [];
  const again = recipient.role === 'contact' && appointment.hiddenAt === null;
  return [row('Reason', appointment.cancellationReason), again ? { label: 'Book again', value: links.join } : null];
}

/** Only whoever booked may change it. */
function waysToChange({ recipient, links, view: { calendar } }: LetterInput): (LetterRow | null)[] {
  if (recipient.role !== 'contact') return [];
  return [
    { label: 'Manage', value: links.manage },
    calendar.allowReschedule ? { label: 'Reschedule', value: links.reschedule } : null,
    calendar.allowCancellation ? { label: 'Cancel', value: links.cancel } : null,
  ];
}
