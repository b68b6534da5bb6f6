import { book, offered, TUESDAY_10 } from '../kit/booking';
import { aRoundRobin, newHosts, type TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { bookSeries, startsOf, type TestSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';

const WEEKLY_4 = { rrule: 'FREQ=WEEKLY;COUNT=4' };
const TUESDAYS = ['2026-11-24', '2026-12-01', '2026-12-08', '2026-12-15'].map((date) => `${date}T15:00:00.000Z`);

describe('of a series', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const act = (path: 'cancel' | 'reschedule', { id }: { id: string }, input: object = {}, staff = owner) =>
    staff.post(`/v1/appointments/${id}/${path}`, input);
  const current = async ({ series }: TestSeries) =>
    (await owner.get(`/v1/series/${series.id}`).expect(200)).body as TestSeries;
  const statuses = async (booked: TestSeries) =>
    (await current(booked)).appointments.map(({ status }) => status as string);
  const weekly = async (calendar?: TestCalendar) =>
    bookSeries(owner, calendar ?? (await aRoundRobin(owner)), TUESDAY_10, WEEKLY_4);

  describe('are cancelled', () => {
    it('one', async () => {
      const booked = await weekly();
      const { body } = await act('cancel', booked.appointments[1]!, { scope: 'this' }).expect(200);
      expect(body).toMatchObject({ status: 'cancelled', seriesId: booked.series.id });
      expect(await statuses(booked)).toEqual(['confirmed', 'cancelled', 'confirmed', 'confirmed']);
    });

    it('this and the following, for the reason given, and their slots are free again', async () => {
      const calendar = await aRoundRobin(owner);
      const booked = await weekly(calendar);
      const second = booked.appointments[1]!;
      const { body } = await act('cancel', second, { scope: 'following', reason: 'Moving abroad' }).expect(200);
      expect(body).toMatchObject({ id: second.id, status: 'cancelled', series: { id: booked.series.id } });
      expect(startsOf(body)).toEqual(TUESDAYS.slice(1));
      for (const { cancellation } of body.appointments) {
        expect(cancellation).toMatchObject({ by: 'staff', reason: 'Moving abroad' });
      }
      expect(await statuses(booked)).toEqual(['confirmed', 'cancelled', 'cancelled', 'cancelled']);
      expect(await offered(slotlink, calendar, '2026-12-08', '2026-12-08')).toContain(TUESDAYS[2]);
    });

    it('all, but not what is over or was cancelled before', async () => {
      const booked = await weekly();
      await act('cancel', booked.appointments[3]!, { reason: 'Ill' }).expect(200);
      await slotlink.clock.set('2026-11-25T08:00:00.000Z');
      const first = booked.appointments[0]!;
      await owner.patch(`/v1/appointments/${first.id}`, { status: 'showed' }).expect(200);
      const { body } = await act('cancel', first, { scope: 'all' }).expect(200);
      await slotlink.clock.set('2026-11-23T08:00:00.000Z');
      expect(body.status).toBe('showed');
      expect(startsOf(body)).toEqual([TUESDAYS[1], TUESDAYS[2]]);
      const after = await current(booked);
      expect(after.appointments.map(({ status }) => status)).toEqual(['showed', 'cancelled', 'cancelled', 'cancelled']);
      expect(after.appointments[3]!.cancellation.reason).toBe('Ill');
      await act('cancel', first, { scope: 'all' }).expect(409, /transition-not-allowed/);
    });

    it('by members those they host', async () => {
      const hosts = await newHosts(owner, 2);
      const calendar = await aRoundRobin(owner, { members: hosts.map(({ userId }) => ({ userId })) });
      const booked = await bookSeries(owner, calendar, TUESDAY_10, { ...WEEKLY_4, host: 'per_occurrence' });
      const mine = booked.appointments.filter(({ host }) => host.userId === hosts[0]!.userId);
      const { body } = await act('cancel', mine[0]!, { scope: 'all' }, hosts[0]).expect(200);
      expect(startsOf(body)).toEqual(startsOf({ appointments: mine }));
      expect((await statuses(booked)).sort()).toEqual(['cancelled', 'cancelled', 'confirmed', 'confirmed']);
    });

    it('none where the version is another, or there is no series', async () => {
      const calendar = await aRoundRobin(owner);
      const booked = await weekly(calendar);
      await act('cancel', booked.appointments[0]!, { scope: 'all' }).set('if-match', '"7"').expect(412);
      expect(await statuses(booked)).toEqual(['confirmed', 'confirmed', 'confirmed', 'confirmed']);
      const single = await book(slotlink, calendar, '2026-11-24T17:00:00.000Z');
      const alone = await act('cancel', single, { scope: 'following' }).expect(422);
      expect(alone.body.errors).toMatchObject([{ pointer: '/scope' }]);
      const asGuest = slotlink.http.post(`/v1/public/appointments/${booked.appointments[0]!.publicToken}/cancel`);
      expect((await asGuest.send({ scope: 'all' }).expect(422)).body.errors).toMatchObject([{ pointer: '/scope' }]);
    });
  });

  describe('are moved', () => {
    const WEDNESDAYS = ['2026-12-02', '2026-12-09', '2026-12-16'].map((date) => `${date}T19:00:00.000Z`);

    it('one', async () => {
      const booked = await weekly();
      const { body } = await act('reschedule', booked.appointments[1]!, { start: WEDNESDAYS[0], scope: 'this' }).expect(
        200,
      );
      expect(body).toMatchObject({ start: WEDNESDAYS[0], seriesId: booked.series.id });
      const odd = await act('reschedule', booked.appointments[1]!, { start: TUESDAYS[1], onConflict: 'skip' }).expect(
        422,
      );
      expect(odd.body.errors).toMatchObject([{ pointer: '/onConflict' }]);
      expect(startsOf(await current(booked))).toEqual(TUESDAYS.with(1, WEDNESDAYS[0]!));
    });

    it('this and the following, by as many days and hours, each to a slot of its own', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 3 });
      const booked = await weekly(calendar);
      const second = booked.appointments[1]!;
      const { body } = await act('reschedule', second, { start: WEDNESDAYS[0], scope: 'following' }).expect(200);
      expect(body).toMatchObject({ id: second.id, start: WEDNESDAYS[0], conflicts: [] });
      expect(startsOf(body)).toEqual(WEDNESDAYS);
      const after = await current(booked);
      expect(startsOf(after)).toEqual([TUESDAYS[0], ...WEDNESDAYS]);
      expect(after.appointments.map(({ id }) => id)).toEqual(booked.appointments.map(({ id }) => id));
      const host = booked.appointments[0]!.host.userId;
      expect(after.appointments.map((appointment) => appointment.host.userId)).toEqual([host, host, host, host]);
      expect(await offered(slotlink, calendar, '2026-12-08', '2026-12-08')).toContain(TUESDAYS[2]);
    });

    it('all, onto the times they leave themselves', async () => {
      const booked = await weekly();
      const { body } = await act('reschedule', booked.appointments[0]!, { start: TUESDAYS[1], scope: 'all' }).expect(
        200,
      );
      expect(startsOf(body)).toEqual([...TUESDAYS.slice(1), '2026-12-22T15:00:00.000Z']);
    });

    it('with those that were moved before, from where they are', async () => {
      const booked = await weekly();
      await act('reschedule', booked.appointments[2]!, { start: '2026-12-10T20:30:00Z' }).expect(200);
      const { body } = await act('reschedule', booked.appointments[0]!, {
        start: '2026-11-24T16:00:00Z',
        scope: 'all',
      }).expect(200);
      expect(startsOf(body)).toEqual(
        ['2026-11-24T16:00', '2026-12-01T16:00', '2026-12-10T21:30', '2026-12-15T16:00'].map((at) => `${at}:00.000Z`),
      );
    });

    it('keeping their hour when clocks change', async () => {
      const calendar = await aRoundRobin(owner, { bookingWindow: 'P200D' });
      const booked = await bookSeries(owner, calendar, '2027-03-02T15:00:00Z', WEEKLY_4);
      const { body } = await act('reschedule', booked.appointments[0]!, {
        start: '2027-03-03T16:00:00Z',
        scope: 'all',
      }).expect(200);
      // 11:00 in New York, whose clocks change on 14 March.
      expect(startsOf(body)).toEqual(
        ['2027-03-03T16:00', '2027-03-10T16:00', '2027-03-17T15:00', '2027-03-24T15:00'].map((at) => `${at}:00.000Z`),
      );
    });

    it('none when one of them cannot, which is named; or all others', async () => {
      const calendar = await aRoundRobin(owner);
      const booked = await weekly(calendar);
      await book(slotlink, calendar, WEDNESDAYS[1]!);
      const move = { start: WEDNESDAYS[0], scope: 'following' };
      const { body } = await act('reschedule', booked.appointments[1]!, move).expect(409);
      expect(body.type).toBe('/problems/slot-taken');
      const third = booked.appointments[2]!.id;
      expect(body.conflicts).toEqual([
        { start: WEDNESDAYS[1], outcome: 'skipped', reason: 'busy', bookedStart: TUESDAYS[2], appointmentId: third },
      ]);
      expect(startsOf(await current(booked))).toEqual(TUESDAYS);
      const skipping = await act('reschedule', booked.appointments[1]!, { ...move, onConflict: 'skip' }).expect(200);
      expect(skipping.body.conflicts).toEqual(body.conflicts);
      expect(startsOf(await current(booked))).toEqual([TUESDAYS[0], WEDNESDAYS[0], TUESDAYS[2], WEDNESDAYS[2]]);
    });

    it('none onto the time of one that stays', async () => {
      const calendar = await aRoundRobin(owner);
      const booked = await weekly(calendar);
      await book(slotlink, calendar, '2026-12-22T15:00:00.000Z');
      // The last cannot move a week on, so neither can the one before it, and so on to the first.
      const move = { start: TUESDAYS[1], scope: 'all', onConflict: 'skip' };
      const { body } = await act('reschedule', booked.appointments[0]!, move).expect(409);
      expect(body.conflicts).toHaveLength(4);
      expect(startsOf(await current(booked))).toEqual(TUESDAYS);
    });

    it('to another host, all of them', async () => {
      const [one, two] = await newHosts(owner, 2);
      const calendar = await aRoundRobin(owner, { members: [{ userId: one!.userId }, { userId: two!.userId }] });
      const booked = await bookSeries(owner, calendar, TUESDAY_10, WEEKLY_4, { hostUserId: one!.userId });
      const links = booked.appointments.map(({ links }) => links.join as string);
      const move = { start: TUESDAY_10, hostUserId: two!.userId, scope: 'all' };
      const { body } = await act('reschedule', booked.appointments[0]!, move).expect(200);
      expect(startsOf(body)).toEqual(TUESDAYS);
      for (const { host } of body.appointments) expect(host.userId).toBe(two!.userId);
      expect(body.appointments.map(({ links }: { links: { join: string } }) => links.join)).toEqual(links);
    });

    it('nowhere when the time stays: slots and links are kept', async () => {
      const booked = await weekly();
      const move = { start: TUESDAY_10, timezone: 'Europe/Berlin', scope: 'all' };
      await act('reschedule', booked.appointments[0]!, move).expect(200);
      const after = await current(booked);
      expect(after.appointments.map(({ slotId }) => slotId)).toEqual(booked.appointments.map(({ slotId }) => slotId));
      expect(after.appointments.every(({ timezone }) => timezone === 'Europe/Berlin')).toBe(true);
    });

    it('in shared slots, leaving the others there', async () => {
      const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 2 });
      const beside = await book(slotlink, calendar, TUESDAYS[1]!);
      const booked = await weekly(calendar);
      const { body } = await act('reschedule', booked.appointments[0]!, { start: TUESDAYS[1], scope: 'all' }).expect(
        200,
      );
      const there = (await owner.get(`/v1/appointments/${beside.id}`).expect(200)).body;
      expect(body.appointments[0].slotId).toBe(there.slotId);
      expect(there).toMatchObject({ status: 'confirmed', start: TUESDAYS[1] });
    });

    it('two of them that share a slot into another one, which they share', async () => {
      const booked = await weekly(await aRoundRobin(owner, { appointmentsPerSlot: 2 }));
      const [first, second] = booked.appointments;
      await act('reschedule', second!, { start: TUESDAY_10 }).expect(200);
      await act('reschedule', first!, { start: WEDNESDAYS[0], scope: 'all' }).expect(200);
      const [one, two] = (await current(booked)).appointments;
      expect([one!.start, two!.start]).toEqual([WEDNESDAYS[0], WEDNESDAYS[0]]);
      expect(one!.slotId).toBe(two!.slotId);
    });

    it('none of those that are over', async () => {
      const booked = await weekly();
      await act('cancel', booked.appointments[0]!).expect(200);
      const move = { start: WEDNESDAYS[0], scope: 'all' };
      await act('reschedule', booked.appointments[0]!, move).expect(409, /transition-not-allowed/);
      await act('reschedule', booked.appointments[1]!, { start: '9998-12-30T10:00:00Z', scope: 'all' }).expect(422);
      await act('reschedule', booked.appointments[1]!, { start: '1970-01-01T00:00:00Z', scope: 'all' }).expect(422);
      expect(startsOf(await current(booked))).toEqual(TUESDAYS);
    });
  });
});
