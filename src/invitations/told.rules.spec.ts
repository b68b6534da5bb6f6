import { type Occasion, type Told, occasionOf, owed } from './told.rules';

const TOLD: Told = {
  kind: 'request',
  start: '2026-11-24T15:00:00.000Z',
  end: '2026-11-24T15:30:00.000Z',
  title: 'Discovery call',
  hosts: [{ userId: 'h1', name: 'Host 1' }],
  place: { kind: 'zoom', value: null, link: 'pending', meetingId: null, passcode: null, trouble: null },
};
const NOTED: Told = { ...TOLD, kind: 'note' };
const WITHDRAWN: Told = { ...TOLD, kind: 'cancel' };
const LINKED: Told = { ...TOLD, place: { ...TOLD.place, link: 'ready', value: 'https://zoom.example/j/1' } };
const MOVED: Told = { ...TOLD, start: '2026-11-24T16:00:00.000Z', end: '2026-11-24T16:30:00.000Z' };
const HANDED: Told = { ...TOLD, hosts: [{ userId: 'h2', name: 'Host 2' }] };
const RETITLED: Told = { ...TOLD, title: 'Contract talk' };

describe('owed', () => {
  it.each<[string, Told | null, Told | null, Told | null]>([
    ['a first invitation', null, TOLD, TOLD],
    ['nothing to whoever knows', TOLD, JSON.parse(JSON.stringify(TOLD)) as Told, null],
    ['the link', TOLD, LINKED, LINKED],
    ['a new time', TOLD, MOVED, MOVED],
    ['a new host', TOLD, HANDED, HANDED],
    ['a new title', TOLD, RETITLED, RETITLED],
    ['the confirmation of what was noted', NOTED, TOLD, TOLD],
    ['the end of what they were told', TOLD, null, WITHDRAWN],
    ['the end of what was noted', NOTED, null, WITHDRAWN],
    ['no end of what they never knew', null, null, null],
    ['no second end', WITHDRAWN, null, null],
    ['an invitation after the end, though nothing differs', WITHDRAWN, TOLD, TOLD],
  ])('is %s', (_, told, shall, next) => {
    expect(owed(told, shall)).toEqual(next);
  });

  it('does not depend on the order in which the database gives the fields', () => {
    const shuffled = Object.fromEntries(Object.entries(TOLD).reverse()) as unknown as Told;
    expect(owed(shuffled, TOLD)).toBeNull();
  });
});

describe('occasionOf', () => {
  const staying = { over: false, othersKnow: true };
  it.each<[Occasion, Told | null, Told, { over: boolean; othersKnow: boolean }]>([
    ['requested', null, NOTED, { over: false, othersKnow: false }],
    ['rescheduled', NOTED, { ...MOVED, kind: 'note' }, { over: false, othersKnow: false }],
    ['booked', NOTED, TOLD, { over: false, othersKnow: false }],
    ['booked', null, TOLD, { over: false, othersKnow: false }],
    ['booked', WITHDRAWN, TOLD, { over: false, othersKnow: false }],
    ['rescheduled', null, HANDED, staying],
    ['rescheduled', TOLD, MOVED, staying],
    ['rescheduled', TOLD, HANDED, staying],
    ['changed', TOLD, LINKED, staying],
    ['changed', TOLD, RETITLED, staying],
    ['changed', TOLD, { ...TOLD, hosts: [{ userId: 'h1', name: 'Renamed' }] }, staying],
    ['cancelled', TOLD, WITHDRAWN, { over: true, othersKnow: true }],
    ['replaced', TOLD, WITHDRAWN, staying],
  ])('is %s', (occasion, told, next, round) => {
    expect(occasionOf(told, next, round)).toBe(occasion);
  });
});
