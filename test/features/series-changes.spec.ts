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
});
