import type { ZoomErrorKind } from '#libs/zoom-api';
import type { LinkNeed } from '../appointments';
import type { ZoomConnection } from '../zoom';
import type { MeetingRow } from './meeting.entity';
import type { Answer } from './outcome.rules';
import { mayTake, resultOf, type TransferResult, wouldDo } from './transfer.rules';

const NOW = new Date('2026-11-23T08:00:00Z');
const START = new Date('2026-11-24T15:00:00Z');

const meeting = {
  slotId: 's1',
  known: 'present',
  joinUrl: 'https://zoom.example/j/1',
  zoomMeetingId: '1',
  zoomUserId: 'za',
  startsAt: START,
  unmanaged: false,
  accepted: false,
  touches: 0,
  handTo: null,
  personal: false,
} as MeetingRow;
const to = { startsAt: START, joinLinks: 'shared' } as LinkNeed;

describe('a meeting for another host', () => {
  it.each<[string, Partial<MeetingRow>, boolean]>([
    ['is there', {}, true],
    ['is not made yet', { known: 'none', joinUrl: null, zoomMeetingId: null }, false],
    ['is not known to be there', { known: 'unknown' }, false],
    ['is unmanaged', { unmanaged: true }, false],
    ['was changed in Zoom, and that stands', { accepted: true }, false],
    ['was touched in Zoom just now', { touches: 1 }, false],
    ['is at another time', { startsAt: new Date('2026-11-24T15:30:00Z') }, false],
    ['is of a series', { slotId: null }, false],
    ['has join links of the participants’ own', { personal: true }, false],
    ['is on its way to somebody else', { handTo: 'another' }, false],
  ])('that %s would do or not', (_, change, would) => {
    expect(wouldDo({ ...meeting, ...change }, to, NOW)).toBe(would);
  });

  it('would not do once it has begun', () => {
    expect(wouldDo(meeting, to, START)).toBe(false);
  });

  const connection = (of: Partial<ZoomConnection>) =>
    ({ state: 'connected', plan: 'licensed', zoomAccountId: 'acc', ...of }) as ZoomConnection;
  it.each<[string, Partial<ZoomConnection>, Partial<ZoomConnection>, boolean]>([
    ['both of one Zoom account', {}, {}, true],
    ['of two Zoom accounts', {}, { zoomAccountId: 'other' }, false],
    ['of Zoom accounts nobody knows', { zoomAccountId: null }, { zoomAccountId: null }, false],
    ['the next one on a basic plan', {}, { plan: 'basic' }, false],
    ['the first one on a basic plan', { plan: 'basic' }, {}, true],
    ['the first one on another Zoom user by now', { zoomUserId: 'zx' }, {}, false],
    ['the next one to reconnect', {}, { state: 'reconnect-required' }, false],
    ['the first one to reconnect', { state: 'reconnect-required' }, {}, false],
  ])('is taken over by hosts %s or not', (_, first, second, may) => {
    const hosts = [connection({ zoomUserId: 'za', ...first }), connection({ zoomUserId: 'zb', ...second })] as const;
    expect(mayTake(meeting, ...hosts)).toBe(may);
  });

  const failed = (kind: ZoomErrorKind): Answer => ({ is: 'failed', kind, retryAt: null });
  it.each<[Answer, TransferResult]>([
    [{ is: 'changed', sent: { sentTopic: 'x', sentStartsAt: START, sentDurationMinutes: 30 } }, 'handed'],
    [{ is: 'spent', until: START }, 'not-now'],
    [failed('unknown-fate'), 'unknown'],
    [failed('not-found'), 'gone'],
    [failed('forbidden'), 'refused'],
    [failed('validation'), 'refused'],
    [failed('refused'), 'refused'],
    [failed('user-missing'), 'refused'],
    [failed('unreachable'), 'not-now'],
    [failed('rate-limited'), 'not-now'],
    [failed('daily-limit'), 'not-now'],
    [failed('missing-scope'), 'not-now'],
    [failed('meeting-started'), 'not-now'],
  ])('is after %j: %s', (answer, result) => {
    expect(resultOf(answer)).toBe(result);
  });
});
