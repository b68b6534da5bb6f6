import type { ListedMeeting } from '#libs/zoom-api';
import type { MeetingRow } from './meeting.entity';
import { type Lists, compare, lastNight } from './sweep.rules';

const NOW = new Date('2026-11-23T08:00:00Z');
const START = new Date('2026-11-24T15:00:00Z');
const MADE = new Date('2026-11-23T07:00:00Z');
const ACCOUNT = '5e0c6a52-0000-4000-8000-000000000000';
const INSTALLATION = '1f0c6a52-0000-4000-8000-000000000000';
const REFERENCE = 'slotlink:1f0c6a52:meeting:mac';

const aRow = (change: Partial<MeetingRow> = {}): MeetingRow =>
  ({
    accountId: ACCOUNT,
    slotId: 'a-slot',
    seriesId: null,
    reference: REFERENCE,
    wanted: 'present',
    known: 'present',
    zoomUserId: 'rita',
    zoomMeetingId: '81',
    topic: 'Discovery call',
    startsAt: START,
    endsAt: new Date(START.getTime() + 1_800_000),
    sentTopic: 'Discovery call',
    sentStartsAt: START,
    sentDurationMinutes: 30,
    createdAt: MADE,
    attemptedAt: MADE,
    ...change,
  }) as MeetingRow;

const listed = (change: Partial<ListedMeeting> = {}): ListedMeeting => ({
  id: '81',
  uuid: null,
  hostId: 'rita',
  type: 2,
  topic: 'Discovery call',
  agenda: `${REFERENCE}\nA note`,
  start: START.getTime(),
  durationMinutes: 30,
  timezone: 'UTC',
  joinUrl: 'https://zoom.example/j/81',
  createdAt: MADE.getTime() + 2_000,
  ...change,
});

function compared(row: MeetingRow | null, marked: ListedMeeting[], lists: Partial<Lists> = {}) {
  const current = row?.wanted === 'present' && row.known === 'present' ? [row] : [];
  return compare(
    {
      marked,
      listedIds: new Set(marked.map(({ id }) => id)),
      byReference: new Map(row ? [[row.reference, row]] : []),
      current,
      zoomUserId: 'rita',
      installation: INSTALLATION,
      ...lists,
    },
    NOW,
  );
}

const NOTHING = { orphans: [], twins: [], missing: [], changed: [], reported: [] };

describe('comparing the meetings at Zoom with ours', () => {
  it('finds nothing where Zoom has what it was told', () => {
    expect(compared(aRow(), [listed()])).toEqual(NOTHING);
  });

  it('takes what was given up for an orphan when one of our attempts made it, for its time', () => {
    const row = aRow({ wanted: 'absent', known: 'absent', zoomMeetingId: null });
    expect(compared(row, [listed()])).toEqual({ ...NOTHING, orphans: [{ row, listed: listed() }] });
  });

  it('takes what was given up for an orphan by the ID that it had, whoever made it and whenever', () => {
    const row = aRow({
      wanted: 'absent',
      known: 'absent',
      zoomMeetingId: null,
      lastZoomMeetingId: '81',
      attemptedAt: null,
    });
    expect(compared(row, [listed()])).toEqual({ ...NOTHING, orphans: [{ row, listed: listed() }] });
    const copy = listed({ id: '82' });
    expect(compared(row, [copy]).reported).toEqual([{ listed: copy, why: 'copy', accountId: ACCOUNT }]);
    const elsewhere = compared(row, [listed()], { zoomUserId: 'ralf' });
    expect(elsewhere.reported).toMatchObject([{ why: 'copy' }]);
  });

  it('takes a second meeting of an attempt for its twin', () => {
    const row = aRow();
    const twin = listed({ id: '82' });
    expect(compared(row, [listed(), twin])).toEqual({ ...NOTHING, twins: [{ row, listed: twin }] });
  });

  it.each<[string, Partial<ListedMeeting>, Partial<MeetingRow>]>([
    ['made long after the attempt', { createdAt: MADE.getTime() + 3_600_000 }, {}],
    ['made before the attempt was thought of', { createdAt: MADE.getTime() - 3_600_000 }, {}],
    ['made at a time nobody knows', { createdAt: null }, {}],
    ['for another time', { start: START.getTime() + 3_600_000 }, {}],
    ['on another Zoom user', {}, { zoomUserId: 'somebody' }],
    ['without an attempt on record', {}, { attemptedAt: null }],
  ])('reports a copy, %s', (_, listing, row) => {
    const copy = listed({ id: '82', ...listing });
    expect(compared(aRow({ wanted: 'absent', known: 'absent', ...row }), [copy])).toEqual({
      ...NOTHING,
      reported: [{ listed: copy, why: 'copy', accountId: ACCOUNT }],
    });
  });

  it('reports marks of this installation that it does not know, and those of another', () => {
    const other = listed({ id: '82', agenda: 'slotlink:99999999:meeting:mac' });
    expect(compared(null, [listed(), other]).reported).toEqual([
      { listed: listed(), why: 'unknown', accountId: null },
      { listed: other, why: 'other-installation', accountId: null },
    ]);
  });

  it('leaves alone what is looked for anyway, what is to be deleted anyway, and what has begun', () => {
    expect(compared(aRow({ known: 'unknown', zoomMeetingId: null }), [listed()])).toEqual(NOTHING);
    expect(compared(aRow({ wanted: 'absent' }), [listed()])).toEqual(NOTHING);
    const begun = { start: NOW.getTime(), topic: 'Renamed while it runs' };
    expect(compared(aRow({ wanted: 'absent', known: 'absent', zoomMeetingId: null }), [listed(begun)])).toEqual(
      NOTHING,
    );
    expect(compared(aRow({ startsAt: NOW }), [])).toEqual(NOTHING);
  });

  it('knows the meeting of a series by having no time', () => {
    const row = aRow({ slotId: null, seriesId: 'a-series', wanted: 'absent', known: 'absent', zoomMeetingId: null });
    const timeless = listed({ type: 3, start: null });
    expect(compared(row, [timeless]).orphans).toEqual([{ row, listed: timeless }]);
    expect(compared(row, [listed()]).reported).toHaveLength(1);
  });

  it('misses what should be there', () => {
    const row = aRow();
    expect(compared(row, [])).toEqual({ ...NOTHING, missing: [row] });
  });

  it.each<[string, Partial<ListedMeeting>]>([
    ['topic', { topic: 'Lunch' }],
    ['start', { start: START.getTime() + 60_000 }],
    ['duration', { durationMinutes: 45 }],
  ])('sees that the %s was changed in Zoom', (_, change) => {
    const row = aRow();
    expect(compared(row, [listed(change)])).toEqual({ ...NOTHING, changed: [row] });
  });
});

describe('the last night', () => {
  it.each([
    ['2026-11-23T08:00:00Z', '2026-11-23T02:00:00.000Z'],
    ['2026-11-23T02:00:00Z', '2026-11-23T02:00:00.000Z'],
    ['2026-11-23T01:59:59Z', '2026-11-22T02:00:00.000Z'],
  ])('before %s began at %s', (now, expected) => {
    expect(lastNight(new Date(now)).toISOString()).toBe(expected);
  });
});
