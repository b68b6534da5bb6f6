import { type Availability, type Reason, explain, freeSlots, isTaken, offerAt } from '.';
import { MINUTE, aCalendar, aHost, at, busy, daily, duration, spanOf } from './slots.fixtures';

const office = daily('UTC', '09:00-17:00');
const ten = '2026-11-23T10:00Z';

function reasonAt(input: Availability, start: string): Reason | null {
  const offer = offerAt(input, at(start));
  expect(explain(input, at(start))).toMatchObject({
    offered: offer.offered,
    reason: offer.offered ? null : offer.reason,
  });
  return offer.offered ? null : offer.reason;
}

describe('why a start is not offered', () => {
  const host = aHost('a', office, { busy: busy([ten, '2026-11-23T10:30Z']) });
  const now = { now: at('2026-11-23T08:00Z') };
  const rules = { minimumNotice: duration('PT2H'), bookingWindow: duration('P7D') };
  const calendar = aCalendar([host], rules, now);

  it.each<[string, Availability, string, Reason | null, boolean]>([
    ['free', calendar, '2026-11-23T11:00Z', null, false],
    ['busy', calendar, ten, 'busy', true],
    ['off the grid', calendar, '2026-11-23T11:10Z', 'off-grid', false],
    ['off by a second', calendar, '2026-11-23T11:00:01Z', 'off-grid', false],
    ['before hours', calendar, '2026-11-24T08:30Z', 'outside-hours', false],
    ['over the end of hours', calendar, '2026-11-23T16:45Z', 'outside-hours', false],
    ['inside the notice', calendar, '2026-11-23T09:30Z', 'inside-notice', false],
    ['in the past', calendar, '2026-11-22T09:30Z', 'in-the-past', false],
    ['at the end of the window', calendar, '2026-11-30T08:00Z', 'beyond-window', false],
    ['inactive', aCalendar([host], { ...rules, active: false }, now), '2026-11-23T11:00Z', 'calendar-inactive', false],
    ['nobody', aCalendar([], rules, now), '2026-11-23T11:00Z', 'no-hosts', false],
    ['held back', aCalendar([{ ...host, heldBack: true }], rules, now), '2026-11-23T11:00Z', 'host-held-back', false],
  ])('%s', (_, input, start, reason, taken) => {
    expect(reasonAt(input, start)).toBe(reason);
    if (reason) expect(isTaken(reason)).toBe(taken);
  });

  it('says of a pool what its nearest host lacks, of a collective what its furthest does', () => {
    const hosts = [host, aHost('b', daily('UTC', '13:00-17:00'))];
    expect(reasonAt(aCalendar(hosts), ten)).toBe('busy');
    expect(reasonAt(aCalendar(hosts, { type: 'collective' }, { ownerId: 'a' }), ten)).toBe('outside-hours');
  });

  it('explains host by host, also when the calendar itself says no', () => {
    const hosts = [host, aHost('b', office)];
    expect(explain(aCalendar(hosts, { active: false }), at(ten))).toEqual({
      start: at(ten),
      offered: false,
      reason: 'calendar-inactive',
      hosts: [
        { hostId: 'a', free: false, reason: 'busy' },
        { hostId: 'b', free: true, reason: null },
      ],
    });
  });
});

describe('slots with several seats', () => {
  const end = '2026-11-23T10:45Z';
  const open = [{ slotId: 's1', start: at(ten), end: at(end), seatsLeft: 2 }];
  const own = busy([ten, '2026-11-23T10:55Z', 's1']);
  const leading = aHost('a', office, { open, busy: own });
  const rules = { appointmentsPerSlot: 3, postBuffer: 10 * MINUTE };

  it('seats a guest in the slot that is there, with its own end', () => {
    const input = aCalendar([leading, aHost('b', office)], rules);
    expect(offerAt(input, at(ten))).toEqual({
      offered: true,
      candidates: [
        { hostId: 'a', end: at(end), joins: 's1', seatsLeft: 2 },
        { hostId: 'b', end: at('2026-11-23T10:30Z'), joins: null, seatsLeft: 3 },
      ],
    });
    expect(freeSlots(input, spanOf(ten, end))[0]).toEqual({
      start: at(ten),
      end: at(end),
      seats: 5,
      hosts: ['a', 'b'],
    });
  });

  it('shows the end of the slot that is there, whoever comes first in the calendar', () => {
    const input = aCalendar([aHost('b', office), leading], rules);
    expect(freeSlots(input, spanOf(ten, end))[0]).toEqual({
      start: at(ten),
      end: at(end),
      seats: 5,
      hosts: ['b', 'a'],
    });
  });

  it('is full at the last seat, which is taken and not off', () => {
    const full = aHost('a', office, { open: [{ ...open[0]!, seatsLeft: 0 }], busy: own });
    expect(reasonAt(aCalendar([full], rules), ten)).toBe('slot-full');
    expect(reasonAt(aCalendar([full], rules), '2026-11-23T10:30Z')).toBe('busy');
  });

  it("doesn't mind buffers that grew since, but minds other busy time", () => {
    const neighbour = busy(['2026-11-23T10:55Z', '2026-11-23T11:30Z', 's2']);
    const grown = { ...rules, postBuffer: 30 * MINUTE };
    expect(reasonAt(aCalendar([{ ...leading, busy: [...own, ...neighbour] }], grown), ten)).toBeNull();
    const timeOff = busy(['2026-11-23T10:50Z', '2026-11-23T12:00Z']);
    expect(reasonAt(aCalendar([{ ...leading, busy: [...own, ...timeOff] }], rules), ten)).toBe('busy');
  });

  it('is asked like any start: on the grid, in hours, after the notice', () => {
    const late = { now: at('2026-11-23T09:30Z') };
    expect(reasonAt(aCalendar([leading], { ...rules, minimumNotice: duration('PT1H') }, late), ten)).toBe(
      'inside-notice',
    );
    expect(reasonAt(aCalendar([{ ...leading, schedule: daily('UTC', '09:20-17:00') }], rules), ten)).toBe('off-grid');
    expect(reasonAt(aCalendar([{ ...leading, schedule: daily('UTC', '09:00-10:30') }], rules), ten)).toBe(
      'outside-hours',
    );
  });

  it('of a collective asks those whom the slot occupies', () => {
    const member = aHost('b', office, { busy: own });
    const newcomer = aHost('c', office, { busy: busy([ten, end]) });
    const input = aCalendar([leading, member, newcomer], { ...rules, type: 'collective' }, { ownerId: 'a' });
    expect(offerAt(input, at(ten))).toMatchObject({ candidates: [{ hostId: 'a', joins: 's1', seatsLeft: 2 }] });
    expect(freeSlots(input, spanOf(ten, end))).toEqual([{ start: at(ten), end: at(end), seats: 2, hosts: ['a', 'b'] }]);
    expect(
      reasonAt({ ...input, hosts: [leading, { ...member, busy: [...own, ...busy([end, '2026-11-23T11:00Z'])] }] }, ten),
    ).toBe('busy');
  });

  it('gives an unassigned calendar, its own one host, seats as well', () => {
    const input = aCalendar([aHost('calendar', office)], { type: 'unassigned', appointmentsPerSlot: 20 });
    expect(freeSlots(input, spanOf(ten, end))).toMatchObject([{ seats: 20, hosts: ['calendar'] }, { seats: 20 }]);
  });
});
