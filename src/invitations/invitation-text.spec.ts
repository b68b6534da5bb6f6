import type { AppointmentView } from '../appointments';
import { type LetterInput, letterOf } from './invitation-text';
import { letterText } from '../messaging';
import type { Occasion, RecipientRole, Told } from './told.rules';

const NOW: Told = {
  kind: 'request',
  start: '2026-11-24T15:00:00.000Z',
  end: '2026-11-24T15:30:00.000Z',
  title: 'Intro',
  hosts: [{ userId: 'h1', name: 'Hanna Host' }],
  place: { kind: 'address', value: 'Main Street 1', link: 'none', meetingId: null, passcode: null, trouble: null },
};
const EARLIER: Told = { ...NOW, start: '2026-11-23T15:00:00.000Z', end: '2026-11-23T15:30:00.000Z' };
const OTHER_HOST: Told = { ...NOW, hosts: [{ userId: 'h2', name: 'Old Host' }] };
const WITHOUT_LINK: Told = { ...NOW, place: { ...NOW.place, kind: 'zoom', value: null, link: 'pending' } };
const LINKED: Told = {
  ...NOW,
  place: { ...NOW.place, kind: 'zoom', value: 'https://zoom.example/j/1', link: 'ready' },
};
const OFF: Told = { ...NOW, kind: 'cancel' };

const VIEW = {
  appointment: {
    guests: [{ name: 'Greta', email: 'greta@example.com' }],
    notes: 'Bring the numbers',
    questions: ['size', 'topics', 'agreed', 'open'].map((id) => ({ id, label: `Your ${id}`, type: 'text' })),
    answers: { size: 40, topics: ['price', 'terms'], agreed: true, open: '' },
    cancellationReason: 'Travelling',
    hiddenAt: null,
  },
  calendar: {
    allowReschedule: true,
    allowCancellation: false,
  },
  contact: { name: 'Petra Prospect', email: 'petra@example.com', phone: '+4930' },
  hosts: [{ name: 'Hanna Host' }],
} as unknown as AppointmentView;

const LINKS = {
  manage: 'https://slotlink.example/a/1',
  reschedule: 'https://slotlink.example/a/1/reschedule',
  cancel: 'https://slotlink.example/a/1/cancel',
  join: 'https://slotlink.example/join/1',
};

function letter(role: RecipientRole, occasion: Occasion, { now = NOW, before = null }: Partial<LetterInput> = {}) {
  const recipient = { key: '', role, email: 'x@example.com', name: 'X', timezone: 'Europe/Berlin', locale: null };
  const input = { view: VIEW, recipient, occasion, before, now, links: LINKS, integrationsUrl: 'https://x.example' };
  const written = letterOf(input);
  return { ...written, text: letterText(written) };
}

describe('letterOf', () => {
  it.each<[string, string, ReturnType<typeof letter>]>([
    ['Requested', 'It awaits confirmation', letter('contact', 'requested')],
    ['To be confirmed', 'Petra Prospect asks for this appointment', letter('host', 'requested')],
    ['Booked', 'Intro is booked.', letter('contact', 'booked')],
    ['Booked', 'Petra Prospect has booked Intro.', letter('host', 'booked')],
    ['Invitation', 'Petra Prospect invites you to Intro.', letter('guest', 'booked')],
    ['New time', 'Intro has a new time.', letter('contact', 'rescheduled', { before: EARLIER })],
    ['New host', 'It is now with Hanna Host.', letter('contact', 'rescheduled', { before: OTHER_HOST })],
    ['Invitation', 'You host this appointment now.', letter('host', 'rescheduled')],
    ['Link', 'Here is the link for Intro.', letter('contact', 'changed', { before: WITHOUT_LINK, now: LINKED })],
    ['Updated', 'There is news about Intro.', letter('contact', 'changed', { before: NOW })],
    ['Cancelled', 'Reason: Travelling', letter('contact', 'cancelled', { before: NOW, now: OFF })],
    ['No longer yours', 'It is now with Hanna Host.', letter('host', 'replaced', { before: OTHER_HOST, now: OFF })],
  ])('says %j: %s', (headline, words, { subject, text }) => {
    expect(subject).toMatch(new RegExp(`^${headline}: Intro, Tuesday, November 24, 2026\\W.*Europe/Berlin`));
    expect(text).toContain(words);
  });

  it('names the time before only where it changed', () => {
    expect(letter('contact', 'rescheduled', { before: EARLIER }).text).toMatch(/Before: Monday, November 23/);
    expect(letter('contact', 'changed', { before: WITHOUT_LINK }).text).not.toContain('Before:');
  });

  it('offers changes to the contact alone, and only those the calendar allows', () => {
    const { text } = letter('contact', 'booked');
    expect(text).toContain(`Reschedule: ${LINKS.reschedule}`);
    expect(text).not.toContain(LINKS.cancel);
    for (const role of ['guest', 'host'] as const) expect(letter(role, 'booked').text).not.toContain(LINKS.manage);
  });

  it('tells hosts about the guest, what they answered and whom they bring', () => {
    expect(letter('host', 'booked').text).toMatch(
      /With: Petra Prospect\nE-mail: petra@example\.com\nPhone: \+4930\nGuests: Greta <greta@example\.com>\nNotes: Bring the numbers\nYour size: 40\nYour topics: price, terms\nYour agreed: yes\nWhere: Main Street 1\n$/,
    );
  });

  it('tells nobody else what the guest answered', () => {
    for (const role of ['guest', 'contact'] as const) {
      expect(letter(role, 'booked').text).not.toMatch(/numbers|Your size|greta|petra@/);
    }
  });

  it('gives no way into what is cancelled', () => {
    for (const role of ['guest', 'contact', 'host'] as const) {
      const { text } = letter(role, 'cancelled', { before: LINKED, now: { ...LINKED, kind: 'cancel' } });
      expect(text).not.toContain('zoom.example');
    }
  });
});
