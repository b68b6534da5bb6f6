import { freeSlots, groupByDay, offerAt } from '.';
import { MINUTE, aCalendar, aHost, at, busy, clock, daily, duration, onDate, spanOf, utc } from './slots.fixtures';

const NEW_YORK = 'America/New_York';

function starts(zone: string, hours: string, date: string): string[] {
  const schedule = { timezone: zone, rules: [onDate(date, hours)] };
  const day = at(`${date}T00:00:00Z`);
  const span = { start: day - 2 * 86_400_000, end: day + 3 * 86_400_000 };
  return clock(freeSlots(aCalendar([aHost('a', schedule)]), span), zone);
}

function halfHours(from: number, to: number): string[] {
  const count = (to - from) * 2;
  return Array.from({ length: count }, (_, i) => `${String(from + (i >> 1)).padStart(2, '0')}:${i % 2 ? '30' : '00'}`);
}

describe('what a well-known scheduler gets wrong', () => {
  it.each(['2027-03-14', '2026-11-01', '2026-11-23'])('New York 13–18 stays 13–18 on %s', (date) => {
    expect(starts(NEW_YORK, '13:00-18:00', date)).toEqual(halfHours(13, 18));
  });

  it.each([
    ['Europe/Berlin', '2027-03-14'],
    ['Asia/Kolkata', '2027-03-14'],
    ['Asia/Kolkata', '2026-11-01'],
  ])("%s keeps 09–17 on America's change day %s", (zone, date) => {
    expect(starts(zone, '09:00-17:00', date)).toEqual(halfHours(9, 17));
  });

  it('New York 00–08 offers nothing of the day before, on neither change day', () => {
    expect(starts(NEW_YORK, '00:00-08:00', '2026-11-23')).toEqual(halfHours(0, 8));
    expect(starts(NEW_YORK, '00:00-08:00', '2027-03-14')).toEqual([...halfHours(0, 2), ...halfHours(3, 8)]);
    expect(starts(NEW_YORK, '00:00-08:00', '2026-11-01')).toEqual([...halfHours(0, 2), ...halfHours(1, 8)]);
  });

  it('01–05 on the spring day ends at 05:00', () => {
    expect(starts(NEW_YORK, '01:00-05:00', '2027-03-14')).toEqual([
      '01:00',
      '01:30',
      '03:00',
      '03:30',
      '04:00',
      '04:30',
    ]);
  });

  it('a 22:00–06:00 window has its sixteen starts', () => {
    expect(starts(NEW_YORK, '22:00-06:00', '2026-11-23')).toEqual([...halfHours(22, 24), ...halfHours(0, 6)]);
  });

  it('65 free minutes from 09:05 seat an hour', () => {
    const slots = freeSlots(
      aCalendar([aHost('a', daily('UTC', '09:05-10:10'))], { slotDuration: 60 * MINUTE, slotInterval: 60 * MINUTE }),
      spanOf('2026-11-23T00:00Z', '2026-11-24T00:00Z'),
    );
    expect(utc(slots)).toEqual(['2026-11-23T09:05']);
    expect(slots[0]?.end).toBe(at('2026-11-23T10:05Z'));
  });

  it('the same host has the same instants for viewers anywhere, only under other dates', () => {
    const slots = freeSlots(
      aCalendar([aHost('a', daily(NEW_YORK, '09:00-24:00'))]),
      spanOf('2026-11-23T00:00Z', '2026-11-26T00:00Z'),
    );
    for (const viewer of ['UTC', 'Asia/Kathmandu', 'Asia/Kolkata', 'Pacific/Kiritimati', 'Pacific/Apia']) {
      const days = groupByDay(slots, viewer);
      expect(days.flatMap((day) => day.slots)).toEqual(slots);
      expect(days.map(({ date }) => date)).toEqual([...new Set(days.map(({ date }) => date))].sort());
    }
    expect(groupByDay(slots, 'Asia/Kathmandu')[0]?.date).toBe('2026-11-23');
    expect(groupByDay(slots, 'Pacific/Kiritimati').map(({ date }) => date)).toContain('2026-11-26');
  });

  it('no hosts, a host without hours and a busy one offer nothing: none of them means "anyone"', () => {
    const span = spanOf('2026-11-23T00:00Z', '2026-11-24T00:00Z');
    const free = aHost('a', daily('UTC', '09:00-17:00'));
    const off = aHost('b', { timezone: 'UTC', rules: [] });
    const taken = aHost('c', daily('UTC', '09:00-17:00'), { busy: busy(['2026-11-23T00:00Z', '2026-11-24T00:00Z']) });
    expect(freeSlots(aCalendar([]), span)).toEqual([]);
    expect(freeSlots(aCalendar([off, taken]), span)).toEqual([]);
    expect(freeSlots(aCalendar([free, off], { type: 'collective' }, { ownerId: 'a' }), span)).toEqual([]);
    expect(freeSlots(aCalendar([free, taken], { type: 'collective' }, { ownerId: 'a' }), span)).toEqual([]);
    expect(freeSlots(aCalendar([free], { type: 'collective' }), span)).toEqual([]);
  });

  it("two hosts' hours never add up to one slot", () => {
    const hosts = [aHost('a', daily('UTC', '09:00-09:45')), aHost('b', daily('UTC', '09:45-10:30'))];
    const calendar = aCalendar(hosts, { slotDuration: 60 * MINUTE, slotInterval: 15 * MINUTE });
    expect(freeSlots(calendar, spanOf('2026-11-23T00:00Z', '2026-11-24T00:00Z'))).toEqual([]);
  });
});

describe('the grid', () => {
  const day = spanOf('2026-11-23T00:00Z', '2026-11-24T00:00Z');

  it('steps from the start of each interval, before busy time is taken out', () => {
    const host = aHost('a', daily('UTC', '09:00-11:00 13:20-14:30'), {
      busy: busy(['2026-11-23T09:05Z', '2026-11-23T09:10Z']),
    });
    expect(clock(freeSlots(aCalendar([host]), day), 'UTC')).toEqual(['09:30', '10:00', '10:30', '13:20', '13:50']);
  });

  it('works through intervals that adjoin, each with its own grid', () => {
    const host = aHost('a', daily('UTC', '09:00-10:10 10:10-11:20'));
    const slots = freeSlots(aCalendar([host], { slotDuration: 60 * MINUTE }), day);
    expect(clock(slots, 'UTC')).toEqual(['09:00', '09:30', '10:00', '10:10']);
  });

  it('is the union of what the hosts offer, each start with who can serve it', () => {
    const hosts = [aHost('a', daily('UTC', '09:00-10:00')), aHost('b', daily('UTC', '09:30-10:15'))];
    const slots = freeSlots(aCalendar(hosts, { slotInterval: 15 * MINUTE, appointmentsPerSlot: 3 }), day);
    expect(slots.map(({ hosts, seats }) => [...hosts, seats])).toEqual([
      ['a', 3],
      ['a', 3],
      ['a', 'b', 6],
      ['b', 3],
    ]);
    expect(clock(slots, 'UTC')).toEqual(['09:00', '09:15', '09:30', '09:45']);
  });

  it("is the owner's in a collective, and all must be working and free", () => {
    const hosts = [
      aHost('a', daily('UTC', '09:00-12:00'), { busy: busy(['2026-11-23T10:50Z', '2026-11-23T11:00Z']) }),
      aHost('owner', daily('UTC', '09:10-13:00')),
    ];
    const slots = freeSlots(aCalendar(hosts, { type: 'collective' }, { ownerId: 'owner' }), day);
    expect(clock(slots, 'UTC')).toEqual(['09:10', '09:40', '10:10', '11:10']);
    expect(slots[0]).toMatchObject({ seats: 1, hosts: ['a', 'owner'] });
  });

  it('begins its offset into each interval', () => {
    const host = aHost('a', daily('UTC', '09:00-11:00 13:00-13:45 15:00-15:05'));
    const slots = freeSlots(aCalendar([host], { slotOffset: 10 * MINUTE }), day);
    expect(clock(slots, 'UTC')).toEqual(['09:10', '09:40', '10:10', '13:10']);
    const late = freeSlots(aCalendar([host], { slotOffset: 70 * MINUTE }), day);
    expect(clock(late, 'UTC')).toEqual(['10:10']);
    expect(offerAt(aCalendar([host], { slotOffset: 70 * MINUTE }), at('2026-11-23T09:10Z'))).toEqual({
      offered: false,
      reason: 'off-grid',
    });
  });

  it.each([{ slotInterval: 0 }, { slotDuration: 0 }, { slotOffset: -MINUTE }, { appointmentsPerSlot: 0 }])(
    'refuses %j',
    (rules) => {
      const calendar = aCalendar([aHost('a', daily('UTC', '09:00-12:00'))], rules);
      expect(() => freeSlots(calendar, day)).toThrow(RangeError);
    },
  );
});

describe('buffers, notice and window', () => {
  const day = spanOf('2026-11-23T00:00Z', '2026-11-24T00:00Z');

  it('stacks the buffers of neighbours and lets them leave working hours', () => {
    const booked = busy(['2026-11-23T09:50Z', '2026-11-23T10:40Z', 'other']);
    const host = aHost('a', daily('UTC', '09:00-12:00'), { busy: booked });
    const rules = { preBuffer: 10 * MINUTE, postBuffer: 20 * MINUTE };
    expect(clock(freeSlots(aCalendar([host], rules), day), 'UTC')).toEqual(['09:00', '11:00', '11:30']);
  });

  it('lets slots and busy times meet', () => {
    const booked = busy(['2026-11-23T09:30Z', '2026-11-23T10:00Z'], ['2026-11-23T10:30Z', '2026-11-23T11:30Z']);
    const host = aHost('a', daily('UTC', '09:00-12:00'), { busy: booked });
    expect(clock(freeSlots(aCalendar([host]), day), 'UTC')).toEqual(['09:00', '10:00', '11:30']);
  });

  it('counts notice and window on the calendar of their zone', () => {
    const calendar = aCalendar(
      [aHost('a', daily(NEW_YORK, '00:00-24:00'))],
      { minimumNotice: duration('P1D'), bookingWindow: duration('P2D'), slotInterval: 60 * MINUTE },
      { now: at('2027-03-13T17:00Z') },
    );
    const slots = freeSlots(calendar, spanOf('2027-03-01T00:00Z', '2027-04-01T00:00Z'));
    expect(utc(slots.slice(0, 1))).toEqual(['2027-03-14T16:00']);
    expect(utc(slots.slice(-1))).toEqual(['2027-03-15T15:00']);
    expect(slots).toHaveLength(24);
  });

  it('offers nothing of the past, whatever the notice says', () => {
    const calendar = aCalendar(
      [aHost('a', daily('UTC', '09:00-12:00'))],
      { minimumNotice: duration('-PT5H') },
      { now: at('2026-11-23T11:00Z') },
    );
    expect(clock(freeSlots(calendar, day), 'UTC')).toEqual(['11:00', '11:30']);
  });
});
