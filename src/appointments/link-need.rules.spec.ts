import { needOfSeries, needOfSlot } from './link-need.rules';
import type { SeatedIn } from './link.store';
import type { SlotRow } from './slot.entity';

const NOW = new Date('2026-11-24T12:00:00Z');
const HOUR = 3_600_000;
const OWNER = { accountId: 'a', calendarId: 'c', slotId: null, seriesId: 's', hostUserId: 'h' };

/** A slot of the series that starts so many hours from now and lasts one. */
function slot(id: string, hours: number, change: Partial<SlotRow> = {}): SlotRow {
  const startsAt = new Date(NOW.getTime() + hours * HOUR);
  return {
    id,
    accountId: 'a',
    calendarId: 'c',
    leadUserId: 'h',
    linkSeriesId: 's',
    live: true,
    topic: 'Coaching',
    joinLinks: 'shared',
    location: { kind: 'zoom' },
    startsAt,
    endsAt: new Date(startsAt.getTime() + HOUR),
    ...change,
  } as SlotRow;
}
const seat = (slotId: string, change: Partial<SeatedIn> = {}): SeatedIn => {
  return { id: `in-${slotId}`, slotId, status: 'confirmed', location: null, ...change };
};
const hoursFromNow = (at: Date) => (at.getTime() - NOW.getTime()) / HOUR;
const need = (slots: SlotRow[], seated: SeatedIn[]) => needOfSeries(OWNER, slots, seated, NOW);

describe('what a series with one link needs', () => {
  it('spans from the next start to the last end', () => {
    const slots = [slot('1', -0.5), slot('2', 24), slot('3', 48)];
    const found = need(slots, [seat('1'), seat('2'), seat('3')]);
    expect(found).toMatchObject({ wanted: true, appointmentIds: ['in-1', 'in-2', 'in-3'] });
    expect([hoursFromNow(found.startsAt), hoursFromNow(found.endsAt)]).toEqual([24, 49]);
  });

  it('has only the slots of its host that share the link and are needed', () => {
    const slots = [
      slot('1', 24),
      slot('2', 48, { leadUserId: 'other' }),
      slot('3', 72, { linkSeriesId: null }),
      slot('4', 96, { live: false }),
      slot('5', -3),
      slot('6', 120),
    ];
    const found = need(slots, [seat('1'), seat('2'), seat('3'), seat('5'), seat('6', { status: 'new' })]);
    expect(found.slots.map(({ id }) => id)).toEqual(['1']);
  });

  it('is not wanted once nobody comes any more, and may be deleted until the last would have ended', () => {
    const found = need([slot('1', 24, { live: false }), slot('2', 48, { live: false })], []);
    expect(found).toMatchObject({ wanted: false, slots: [] });
    expect(hoursFromNow(found.endsAt)).toBe(49);
    expect(need([], []).endsAt).toEqual(NOW);
  });

  it('is called as most are', () => {
    const slots = [slot('1', 24, { topic: 'Kick-off' }), slot('2', 48), slot('3', 72)];
    expect(need(slots, [seat('1'), seat('2'), seat('3')]).topic).toBe('Coaching');
  });
});

describe('what a slot needs', () => {
  it('is no meeting of its own while it has that of a series', () => {
    expect(needOfSlot(slot('1', 24), [seat('1')], NOW).wanted).toBe(false);
    expect(needOfSlot(slot('1', 24, { linkSeriesId: null }), [seat('1')], NOW).wanted).toBe(true);
  });
});
