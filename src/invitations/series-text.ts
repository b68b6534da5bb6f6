import { spanInWords } from '#libs/time';
import type { GuestLinks } from '../appointments';
import type { Letter, LetterRow } from '../messaging';
import { placeRows } from './place-text';
import type { Recipient } from './recipients.rules';
import type { Told } from './told.rules';

export interface SeriesLetterInput {
  recipient: Recipient;
  /** Who booked. */
  contact: { name: string; email: string; phone: string | null };
  /** Soonest first. */
  occurrences: { now: Told; links: ReturnType<GuestLinks['linksOf']> }[];
  integrationsUrl: string;
}

/** All appointments of a series in one letter, in its reader's zone. */
export function seriesLetterOf(input: SeriesLetterInput): Letter {
  const { recipient, occurrences } = input;
  const titles = [...new Set(occurrences.map(({ now }) => now.title))];
  const title = titles.join(', ');
  const count = occurrences.length === 1 ? '1 appointment' : `${occurrences.length} appointments`;
  const { headline, paragraph } = opening(input, title, count);
  const first = occurrences[0] ? `, from ${whenOf(recipient, occurrences[0].now)}` : '';
  return {
    subject: `${headline}: ${title}, ${count}${first}`,
    paragraphs: [paragraph],
    rows: [
      ...(recipient.role === 'host' ? aboutTheGuest(input) : []),
      ...occurrences.flatMap((occurrence) => rowsOf(input, occurrence)),
    ],
  };
}

function opening({ recipient, contact, occurrences }: SeriesLetterInput, title: string, count: string) {
  const awaits = occurrences.some(({ now }) => now.kind === 'note');
  const ours = recipient.role === 'host';
  if (awaits) {
    const paragraph = ours
      ? `${contact.name} asks for ${title}: ${count}. They await confirmation.`
      : `We have your request for ${title}: ${count}. They await confirmation, and you will hear from us.`;
    return { headline: ours ? 'To be confirmed' : 'Requested', paragraph };
  }
  if (recipient.role === 'guest') {
    return { headline: 'Invitation', paragraph: `${contact.name} invites you to ${title}: ${count}.` };
  }
  const paragraph = ours ? `${contact.name} has booked ${title}: ${count}.` : `${title} is booked: ${count}.`;
  return { headline: 'Booked', paragraph };
}

function aboutTheGuest({ contact: { name, email, phone } }: SeriesLetterInput): LetterRow[] {
  const number = phone === null ? [] : [{ label: 'Phone', value: phone }];
  return [{ label: 'With', value: name }, { label: 'E-mail', value: email }, ...number];
}

/** Every appointment has links of its own; the lasting one is right whatever becomes of the meeting. */
function rowsOf(
  { recipient, integrationsUrl }: SeriesLetterInput,
  { now, links }: SeriesLetterInput['occurrences'][number],
): LetterRow[] {
  const names = now.hosts.map(({ name }) => name).join(', ');
  const linked = now.place.link === 'ready' || now.place.link === 'pending';
  return [
    { label: 'When', value: whenOf(recipient, now) },
    ...(recipient.role === 'host' || names === '' ? [] : [{ label: 'With', value: names }]),
    ...(linked ? [{ label: 'Join', value: links.join }] : placeRows({ recipient, now, links, integrationsUrl })),
    ...(recipient.role === 'contact' ? [{ label: 'Manage', value: links.manage }] : []),
  ];
}

function whenOf({ timezone, locale }: Recipient, { start, end }: Told): string {
  return spanInWords(new Date(start), new Date(end), { zone: timezone, locale });
}
