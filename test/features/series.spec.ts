import { Client } from 'pg';
import { book, offered, TUESDAY_10, tryToBook } from '../kit/booking';
import { aCollective, anUnassigned, aRoundRobin, type GroupOverrides, newHosts } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { bookSeries, startsOf, type TestSeries, tryToBookSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';

const WEEKLY_4 = 'FREQ=WEEKLY;COUNT=4';
const TUESDAYS = ['2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15'].map((date) => `${date}T15:00:00.000Z`);

describe('a series', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const hostsOf = (appointments: TestSeries['appointments']) => appointments.map(({ host }) => host?.userId as string);

  it('is booked whole: an appointment, and a slot of its own, for each occurrence', async () => {
    const calendar = await aRoundRobin(owner);
    const booked = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4, onConflict: 'skip', host: 'same' });
    expect(booked.series).toMatchObject({ rrule: WEEKLY_4, timezone: 'America/New_York', start: TUESDAY_10 });
    expect(startsOf(booked)).toEqual(TUESDAYS);
    expect(booked.conflicts).toEqual([]);
    expect(new Set(booked.appointments.map(({ slotId }) => slotId)).size).toBe(4);
    for (const { seriesId, status, forced } of booked.appointments) {
      expect({ seriesId, status, forced }).toEqual({ seriesId: booked.series.id, status: 'confirmed', forced: false });
    }
    expect(await offered(slotlink, calendar, '2026-12-08', '2026-12-08')).not.toContain('2026-12-08T15:00:00.000Z');

    const { body } = await owner.get(`/v1/series/${booked.series.id}`).expect(200);
    expect(body).toMatchObject({ ...booked.series, conflicts: [] });
    expect(startsOf(body)).toEqual(TUESDAYS);
    const { body: list } = await owner.get(`/v1/appointments?seriesId=${booked.series.id}`).expect(200);
    expect(list.items.map(({ start }: { start: string }) => start)).toEqual(TUESDAYS);
  });

  it('of 52 reaches past the booking window, which the first occurrence alone must keep', async () => {
    const calendar = await aRoundRobin(owner, { bookingWindow: 'P30D', minimumNotice: 'P1D' });
    const { appointments, conflicts } = await bookSeries(owner, calendar, TUESDAY_10, {
      rrule: 'FREQ=WEEKLY;COUNT=52',
    });
    expect(appointments).toHaveLength(52);
    expect(conflicts).toEqual([]);
    const late = await bookSeries(owner, calendar, '2026-12-29T15:30:00.000Z', { rrule: 'FREQ=WEEKLY;COUNT=3' });
    expect(late.conflicts).toMatchObject([{ outcome: 'skipped', reason: 'beyond-window' }]);
  });

  it.each([
    ['of the calendar', undefined, ['2027-03-02T15:00', '2027-03-09T15:00', '2027-03-16T14:00', '2027-03-23T14:00']],
    ['given', 'Europe/Berlin', ['2027-03-02T15:00', '2027-03-09T15:00', '2027-03-16T15:00', '2027-03-23T15:00']],
  ])('keeps its hour over a change of clocks, in the zone %s', async (_, timezone, expected) => {
    const calendar = await aRoundRobin(owner, { bookingWindow: 'P200D' });
    const booked = await bookSeries(owner, calendar, '2027-03-02T15:00:00Z', { rrule: WEEKLY_4 }, { timezone });
    expect(booked.series.timezone).toBe(timezone ?? 'America/New_York');
    expect(startsOf(booked)).toEqual(expected.map((start) => `${start}:00.000Z`));
  });

  it('keeps an end of its own, and what else was said, in every occurrence', async () => {
    const calendar = await aRoundRobin(owner);
    const said = { end: '2026-11-24T16:30:00Z', title: 'Coaching', notes: 'Bring the book', internalNotes: 'VIP' };
    const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4 }, said);
    for (const { start, end, title, notes, internalNotes } of appointments) {
      expect(Date.parse(end) - Date.parse(start)).toBe(90 * 60_000);
      expect({ title, notes, internalNotes }).toEqual({
        title: 'Coaching',
        notes: 'Bring the book',
        internalNotes: 'VIP',
      });
    }
  });

  describe('meets what stands in its way', () => {
    const THIRD = TUESDAYS[2]!;
    const bookedMeanwhile = async (onConflict: string, settings: GroupOverrides = {}) => {
      const calendar = await aRoundRobin(owner, settings);
      const { id } = await book(slotlink, calendar, THIRD);
      const booked = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4, onConflict });
      return { ...booked, calendar, standing: id as string };
    };

    it('and skips that occurrence, saying so', async () => {
      const { appointments, conflicts } = await bookedMeanwhile('skip');
      expect(startsOf({ appointments })).toEqual(TUESDAYS.filter((start) => start !== THIRD));
      expect(conflicts).toEqual([
        { start: THIRD, outcome: 'skipped', reason: 'busy', bookedStart: null, appointmentId: null },
      ]);
    });

    it('and takes the next free start', async () => {
      const { appointments, conflicts } = await bookedMeanwhile('next');
      const next = '2026-12-08T15:30:00.000Z';
      expect(startsOf({ appointments })).toEqual(TUESDAYS.with(2, next));
      expect(conflicts).toEqual([
        { start: THIRD, outcome: 'moved', reason: 'busy', bookedStart: next, appointmentId: appointments[2]!.id },
      ]);
      expect(appointments[2]!.forced).toBe(false);
    });

    it('and is booked over it, shown as forced', async () => {
      const { appointments, conflicts, series, standing } = await bookedMeanwhile('continue');
      expect(startsOf({ appointments })).toEqual(TUESDAYS);
      expect(appointments.map(({ forced }) => forced)).toEqual([false, false, true, false]);
      expect(conflicts).toMatchObject([{ start: THIRD, outcome: 'forced', bookedStart: THIRD }]);
      const { body } = await owner.get(`/v1/series/${series.id}`).expect(200);
      expect(body.conflicts).toEqual(conflicts);
      // Whoever sat there first keeps the seat.
      await owner.get(`/v1/appointments/${standing}`).expect(200, /"confirmed"/);
    });

    it('with a cap per day, and moves to another day', async () => {
      const { appointments, conflicts } = await bookedMeanwhile('next', { appointmentsPerDay: 1 });
      expect(conflicts).toMatchObject([{ reason: 'day-full', bookedStart: '2026-12-09T14:00:00.000Z' }]);
      expect(appointments).toHaveLength(4);
    });

    it('also where an occurrence stands in the way of the next', async () => {
      const calendar = await aRoundRobin(owner, { postBuffer: 'PT24H' });
      const { appointments, conflicts } = await bookSeries(owner, calendar, TUESDAY_10, {
        rrule: 'FREQ=DAILY;COUNT=3',
      });
      expect(startsOf({ appointments })).toEqual([TUESDAY_10, '2026-11-26T15:00:00.000Z']);
      expect(conflicts).toMatchObject([{ start: '2026-11-25T15:00:00.000Z', outcome: 'skipped', reason: 'busy' }]);
    });

    it('and leaves room for the occurrence that follows when it looks for another start', async () => {
      const calendar = await aRoundRobin(owner, { slotInterval: 'PT15M' });
      const contact = { name: 'Olga Other', email: 'olga@example.com' };
      const [wednesday, thursday] = [
        ['2026-11-25T15:00:00Z', '2026-11-25T22:00:00Z'],
        ['2026-11-26T14:00:00Z', '2026-11-26T14:40:00Z'],
      ];
      for (const [start, end] of [wednesday, thursday]) {
        const forced = { calendarId: calendar.id, contact, start, end, overrideAvailability: true };
        await owner.post('/v1/appointments', forced).expect(201);
      }
      const daily = { rrule: 'FREQ=DAILY;COUNT=3', onConflict: 'next' };
      const { appointments, conflicts } = await bookSeries(owner, calendar, TUESDAY_10, daily);
      // Thursday 09:45 is free, but would run into Thursday 10:00.
      expect(startsOf({ appointments })).toEqual([TUESDAY_10, '2026-11-26T15:00:00.000Z']);
      expect(conflicts).toMatchObject([{ outcome: 'skipped', reason: 'busy' }]);
    });

    it('everywhere: nothing is made', async () => {
      const calendar = await aRoundRobin(owner);
      await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4 });
      const before = await slotlink.query('SELECT id FROM series');
      const { body } = await tryToBookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4 }).expect(409);
      expect(body.type).toBe('/problems/slot-taken');
      expect(body.conflicts.map(({ start }: { start: string }) => start)).toEqual(TUESDAYS);
      const odd = await tryToBookSeries(owner, calendar, '2026-11-24T15:07:00Z', { rrule: WEEKLY_4 }).expect(422);
      expect(odd.body.type).toBe('/problems/slot-not-offered');
      expect(await slotlink.query('SELECT id FROM series')).toEqual(before);
    });
  });

  describe('has hosts', () => {
    it('the same for all: whoever is free most often', async () => {
      const hosts = await newHosts(owner, 3);
      const members = hosts.map(({ userId }) => ({ userId }));
      const calendar = await aRoundRobin(owner, { members });
      const [first, second, third] = hosts.map(({ userId }) => userId);
      const busy = (start: string, hostUserId?: string) =>
        owner.post('/v1/appointments', {
          calendarId: calendar.id,
          start,
          hostUserId,
          contact: { name: 'P', email: 'p@example.com' },
        });
      await busy(TUESDAYS[1]!, first).expect(201);
      await busy(TUESDAYS[2]!, first).expect(201);
      await busy(TUESDAYS[3]!, third).expect(201);
      const booked = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4, host: 'same' });
      expect(hostsOf(booked.appointments)).toEqual([second, second, second, second]);
      const again = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4, host: 'same' });
      expect(hostsOf(again.appointments)).toEqual([third, third, third]);
      expect(again.conflicts).toMatchObject([{ start: TUESDAYS[3], outcome: 'skipped' }]);
    });

    it('chosen for each occurrence, in turn', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, {
        rrule: WEEKLY_4,
        host: 'per_occurrence',
      });
      const [a, b, ...rest] = hostsOf(appointments);
      expect(a).not.toBe(b);
      expect(rest).toEqual([a, b]);
    });

    it('shared evenly, whatever the series, where that is what the calendar wants', async () => {
      const distribution = { strategy: 'equal', window: 'P1D', maxLead: 2 };
      const calendar = await aRoundRobin(owner, { hosts: 3, distribution });
      const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, {
        rrule: 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=30',
        host: 'per_occurrence',
      });
      const counts = new Map<string, number>();
      for (const host of hostsOf(appointments)) counts.set(host, (counts.get(host) ?? 0) + 1);
      expect([...counts.values()]).toEqual([10, 10, 10]);
    });

    it('named by the caller', async () => {
      const [first, second] = await newHosts(owner, 2);
      const calendar = await aRoundRobin(owner, { members: [{ userId: first!.userId }, { userId: second!.userId }] });
      const hostUserId = second!.userId;
      const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4 }, { hostUserId });
      expect(new Set(hostsOf(appointments))).toEqual(new Set([hostUserId]));
    });

    it('all of a collective', async () => {
      const calendar = await aCollective(owner);
      const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4 });
      for (const { hosts } of appointments) expect(hosts).toHaveLength(2);
    });

    it('none in a calendar without', async () => {
      const { appointments } = await bookSeries(owner, await anUnassigned(owner), TUESDAY_10, { rrule: WEEKLY_4 });
      expect(hostsOf(appointments)).toEqual([undefined, undefined, undefined, undefined]);
    });
  });

  it('sits with others where slots are shared', async () => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 3 });
    const { id } = await book(slotlink, calendar, TUESDAYS[1]!);
    const standing = (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
    const { appointments, conflicts } = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4 });
    expect(conflicts).toEqual([]);
    expect(appointments[1]!.slotId).toBe(standing.slotId);
  });

  it.each<[string, GroupOverrides, object]>([
    ['for one host', {}, {}],
    ['for a host each', { hosts: 3 }, { host: 'per_occurrence' }],
    ['over what stands there', { hosts: 2 }, { onConflict: 'continue' }],
    ['beside others', { appointmentsPerSlot: 3 }, {}],
  ])('asks the database as often for fifty occurrences as for four, %s', async (_, settings, recurrence) => {
    const statements = async (count: number) => {
      const calendar = await aRoundRobin(owner, { bookingWindow: 'P400D', ...settings });
      // The first two starts are taken already, or shared.
      await bookSeries(owner, calendar, TUESDAY_10, { rrule: 'FREQ=WEEKLY;COUNT=2', host: 'per_occurrence' });
      const spy = jest.spyOn(Client.prototype, 'query');
      const rrule = `FREQ=DAILY;INTERVAL=7;COUNT=${count}`;
      const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, {
        rrule,
        onConflict: 'next',
        ...recurrence,
      });
      const asked = spy.mock.calls.length;
      spy.mockRestore();
      expect(appointments).toHaveLength(count);
      return asked;
    };
    expect(await statements(50)).toBe(await statements(4));
  });

  it('may be forced as a whole', async () => {
    const calendar = await aRoundRobin(owner);
    const forced = { overrideAvailability: true };
    const sunday = '2026-11-22T03:07:00.000Z';
    const booked = await bookSeries(owner, calendar, sunday, { rrule: 'FREQ=WEEKLY;COUNT=3' }, forced);
    expect(booked.appointments).toHaveLength(3);
    expect(booked.appointments.every((appointment) => appointment.forced)).toBe(true);
    expect(booked.conflicts.map(({ outcome }) => outcome)).toEqual(['forced', 'forced', 'forced']);
  });

  it('asked for twice with one key is made once', async () => {
    const calendar = await aRoundRobin(owner);
    const ask = () =>
      tryToBookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4 }, { contact }).set('idempotency-key', 'weekly');
    const contact = { name: 'Petra Prospect', email: 'petra@example.com' };
    const [one, two] = await Promise.all([ask(), ask()]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body.series.id).toBe(one.body.series.id);
    const { body } = await owner.get(`/v1/appointments?calendarId=${calendar.id}`).expect(200);
    expect(body.items).toHaveLength(4);
  });

  it.each<[string, string]>([
    ['FREQ=HOURLY;COUNT=5', 'FREQ'],
    ['FREQ=SECONDLY;COUNT=1000000000', 'FREQ'],
    ['FREQ=WEEKLY', 'must end'],
    ['FREQ=DAILY;COUNT=1000000000', '52'],
    ['FREQ=DAILY;COUNT=53', '52'],
    ['FREQ=DAILY;UNTIL=99991231T000000Z', '52'],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5', 'no dates'],
    ['FREQ=DAILY;COUNT=3\nEXDATE:20261125', 'one RRULE'],
    ['', ''],
    ['garbage', ''],
  ])('is refused for the rule %j', async (rrule, why) => {
    const calendar = await aRoundRobin(owner);
    const { body } = await tryToBookSeries(owner, calendar, TUESDAY_10, { rrule }).expect(422);
    for (const { pointer } of body.errors) expect(pointer).toBe('/recurrence/rrule');
    expect(body.detail).toContain(why);
  });

  it('is refused where it does not belong, field by field', async () => {
    const calendar = await aRoundRobin(owner);
    const recurrence = { rrule: WEEKLY_4 };
    const pointers = async (test: ReturnType<typeof tryToBook>) =>
      (await test.expect(422)).body.errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(await pointers(tryToBook(slotlink, calendar, TUESDAY_10, { recurrence }))).toEqual(['/recurrence']);
    const odd = { rrule: 7, onConflict: 'perhaps', host: null, exdate: [] } as never;
    expect(await pointers(tryToBookSeries(owner, calendar, TUESDAY_10, odd))).toEqual([
      '/recurrence/exdate',
      '/recurrence/rrule',
      '/recurrence/onConflict',
      '/recurrence/host',
    ]);
    expect(await pointers(tryToBookSeries(owner, calendar, TUESDAY_10, recurrence, { holdToken: 'x' }))).toEqual([
      '/holdToken',
    ]);
  });

  it('is shown to members with the appointments they host', async () => {
    const hosts = await newHosts(owner, 2);
    const calendar = await aRoundRobin(owner, { members: hosts.map(({ userId }) => ({ userId })) });
    const { series } = await bookSeries(owner, calendar, TUESDAY_10, { rrule: WEEKLY_4, host: 'per_occurrence' });
    const { body } = await hosts[0]!.get(`/v1/series/${series.id}`).expect(200);
    expect(new Set(hostsOf(body.appointments))).toEqual(new Set([hosts[0]!.userId]));
    const weekend = { rrule: 'FREQ=DAILY;COUNT=7', host: 'per_occurrence', onConflict: 'continue' };
    const daily = await bookSeries(owner, calendar, '2026-12-22T15:00:00.000Z', weekend);
    const shown = (await hosts[0]!.get(`/v1/series/${daily.series.id}`).expect(200)).body;
    expect(daily.conflicts).toHaveLength(2);
    const theirs = shown.appointments.map(({ id }: { id: string }) => id);
    for (const { appointmentId } of shown.conflicts) expect(theirs).toContain(appointmentId);
    await (await owner.addUser()).get(`/v1/series/${series.id}`).expect(404);
    await (await anAccount(slotlink)).get(`/v1/series/${series.id}`).expect(404);
  });
});
