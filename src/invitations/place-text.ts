import type { LetterRow } from '../messaging';
import type { RecipientRole, Told, ToldPlace } from './told.rules';

export interface PlaceInput {
  recipient: { role: RecipientRole };
  now: Told;
  links: { join: string };
  integrationsUrl: string;
}

/** What Zoom's troubles are called by those who can end them. A trouble unknown here is named as it is. */
const TROUBLES: Record<string, string> = {
  'zoom-not-connected': 'connect Zoom, no Zoom account is connected',
  'zoom-reconnect-required': 'connect Zoom again, its consent has ended',
  'zoom-missing-scope': 'connect Zoom again and allow all that is asked for',
  'zoom-user-missing': 'connect Zoom again, the Zoom user is gone',
  'zoom-quota-spent': "the day's Zoom requests are used up",
  'zoom-refused': 'Zoom refused to make the meeting',
  parked: "the day's Zoom requests are used up; the link follows after 00:00 UTC",
  failed: 'Zoom could not make the meeting',
};

/** Those the host can end by going there. */
const NEEDS_CONNECTING = ['zoom-not-connected', 'zoom-reconnect-required', 'zoom-missing-scope', 'zoom-user-missing'];

const NOT_SAID = 'The host will tell you';

/** Where it takes place, and how to get in. */
export function placeRows({ recipient, now, links, integrationsUrl }: PlaceInput): LetterRow[] {
  const { place } = now;
  const always = { label: 'Always leads to the meeting', value: links.join };
  switch (place.link) {
    case 'none':
      return [{ label: 'Where', value: plainPlace(place, now.kind) }];
    case 'pending':
      return [
        { label: 'Where', value: 'Zoom. The link follows in a moment, and this address always leads to the meeting:' },
        { label: 'Join', value: links.join },
      ];
    case 'ready':
      return [
        { label: 'Where', value: 'Zoom' },
        ...given('Join', place.value),
        ...given('Meeting ID', place.meetingId),
        ...given('Passcode', place.passcode),
        always,
      ];
    case 'instead':
      return [
        { label: 'Where', value: place.value ?? NOT_SAID },
        ...(recipient.role === 'host' ? troubleRows(place, integrationsUrl) : []),
        always,
      ];
  }
}

/** One line for a calendar's entry; null when there is nothing to name. */
export function placeInCalendar(place: ToldPlace, joinLink: string): string | null {
  if (place.link === 'pending') return joinLink;
  if (place.kind === 'phone') return place.value === null ? 'Phone' : `Phone: ${place.value}`;
  return place.value;
}

function plainPlace({ kind, value }: ToldPlace, told: Told['kind']): string {
  if (kind === 'zoom') return told === 'note' ? 'Zoom. The link comes with the confirmation' : 'Zoom';
  if (kind === 'phone') return value === null ? 'By phone' : `By phone, ${value}`;
  return value ?? NOT_SAID;
}

function troubleRows({ trouble }: ToldPlace, integrationsUrl: string): LetterRow[] {
  if (trouble === null) return [];
  const connect = NEEDS_CONNECTING.includes(trouble) ? [{ label: 'Connect Zoom', value: integrationsUrl }] : [];
  return [{ label: 'No Zoom link', value: TROUBLES[trouble] ?? trouble }, ...connect];
}

function given(label: string, value: string | null): LetterRow[] {
  return value === null ? [] : [{ label, value }];
}
