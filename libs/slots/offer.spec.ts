import { type Availability, type Busy, type Host, type Reason, explain, freeSlots, isTaken, offerAt } from '.';
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
        { hostId: 'a', free: false, optional: false, reason: 'busy' },
        { hostId: 'b', free: true, optional: false, reason: null },
      ],
    });
  });
});

describe('what keeps a host busy', () => {
  const half = '2026-11-23T10:30Z';
  const kinds = (...list: Busy['kind'][]): Busy[] =>
    list.map((kind) => ({ start: at(ten), end: at(half), ...(kind && { kind }) }));

  it.each<[Busy[], Reason, boolean]>([
    [kinds('time-off'), 'time-off', false],
    [kinds('elsewhere'), 'busy-elsewhere', true],
    [kinds('slot'), 'busy', true],
    [kinds(undefined), 'busy', true],
    [kinds('elsewhere', 'slot'), 'busy', true],
    [kinds('slot', 'elsewhere', 'time-off'), 'time-off', false],
  ])('%j is %s', (taken, reason, isTakenThen) => {
    expect(reasonAt(aCalendar([aHost('a', office, { busy: taken })]), ten)).toBe(reason);
    expect(isTaken(reason)).toBe(isTakenThen);
  });

  it('keeps the buffers of a new slot clear, whatever it is', () => {
    const rules = { preBuffer: 10 * MINUTE };
    for (const kind of ['slot', 'time-off', 'elsewhere'] as const) {
      const input = aCalendar([aHost('a', office, { busy: kinds(kind) })], rules);
      expect(reasonAt(input, half)).toBe({ slot: 'busy', 'time-off': 'time-off', elsewhere: 'busy-elsewhere' }[kind]);
      expect(reasonAt(input, '2026-11-23T11:00Z')).toBeNull();
    }
  });

  it('is the time off laid over a slot that could be joined', () => {
    const open = [{ slotId: 's1', start: at(ten), end: at(half), seatsLeft: 2 }];
    const taken = [...busy([ten, half, 's1']), ...kinds('time-off')];
    expect(reasonAt(aCalendar([aHost('a', office, { open, busy: taken })]), ten)).toBe('time-off');
  });

  it('gives a pool to who is only booked, so that another start may still be had', () => {
    const hosts = [aHost('a', office, { busy: kinds('time-off') }), aHost('b', office, { busy: kinds('elsewhere') })];
    expect(reasonAt(aCalendar(hosts), ten)).toBe('busy-elsewhere');
  });
});

describe('a host with all the appointments of its day', () => {
  const fullDates = new Set(['2026-11-23']);

  it("is not asked on that date of the calendar's zone, and others are", () => {
    const full = aHost('a', daily('UTC', '00:00-24:00'), { fullDates });
    const input = aCalendar([full]);
    expect(reasonAt(input, '2026-11-23T04:30Z')).toBeNull();
    expect(reasonAt(input, '2026-11-23T05:00Z')).toBe('host-day-full');
    expect(reasonAt(input, '2026-11-24T04:30Z')).toBe('host-day-full');
    expect(reasonAt(input, '2026-11-24T05:00Z')).toBeNull();
    expect(isTaken('host-day-full')).toBe(true);
    expect(freeSlots(aCalendar([full, aHost('b', office)]), spanOf(ten, '2026-11-23T10:30Z'))).toMatchObject([
      { hosts: ['b'] },
    ]);
  });

  it('takes nobody into a slot that stands either', () => {
    const open = [{ slotId: 's1', start: at(ten), end: at('2026-11-23T10:30Z'), seatsLeft: 2 }];
    expect(reasonAt(aCalendar([aHost('a', office, { open, fullDates })]), ten)).toBe('host-day-full');
  });
});

describe('a window between dates', () => {
  const window = { bookingWindow: { from: '2026-12-01', to: '2026-12-24' }, minimumNotice: duration('PT2H') };
  const asked = (now: string): Availability =>
    aCalendar([aHost('a', daily('UTC', '00:00-24:00'))], window, { now: at(now) });

  it("has both its dates, in the calendar's zone", () => {
    const before = asked('2026-11-23T08:00Z');
    expect(reasonAt(before, '2026-12-01T04:30Z')).toBe('before-window');
    expect(reasonAt(before, '2026-12-01T05:00Z')).toBeNull();
    expect(reasonAt(before, '2026-12-25T04:30Z')).toBeNull();
    expect(reasonAt(before, '2026-12-25T05:00Z')).toBe('beyond-window');
    expect(freeSlots(before, spanOf('2026-11-01T00:00Z', '2027-02-01T00:00Z'))).toHaveLength(24 * 48);
    expect([isTaken('before-window'), isTaken('beyond-window')]).toEqual([false, false]);
  });

  it('keeps notice and now, and is over when it is', () => {
    expect(reasonAt(asked('2026-12-05T08:00Z'), '2026-12-05T09:30Z')).toBe('inside-notice');
    expect(reasonAt(asked('2026-12-05T08:00Z'), '2026-12-05T10:00Z')).toBeNull();
    expect(freeSlots(asked('2026-12-25T08:00Z'), spanOf('2026-12-01T00:00Z', '2027-02-01T00:00Z'))).toEqual([]);
  });
});

describe('optional members of a collective', () => {
  const half = '2026-11-23T10:30Z';
  const taken = busy([ten, half]);
  const together = (...hosts: Host[]): Availability =>
    aCalendar(hosts, { type: 'collective', appointmentsPerSlot: 3 }, { ownerId: 'owner' });
  const owner = aHost('owner', office);

  it('take part when they are free and keep nobody from meeting when they are not', () => {
    const input = together(
      aHost('a', office, { optional: true }),
      owner,
      aHost('b', office, { optional: true, busy: taken }),
    );
    expect(freeSlots(input, spanOf(ten, '2026-11-23T11:00Z')).map(({ hosts }) => hosts)).toEqual([
      ['a', 'owner'],
      ['a', 'owner', 'b'],
    ]);
    expect(offerAt(input, at(ten))).toMatchObject({ candidates: [{ hostId: 'owner', hostIds: ['owner', 'a'] }] });
    expect(explain(input, at(ten))).toMatchObject({
      offered: true,
      hosts: [
        { hostId: 'a', free: true, optional: true },
        { hostId: 'owner', free: true, optional: false },
        { hostId: 'b', free: false, optional: true, reason: 'busy' },
      ],
    });
  });

  it('are not the reason when those who are needed cannot', () => {
    const away = aHost('a', { timezone: 'UTC', rules: [] }, { optional: true });
    expect(reasonAt(together({ ...owner, busy: taken }, away), ten)).toBe('busy');
    expect(reasonAt(together(owner, away, aHost('b', office, { busy: taken })), ten)).toBe('busy');
  });

  it('do not include the owner, whatever is said of them', () => {
    expect(reasonAt(together({ ...owner, optional: true, busy: taken }), ten)).toBe('busy');
  });

  it('stay as they are in a slot that stands: nobody joins it late, and nobody in it is left out', () => {
    const own = busy([ten, half, 's1']);
    const open = [{ slotId: 's1', start: at(ten), end: at(half), seatsLeft: 2 }];
    const since = busy(['2026-11-23T10:15Z', half]);
    const input = together(
      { ...owner, open, busy: own },
      aHost('in', office, { optional: true, busy: [...own, ...since] }),
      aHost('out', office, { optional: true }),
    );
    expect(offerAt(input, at(ten))).toMatchObject({ candidates: [{ hostIds: ['owner', 'in'], joins: 's1' }] });
    expect(freeSlots(input, spanOf(ten, half))).toMatchObject([{ hosts: ['owner', 'in'] }]);
    expect(explain(input, at(ten)).hosts).toMatchObject([
      { free: true },
      { hostId: 'in', free: false, reason: 'busy' },
    ]);
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
        { hostId: 'a', hostIds: ['a'], end: at(end), joins: 's1', seatsLeft: 2 },
        { hostId: 'b', hostIds: ['b'], end: at('2026-11-23T10:30Z'), joins: null, seatsLeft: 3 },
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
