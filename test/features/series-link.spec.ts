import { TUESDAY_10 } from '../kit/booking';
import type { GroupOverrides, TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { mailsTo, type TestMail } from '../kit/invitations';
import {
  aZoomCalendar,
  aZoomHost,
  meetingsAtZoom,
  writesOf,
  zoomFails,
  zoomRecovers,
  type ZoomHost,
} from '../kit/meetings';
import { bookSeries, type TestRecurrence, type TestSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';
import { simulator, tryToConnect } from '../kit/zoom';

const WEEKLY_4 = { rrule: 'FREQ=WEEKLY;COUNT=4' };
const ONE_LINK = { zoom: { oneLinkForSeries: true } };
const FALLBACK = 'The host will send you the details';

describe('a series with one link', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    host = await aZoomHost(slotlink, owner);
  });
  afterEach(() => zoomRecovers(slotlink));
  afterAll(() => slotlink.close());

  const atZoom = ({ email } = host) => meetingsAtZoom(slotlink, email);
  const writes = ({ email } = host) => writesOf(slotlink, email);
  const locationsOf = async ({ series: { id } }: TestSeries) => {
    const { body } = await owner.get(`/v1/series/${id}`).expect(200);
    return (body as TestSeries).appointments.map(({ meetingLocation }) => meetingLocation);
  };
  const linksOf = async (series: TestSeries) => (await locationsOf(series)).map(({ joinUrl }) => joinUrl as string);
  const aSeriesCalendar = (overrides: GroupOverrides = {}) => aZoomCalendar(owner, host, { ...ONE_LINK, ...overrides });
  async function booked(
    calendar?: TestCalendar,
    recurrence: TestRecurrence = WEEKLY_4,
    start = TUESDAY_10,
    overrides: object = {},
  ): Promise<TestSeries> {
    const series = await bookSeries(owner, calendar ?? (await aSeriesCalendar()), start, recurrence, overrides);
    await slotlink.drainJobs();
    return series;
  }
  const act = async (path: string, body: object = {}) => {
    const { status, body: answer } = await owner.post(`/v1/appointments/${path}`, body);
    expect({ status, answer }).toMatchObject({ status: 200 });
    await slotlink.drainJobs();
  };
  const twoHosts = async () => {
    const other = await aZoomHost(slotlink, owner);
    const members = [host, other].map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    return { other, calendar: await aSeriesCalendar({ members }) };
  };

  it('has one meeting without a fixed time, made with one request', async () => {
    const series = await booked(undefined, { rrule: 'FREQ=WEEKLY;COUNT=8' });
    const [meeting, ...others] = await atZoom();
    expect(others).toEqual([]);
    expect(meeting).toMatchObject({ type: 3, startTime: null, topic: 'Petra Prospect and Rita Rep' });
    const locations = await locationsOf(series);
    expect(locations).toHaveLength(8);
    for (const location of locations) {
      expect(location).toMatchObject({
        state: 'ready',
        value: meeting!.joinUrl,
        zoom: { meetingId: String(meeting!.id), passcode: expect.any(String) },
      });
    }
    expect(await writes()).toEqual({ POST: 1 });
    const { body } = await host.user.get('/v1/me/integrations/zoom').expect(200);
    expect(body.quota).toMatchObject({ used: 1, parked: 0 });
    const { body: day } = await host.user.get('/v1/me/integrations/zoom/requests').expect(200);
    expect(day.items).toMatchObject([{ purpose: 'create', slotId: null, seriesId: series.series.id }]);
    expect(day.items[0].appointmentIds).toHaveLength(8);
  });

  it('is told in one letter with that link', async () => {
    const email = anEmail('petra');
    const series = await booked(undefined, WEEKLY_4, TUESDAY_10, { contact: { name: 'Petra Prospect', email } });
    const mails: TestMail[] = [];
    for (const { id } of series.appointments) mails.push(...(await mailsTo(owner, id, email)));
    const [letter, ...others] = mails;
    expect(others).toEqual([]);
    const [meeting] = await atZoom();
    const events = letter!.calendar!.content.replace(/\r\n[ \t]/g, '');
    expect(events.split(`LOCATION:${meeting!.joinUrl}`)).toHaveLength(5);
  });

  it('keeps it when occurrences move, alone or together, and asks nothing of Zoom for that', async () => {
    const series = await booked();
    const before = await linksOf(series);
    await act(`${series.appointments[1]!.id}/reschedule`, { start: '2026-12-02T16:00:00.000Z' });
    await act(`${series.appointments[2]!.id}/reschedule`, { start: '2026-12-10T15:00:00.000Z', scope: 'following' });
    expect(await linksOf(series)).toEqual(before);
    expect(await writes()).toEqual({ POST: 1 });
  });

  it('keeps it when occurrences are cancelled and come back, and loses it with the last one', async () => {
    const series = await booked();
    const [link] = await linksOf(series);
    const [first, second] = series.appointments;
    await act(`${second!.id}/cancel`);
    await owner.patch(`/v1/appointments/${second!.id}`, { status: 'confirmed' }).expect(200);
    await slotlink.drainJobs();
    expect(await linksOf(series)).toEqual([link, link, link, link]);
    expect(await writes()).toEqual({ POST: 1 });
    await act(`${first!.id}/cancel`, { scope: 'all' });
    expect(await atZoom()).toEqual([]);
    expect(await writes()).toEqual({ POST: 1, DELETE: 1 });
  });

  it('is deleted although some of its occurrences are over, but left alone once all are', async () => {
    const series = await booked();
    const kept = await booked(undefined, WEEKLY_4, '2026-11-24T17:00:00.000Z');
    await slotlink.clock.set('2026-12-08T20:00:00Z');
    await act(`${series.appointments[3]!.id}/cancel`);
    expect(await atZoom()).toHaveLength(1);
    await slotlink.clock.set('2026-12-16T20:00:00Z');
    await owner.patch(`/v1/appointments/${kept.appointments[3]!.id}`, { status: 'showed' }).expect(200);
    await slotlink.drainJobs();
    expect(await atZoom()).toHaveLength(1);
    await slotlink.clock.set('2026-11-23T08:00:00Z');
  });

  it('gives an occurrence that is handed to another host a link of theirs, and the old one when it comes back', async () => {
    const { other, calendar } = await twoHosts();
    const series = await booked(calendar, WEEKLY_4, TUESDAY_10, { hostUserId: host.user.userId });
    const [link] = await linksOf(series);
    const { id, start } = series.appointments[1]!;
    await act(`${id}/reschedule`, { start, hostUserId: other.user.userId });
    const [theirs] = await atZoom(other);
    expect(await linksOf(series)).toEqual([link, theirs!.joinUrl, link, link]);
    await act(`${id}/reschedule`, { start, hostUserId: host.user.userId });
    expect(await linksOf(series)).toEqual([link, link, link, link]);
    expect([await writes(), await writes(other)]).toEqual([{ POST: 1 }, { POST: 1, DELETE: 1 }]);
  });

  it('goes to another host whole with one request to each', async () => {
    const { other, calendar } = await twoHosts();
    const series = await booked(calendar, WEEKLY_4, TUESDAY_10, { hostUserId: host.user.userId });
    const [{ id, start }] = series.appointments as [TestSeries['appointments'][number]];
    await act(`${id}/reschedule`, { start, hostUserId: other.user.userId, scope: 'all' });
    const [theirs] = await atZoom(other);
    expect(new Set(await linksOf(series))).toEqual(new Set([theirs!.joinUrl]));
    expect(await atZoom()).toEqual([]);
    expect([await writes(), await writes(other)]).toEqual([{ POST: 1, DELETE: 1 }, { POST: 1 }]);
  });

  it('is not for series whose occurrences each find their host, nor for calendars that do not ask for it', async () => {
    const each = await booked(await aSeriesCalendar(), { ...WEEKLY_4, host: 'per_occurrence' });
    const usual = await booked(await aZoomCalendar(owner, host), WEEKLY_4, '2026-11-24T18:00:00.000Z');
    const links = [...(await linksOf(each)), ...(await linksOf(usual))];
    expect(new Set(links).size).toBe(8);
    expect((await atZoom()).map(({ startTime }) => startTime)).not.toContain(null);
  });

  it('is not given to somebody booked over an occurrence: that one gets a link of its own', async () => {
    const calendar = await aSeriesCalendar();
    const series = await booked(calendar);
    const [link] = await linksOf(series);
    const { body } = await owner
      .post('/v1/appointments', {
        calendarId: calendar.id,
        start: series.appointments[2]!.start,
        contact: { name: 'Other Guest', email: anEmail('other') },
        overrideAvailability: true,
      })
      .expect(201);
    await slotlink.drainJobs();
    const { body: stranger } = await owner.get(`/v1/appointments/${body.id}`).expect(200);
    expect(stranger.meetingLocation.state).toBe('ready');
    expect(stranger.meetingLocation.joinUrl).not.toBe(link);
    expect(await linksOf(series)).toEqual([link, link, stranger.meetingLocation.joinUrl, link]);
    expect(await atZoom()).toHaveLength(2);
    await act(`${series.appointments[0]!.id}/cancel`, { scope: 'all' });
    expect((await atZoom()).map(({ joinUrl }) => joinUrl)).toEqual([stranger.meetingLocation.joinUrl]);
  });

  it('leaves nothing behind when somebody is booked over the only occurrence left', async () => {
    const calendar = await aSeriesCalendar();
    const series = await booked(calendar, { rrule: 'FREQ=WEEKLY;COUNT=2' });
    await act(`${series.appointments[0]!.id}/cancel`);
    const contact = { name: 'Other Guest', email: anEmail('other') };
    const { start } = series.appointments[1]!;
    const over = { calendarId: calendar.id, start, contact, overrideAvailability: true };
    await owner.post('/v1/appointments', over).expect(201);
    await slotlink.drainJobs();
    expect((await atZoom()).map(({ startTime }) => startTime)).toEqual(['2026-12-01T15:00:00Z']);
  });

  it('is called as most of its occurrences are', async () => {
    const series = await booked();
    await owner.patch(`/v1/appointments/${series.appointments[0]!.id}`, { title: 'Kick-off' }).expect(200);
    await slotlink.drainJobs();
    expect(await writes()).toEqual({ POST: 1 });
    for (const { id } of series.appointments) {
      await owner.patch(`/v1/appointments/${id}`, { title: 'Coaching' }).expect(200);
    }
    await slotlink.drainJobs();
    expect(await atZoom()).toMatchObject([{ topic: 'Coaching', type: 3, startTime: null }]);
    expect(await writes()).toEqual({ POST: 1, PATCH: 1 });
  });

  it('is made anew for all when it was removed in Zoom', async () => {
    const series = await booked();
    const [link] = await linksOf(series);
    const [meeting] = await atZoom();
    await simulator(slotlink, 'DELETE', `meetings/${meeting!.id}`);
    await host.user.post(`/v1/appointments/${series.appointments[2]!.id}/start-link`, {}).expect(409);
    await slotlink.drainJobs();
    const [anew] = await atZoom();
    expect(anew!.joinUrl).not.toBe(link);
    expect(await linksOf(series)).toEqual([anew, anew, anew, anew].map((each) => each!.joinUrl));
  });

  it('is made anew by a sweep, also after some of its occurrences were held', async () => {
    const series = await booked();
    const [link] = await linksOf(series);
    await slotlink.clock.set('2026-11-25T08:00:00Z');
    const [meeting] = await atZoom();
    await simulator(slotlink, 'DELETE', `meetings/${meeting!.id}`);
    await host.user.post('/v1/me/integrations/zoom/sweep', {}).expect(202);
    await slotlink.drainJobs();
    const [anew] = await atZoom();
    const links = await linksOf(series);
    expect(links).toEqual([link, anew, anew, anew].map((each) => (typeof each === 'string' ? each : each!.joinUrl)));
    await slotlink.clock.set('2026-11-23T08:00:00Z');
  });

  it('is found again after an answer that got lost', async () => {
    const calendar = await aSeriesCalendar();
    await zoomFails(slotlink, {
      kind: 'reset-after-commit',
      method: 'POST',
      path: '/users/me/meetings',
      email: host.email,
    });
    const series = await booked(calendar);
    expect((await locationsOf(series))[0].state).toBe('pending');
    for (let wait = 0; wait < 3; wait += 1) {
      await slotlink.clock.advance(30_000);
      await slotlink.drainJobs();
    }
    const [meeting, ...others] = await atZoom();
    expect(others).toEqual([]);
    expect(new Set(await linksOf(series))).toEqual(new Set([meeting!.joinUrl]));
    expect(await writes()).toEqual({ POST: 1 });
    await slotlink.clock.set('2026-11-23T08:00:00Z');
  });

  it('waits for the next day where it can, and falls back where it cannot', async () => {
    const calendar = await aSeriesCalendar();
    await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
    const series = await booked(calendar, { rrule: 'FREQ=DAILY;COUNT=3' }, '2026-11-23T20:00:00.000Z');
    expect(await locationsOf(series)).toMatchObject([
      { state: 'failed', reason: 'zoom-quota-spent', value: FALLBACK },
      { state: 'parked', value: FALLBACK },
      { state: 'parked', value: FALLBACK },
    ]);
    await slotlink.clock.set('2026-11-24T00:06:00Z');
    await slotlink.drainJobs();
    const [meeting] = await atZoom();
    expect((await linksOf(series)).slice(1)).toEqual([meeting!.joinUrl, meeting!.joinUrl]);
    await slotlink.clock.set('2026-11-23T08:00:00Z');
  });

  it('goes on unmanaged while the host has no Zoom, and is taken back without a request', async () => {
    const series = await booked();
    const [link] = await linksOf(series);
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await slotlink.drainJobs();
    expect((await locationsOf(series)).map(({ unmanaged, joinUrl }) => [unmanaged, joinUrl])).toEqual(
      Array.from({ length: 4 }, () => [true, link]),
    );
    await tryToConnect(slotlink, host.user, host.email);
    await slotlink.drainJobs();
    expect((await locationsOf(series)).map(({ unmanaged }) => unmanaged)).toEqual([false, false, false, false]);
    expect(await writes()).toEqual({ POST: 1 });
  });

  it('needs slots that nobody shares', async () => {
    const members = [{ userId: host.user.userId, meetingLocation: { kind: 'zoom' } }];
    const input = { name: 'Shared', type: 'round_robin', members, appointmentsPerSlot: 2, ...ONE_LINK };
    const pointer = '/zoom/oneLinkForSeries';
    expect((await owner.post('/v1/calendars', input).expect(422)).body.errors).toMatchObject([{ pointer }]);
    const { id } = await aSeriesCalendar();
    const { body } = await owner.patch(`/v1/calendars/${id}`, { appointmentsPerSlot: 2 }).expect(422);
    expect(body.errors).toMatchObject([{ pointer }]);
    await owner.patch(`/v1/calendars/${id}`, { appointmentsPerSlot: 2, zoom: { oneLinkForSeries: null } }).expect(200);
  });
});
