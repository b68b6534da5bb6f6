import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import type { TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { mailsTo, steps } from '../kit/invitations';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, zoomFails, type ZoomHost, zoomRecovers } from '../kit/meetings';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { requestsTo, simulator, tryToConnect } from '../kit/zoom';

describe('a host who leaves Zoom, or is deleted,', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  let calendar: TestCalendar;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    host = await aZoomHost(slotlink, owner);
    calendar = await aZoomCalendar(owner, host);
  });
  afterEach(() => zoomRecovers(slotlink));
  afterAll(() => slotlink.close());

  async function booked(start = TUESDAY_10): Promise<string> {
    const { id } = await book(slotlink, calendar, start);
    await slotlink.drainJobs();
    return id as string;
  }
  const meetingIdOf = async (id: string) =>
    (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation.zoom.meetingId as string;
  const cancel = (id: string) => owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
  const disconnect = () => host.user.delete('/v1/me/integrations/zoom').expect(204);
  const atZoom = () => meetingsAtZoom(slotlink, host.email);
  const leftovers = async (user: TestUser, path = 'me') =>
    (await user.get(`/v1/${path}/integrations/zoom/leftovers`).expect(200)).body.items;
  async function spendTheDay() {
    await slotlink.query(
      `INSERT INTO zoom_quota_days (user_id, day, used) VALUES ($1, '2026-11-23', 100)
       ON CONFLICT (user_id, day) DO UPDATE SET used = 100`,
      [host.user.userId],
    );
  }
  async function zoomSaysSpent() {
    await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
  }

  it('leaves nothing behind that nobody needs, however short before it was cancelled', async () => {
    const [cancelled] = [await booked(), await booked(TUESDAY_11)];
    await cancel(cancelled);
    await disconnect();
    expect(await atZoom()).toMatchObject([{ startTime: '2026-11-24T16:00:00Z' }]);
    expect(await leftovers(host.user)).toEqual([]);
    await slotlink.drainJobs();
    expect(await requestsTo(slotlink, host.email, 'POST /oauth/revoke')).toHaveLength(1);
    expect(await atZoom()).toHaveLength(1);
  });

  it('is shown what could not be deleted and why, and so is the admin; it is deleted on return', async () => {
    const id = await booked();
    const zoomMeetingId = await meetingIdOf(id);
    await cancel(id);
    await spendTheDay();
    await disconnect();
    const expected = [
      { zoomMeetingId, topic: 'Petra Prospect and Rita Rep', start: TUESDAY_10, reason: 'zoom-quota-spent' },
    ];
    expect(await leftovers(host.user)).toEqual(expected);
    expect(await leftovers(owner, `users/${host.user.userId}`)).toEqual(expected);
    expect(await atZoom()).toHaveLength(1);
    const colleague = await owner.addUser();
    await colleague.get(`/v1/users/${host.user.userId}/integrations/zoom/leftovers`).expect(403);
    const stranger = await anAccount(slotlink);
    await stranger.get(`/v1/users/${host.user.userId}/integrations/zoom/leftovers`).expect(404);

    await slotlink.clock.set('2026-11-24T08:00:00Z');
    await tryToConnect(slotlink, host.user, host.email);
    await slotlink.drainJobs();
    expect(await atZoom()).toEqual([]);
    expect(await leftovers(host.user)).toEqual([]);
  });

  it('is not kept by Zoom’s troubles', async () => {
    const id = await booked();
    await cancel(id);
    await zoomFails(slotlink, { kind: 'status', status: 503, method: 'DELETE', email: host.email, times: 100 });
    await disconnect();
    expect(await leftovers(host.user)).toMatchObject([{ reason: 'zoom-unavailable' }]);
    expect((await host.user.get('/v1/me/integrations/zoom').expect(200)).body.state).toBe('not-connected');
  });

  it('is answered though Zoom is not', async () => {
    const id = await booked();
    await cancel(id);
    await zoomFails(slotlink, { kind: 'timeout', method: 'DELETE', email: host.email });
    await disconnect();
    expect(await leftovers(host.user)).toMatchObject([{ start: TUESDAY_10 }]);
    expect((await host.user.get('/v1/me/integrations/zoom').expect(200)).body.state).toBe('not-connected');
  });

  it('learns nothing of leftovers once their time has passed', async () => {
    const id = await booked();
    await cancel(id);
    await spendTheDay();
    await disconnect();
    await slotlink.clock.set('2026-11-24T15:00:00Z');
    expect(await leftovers(host.user)).toEqual([]);
  });

  it('takes what is cancelled with the user along', async () => {
    await booked();
    await booked(TUESDAY_11);
    await owner.delete(`/v1/users/${host.user.userId}?future=cancel`).expect(204);
    await slotlink.drainJobs();
    expect(await atZoom()).toEqual([]);
    expect(await requestsTo(slotlink, host.email, 'POST /oauth/revoke')).toHaveLength(1);
    expect(await leftovers(owner, `users/${host.user.userId}`)).toEqual([]);
    // The Zoom account stays with the dead user ID.
    const other = await owner.addUser();
    expect((await tryToConnect(slotlink, other, host.email)).status).toBe(409);
  });

  it('hands on what others take over', async () => {
    const other = await aZoomHost(slotlink, owner);
    const members = [host, other].map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    calendar = await aZoomCalendar(owner, host, { members });
    const contact = { name: 'Petra', email: 'petra@example.com' };
    const booking = { calendarId: calendar.id, start: TUESDAY_10, contact, hostUserId: host.user.userId };
    const { body } = await owner.post('/v1/appointments', booking).expect(201);
    await slotlink.drainJobs();
    await owner.delete(`/v1/users/${host.user.userId}?future=reassign`).expect(204);
    await slotlink.drainJobs();
    await slotlink.clock.advance(120_000);
    await slotlink.drainJobs();
    const after = (await owner.get(`/v1/appointments/${body.id}`).expect(200)).body;
    expect(after).toMatchObject({ host: { userId: other.user.userId }, meetingLocation: { state: 'ready' } });
    expect(await atZoom()).toEqual([]);
    expect(await meetingsAtZoom(slotlink, other.email)).toMatchObject([{ joinUrl: after.meetingLocation.joinUrl }]);
  });

  it('hands on several with one mail to each guest, in which the final link stands', async () => {
    const other = await aZoomHost(slotlink, owner, { accountId: 'another' });
    const members = [host, other].map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    calendar = await aZoomCalendar(owner, host, { members });
    const booked: { id: string; email: string }[] = [];
    for (const start of [TUESDAY_10, TUESDAY_11]) {
      const email = anEmail('petra');
      const booking = {
        calendarId: calendar.id,
        start,
        contact: { name: 'Petra', email },
        hostUserId: host.user.userId,
      };
      booked.push({ id: (await owner.post('/v1/appointments', booking).expect(201)).body.id, email });
    }
    await slotlink.drainJobs();
    await owner.delete(`/v1/users/${host.user.userId}?future=reassign`).expect(204);
    await slotlink.drainJobs();
    await slotlink.clock.advance(180_000);
    await slotlink.drainJobs();
    expect(await atZoom()).toEqual([]);
    expect(await meetingsAtZoom(slotlink, other.email)).toHaveLength(2);
    for (const { id, email } of booked) {
      const { meetingLocation } = (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
      const mails = await mailsTo(owner, id, email);
      expect(steps(mails)).toEqual(['REQUEST 0', 'REQUEST 1']);
      expect(mails[1]!.body).toContain(meetingLocation.joinUrl);
    }
  });

  it.each([
    ['our count', spendTheDay],
    ['Zoom’s word', zoomSaysSpent],
  ])('leaves links parked by %s to the fallback when another connects the Zoom account', async (_, spend) => {
    await spend();
    const ids = [await booked(), await booked(TUESDAY_11), await booked('2026-11-25T15:00:00.000Z')];
    const locations = () =>
      Promise.all(ids.map(async (id) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation));
    expect((await locations()).map(({ state }) => state as string)).toEqual(['parked', 'parked', 'parked']);
    await owner
      .post(`/v1/users/${host.user.userId}/integrations/zoom/release`, { reason: 'It was a colleague’s' })
      .expect(204);
    const other = await owner.addUser();
    expect((await tryToConnect(slotlink, other, host.email)).status).toBe(200);
    await slotlink.drainJobs();
    for (const time of [
      '2026-11-23T23:00:00Z',
      '2026-11-24T00:10:00Z',
      '2026-11-24T08:00:00Z',
      '2026-11-24T14:30:00Z',
    ]) {
      await slotlink.clock.set(time);
      await slotlink.drainJobs();
      for (const location of await locations()) {
        expect(location).toMatchObject({ state: 'failed', reason: 'zoom-not-connected' });
      }
    }
    expect(await atZoom()).toEqual([]);
  });

  it('leaves a list to the admin when the day of the deleted user is spent', async () => {
    const id = await booked();
    const zoomMeetingId = await meetingIdOf(id);
    await spendTheDay();
    await owner.delete(`/v1/users/${host.user.userId}?future=cancel`).expect(204);
    await slotlink.drainJobs();
    const [connection] = await slotlink.query<{ state: string }>(
      `SELECT state FROM zoom_connections WHERE user_id = $1`,
      [host.user.userId],
    );
    expect(connection).toEqual({ state: 'disconnected' });
    expect(await leftovers(owner, `users/${host.user.userId}`)).toMatchObject([{ zoomMeetingId }]);
  });

  it('has no more to clear up when an admin releases the Zoom account', async () => {
    const id = await booked();
    await cancel(id);
    await owner
      .post(`/v1/users/${host.user.userId}/integrations/zoom/release`, { reason: 'They got another one' })
      .expect(204);
    expect(await atZoom()).toEqual([]);
  });
});
