import { type PlaceInput, placeInCalendar, placeRows } from './place-text';
import type { Told, ToldPlace } from './told.rules';

const JOIN = 'https://slotlink.example/join/1';
const INTEGRATIONS = 'https://slotlink.example/app/profile/integrations';
const URL = 'https://zoom.example/j/1';

function place(overrides: Partial<ToldPlace> = {}): ToldPlace {
  return { kind: 'zoom', value: null, link: 'none', meetingId: null, passcode: null, trouble: null, ...overrides };
}

function wordsFor(
  role: PlaceInput['recipient']['role'],
  overrides: Partial<ToldPlace>,
  kind: Told['kind'] = 'request',
): string {
  const now = { kind, place: place(overrides) } as Told;
  const rows = placeRows({ recipient: { role }, now, links: { join: JOIN }, integrationsUrl: INTEGRATIONS });
  return rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
}

describe('placeRows', () => {
  it('gives the link with what one may be asked for, and the lasting link', () => {
    const words = wordsFor('guest', { link: 'ready', value: URL, meetingId: '81', passcode: 'a1' });
    expect(words).toBe(`Where: Zoom\nJoin: ${URL}\nMeeting ID: 81\nPasscode: a1\nAlways leads to the meeting: ${JOIN}`);
  });

  it('has no line for a passcode that there is not', () => {
    expect(wordsFor('guest', { link: 'ready', value: URL, meetingId: '81' })).not.toContain('Passcode');
  });

  it('says that the link follows', () => {
    const words = wordsFor('contact', { link: 'pending' });
    expect(words).toMatch(/The link follows in a moment, and this address always leads to the meeting:/);
    expect(words).toContain(`Join: ${JOIN}`);
  });

  it('says why there is none to hosts alone', () => {
    const instead = { link: 'instead', value: 'Call us', trouble: 'zoom-not-connected' } as const;
    expect(wordsFor('host', instead)).toContain(`No Zoom link: connect Zoom, no Zoom account is connected`);
    expect(wordsFor('host', instead)).toContain(`Connect Zoom: ${INTEGRATIONS}`);
    expect(wordsFor('host', { ...instead, trouble: 'parked' })).toMatch(/the link follows after 00:00 UTC/);
    expect(wordsFor('host', { ...instead, trouble: 'parked' })).not.toContain(INTEGRATIONS);
    expect(wordsFor('host', { ...instead, trouble: 'something-new' })).toContain('No Zoom link: something-new');
    expect(wordsFor('contact', { ...instead, trouble: null })).toBe(
      `Where: Call us\nAlways leads to the meeting: ${JOIN}`,
    );
  });

  it.each([
    ['Where: Zoom. The link comes with the confirmation', {}, 'note'],
    ['Where: Main Street 1', { kind: 'address', value: 'Main Street 1' }, 'request'],
    ['Where: By phone, +4930', { kind: 'phone', value: '+4930' }, 'request'],
    ['Where: By phone', { kind: 'phone' }, 'request'],
    ['Where: The host will tell you', { kind: 'custom' }, 'request'],
  ] as const)('says %j', (words, overrides, kind) => {
    expect(wordsFor('guest', overrides, kind)).toBe(words);
  });
});

describe('placeInCalendar', () => {
  it.each([
    [URL, { link: 'ready', value: URL }],
    [JOIN, { link: 'pending' }],
    ['Call us', { link: 'instead', value: 'Call us' }],
    ['Phone: +4930', { kind: 'phone', value: '+4930' }],
    ['Phone', { kind: 'phone' }],
    [null, { kind: 'custom' }],
  ] as const)('is %j', (entry, overrides) => {
    expect(placeInCalendar(place(overrides), JOIN)).toBe(entry);
  });
});
