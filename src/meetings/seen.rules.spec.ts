import type { MeetingRow } from './meeting.entity';
import { type Seen, changesIn, judgeSeen } from './seen.rules';

const NOW = new Date('2026-11-23T08:00:00Z');
const START = new Date('2026-11-24T15:00:00Z');
const URL = 'https://z.test/j/1?pwd=a';

const meeting = {
  seriesId: null,
  wanted: 'present',
  known: 'present',
  topic: 'Talk',
  startsAt: START,
  endsAt: new Date('2026-11-24T15:30:00Z'),
  sentTopic: 'Talk',
  sentStartsAt: START,
  sentDurationMinutes: 30,
  zoomMeetingId: '1',
  joinUrl: URL,
  passcode: 'A1b2',
  accepted: false,
  restores: 0,
  restoresSince: null,
  failure: null,
} as MeetingRow;

const seen: Seen = { topic: 'Talk', start: START.getTime(), durationMinutes: 30, joinUrl: URL, passcode: 'A1b2' };
const LATER = START.getTime() + 3_600_000;

const verdict = (
  policy: 'restore' | 'accept',
  change: Partial<Seen> | null,
  row: Partial<MeetingRow> = {},
  now: Date = NOW,
) => judgeSeen({ ...meeting, ...row }, change && { ...seen, ...change }, policy, now);

describe('what a look at a meeting finds', () => {
  it.each<[string, Partial<Seen> | null, string[]]>([
    ['nothing new', {}, []],
    ['no passcode, as some accounts answer', { passcode: null }, []],
    ['what a list shows', { passcode: null, joinUrl: null }, []],
    ['the topic as Zoom tidies it up', { topic: ' Talk  ' }, []],
    ['the start without its milliseconds', { start: START.getTime() + 400 }, []],
    ['another topic', { topic: 'Mine' }, ['topic']],
    ['another time', { start: LATER, durationMinutes: 60 }, ['start', 'duration']],
    ['no fixed time any more', { start: null }, ['start']],
    ['another passcode', { passcode: 'new' }, ['link']],
    ['another link', { joinUrl: 'https://z.test/j/1' }, ['link']],
    ['nothing', null, ['removed']],
  ])('%s', (_, change, expected) => {
    expect(changesIn(meeting, change && { ...seen, ...change })).toEqual(expected);
  });

  it('knows its own topic again when Zoom had to cut it', () => {
    const spaced = ` ${'x  '.repeat(100)}`;
    const faces = `x${'😀'.repeat(150)}`;
    for (const [sentTopic, topic] of [
      ['x'.repeat(300), 'x'.repeat(200)],
      [spaced, spaced.slice(0, 200)],
      [faces, faces.slice(0, 199)],
    ] as const) {
      expect(changesIn({ ...meeting, sentTopic }, { ...seen, topic })).toEqual([]);
    }
  });

  it.each(['restore', 'accept'] as const)('is nothing when it is our own echo: %s', (policy) => {
    expect(verdict(policy, {})).toEqual({ change: { retryAt: null, attempts: 0, failure: null } });
  });

  it('has what was changed undone, since Zoom holds another value than the slot wants', () => {
    const { change, news, link, remake } = verdict('restore', { topic: 'Mine' });
    expect(change).toMatchObject({ sentTopic: 'Mine', sentStartsAt: START, accepted: false, restores: 1 });
    expect([news, link, remake]).toEqual([{ what: ['topic'], reply: 'restored' }, undefined, undefined]);
  });

  it('lets it stand where the calendar says so', () => {
    expect(verdict('accept', { start: LATER })).toMatchObject({
      change: { sentStartsAt: new Date(LATER), accepted: true },
      news: { what: ['start'], reply: 'accepted' },
    });
  });

  it('gives up after three times in a day, and has patience again on the next', () => {
    const insisted = { restores: 3, restoresSince: new Date(NOW.getTime() - 86_399_999) };
    expect(verdict('restore', { topic: 'Mine' }, insisted)).toMatchObject({
      change: { accepted: true },
      news: { what: ['topic'], reply: 'given-up' },
    });
    expect(verdict('restore', null, insisted)).toMatchObject({
      change: { known: 'absent' },
      link: { state: 'failed', reason: 'zoom-meeting-removed' },
      news: { reply: 'given-up' },
    });
    const yesterday = { restores: 3, restoresSince: new Date(NOW.getTime() - 86_400_000) };
    expect(verdict('restore', { topic: 'Mine' }, yesterday).change).toMatchObject({ restores: 1, restoresSince: NOW });
  });

  it('takes a new link or passcode over whatever the calendar says', () => {
    for (const policy of ['restore', 'accept'] as const) {
      expect(verdict(policy, { joinUrl: 'https://z.test/j/1?pwd=b', passcode: 'new' })).toMatchObject({
        change: { joinUrl: 'https://z.test/j/1?pwd=b', passcode: 'new' },
        link: { state: 'ready', joinUrl: 'https://z.test/j/1?pwd=b', passcode: 'new', zoomMeetingId: '1' },
        news: { what: ['link'], reply: 'accepted' },
      });
    }
    const { change } = verdict('restore', { joinUrl: 'https://z.test/j/1', passcode: null, topic: 'Mine' });
    expect(change).toMatchObject({ joinUrl: 'https://z.test/j/1', passcode: null, sentTopic: 'Mine', restores: 1 });
  });

  it('is silent while a change of the slot is on its way, which wins', () => {
    const edited = { topic: 'Edited' };
    expect(verdict('accept', { topic: 'Mine' }, edited)).toEqual({
      change: expect.objectContaining({ sentTopic: 'Mine' }),
    });
    expect(verdict('accept', { topic: 'Mine' }, edited).change).not.toHaveProperty('accepted');
    expect(verdict('restore', { topic: 'Edited' }, edited)).toEqual({
      change: expect.objectContaining({ sentTopic: 'Edited', accepted: false }),
    });
  });

  it('undoes nothing once it may be running', () => {
    const { change, news } = verdict('restore', { durationMinutes: 60 }, {}, START);
    expect(change).toMatchObject({ sentDurationMinutes: 60 });
    expect([change, news]).toEqual([expect.not.objectContaining({ restores: 1 }), undefined]);
    expect(verdict('restore', null, {}, START)).toMatchObject({
      link: { state: 'failed' },
      news: { reply: 'accepted' },
    });
  });

  it('has a removed one made anew, or lets that stand and the guests have the fallback', () => {
    expect(verdict('restore', null)).toMatchObject({
      change: { known: 'absent', joinUrl: null, zoomMeetingId: null, restores: 1 },
      remake: true,
      news: { what: ['removed'], reply: 'remade' },
    });
    const accepted = verdict('accept', null);
    expect(accepted).toMatchObject({
      change: { known: 'absent', joinUrl: null, failure: 'zoom-meeting-removed' },
      link: { state: 'failed', reason: 'zoom-meeting-removed' },
      news: { what: ['removed'], reply: 'accepted' },
    });
    expect(accepted.remake).toBeUndefined();
    expect(accepted.change).not.toHaveProperty('zoomMeetingId');
  });

  it('has one back that was taken out of the trash, as Zoom has it', () => {
    const removed: Partial<MeetingRow> = { known: 'absent', joinUrl: null, failure: 'zoom-meeting-removed' };
    expect(verdict('accept', null, removed)).toEqual({
      change: { retryAt: null, attempts: 0, failure: 'zoom-meeting-removed' },
    });
    expect(verdict('accept', { topic: 'Mine' }, removed)).toMatchObject({
      change: { known: 'present', joinUrl: URL, sentTopic: 'Mine', accepted: true, failure: null },
      link: { state: 'ready', joinUrl: URL },
      news: { what: ['recovered'], reply: 'accepted' },
    });
  });
});
