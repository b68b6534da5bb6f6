import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import {
  allMeetings,
  aZoomHost,
  meetingsAtZoom,
  writesOf,
  zoomFails,
  type ZoomHost,
  zoomRecovers,
} from '../kit/meetings';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { connectZoom, simulator } from '../kit/zoom';

const PATCH = { method: 'PATCH', path: '/meetings/' };

describe('the link of an appointment that another host takes over', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let a: ZoomHost;
  let b: ZoomHost;
  let calendar: TestCalendar;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    [a, b] = [await aZoomHost(slotlink, owner), await aZoomHost(slotlink, owner)];
    calendar = await aCalendarOf(a, b);
  });
  afterEach(() => zoomRecovers(slotlink));
  afterAll(() => slotlink.close());

  const aCalendarOf = (...hosts: ZoomHost[]) => {
    const members = hosts.map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    return aRoundRobin(owner, { members, appointmentsPerSlot: 1 });
  };
  const hostOf = (body: { host: { userId: string } }) => (body.host.userId === a.user.userId ? a : b);
  const otherThan = (host: ZoomHost) => (host === a ? b : a);
  const appointmentOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
  const at = (host: ZoomHost) => meetingsAtZoom(slotlink, host.email);
  const writes = async () => [await writesOf(slotlink, first.email), await writesOf(slotlink, second.email)];
  const later = async (ms: number) => {
    await slotlink.clock.advance(ms);
    await slotlink.drainJobs();
  };

  /** Whose it is, and who takes it over. */
  let first: ZoomHost;
  let second: ZoomHost;
  async function booked(start = TUESDAY_10) {
    const { id } = await book(slotlink, calendar, start);
    await slotlink.drainJobs();
    const body = await appointmentOf(id);
    first = hostOf(body);
    second = otherThan(first);
    return body;
  }
  async function reassigned({ id }: { id: string }, to = second) {
    await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: to.user.userId }).expect(200);
    await slotlink.drainJobs();
    return appointmentOf(id);
  }
  const ledgerOf = async ({ user }: ZoomHost) =>
    (await user.get('/v1/me/integrations/zoom/requests').expect(200)).body.items
      .map(({ purpose, outcome }: { purpose: string; outcome: string }) => `${purpose} ${outcome}`)
      .sort();

  it('stays with its id, passcode and address within one Zoom account', async () => {
    const before = await booked();
    const after = await reassigned(before);
    expect(after.host.userId).toBe(second.user.userId);
    expect(after.slotId).not.toBe(before.slotId);
    expect(after.meetingLocation).toEqual(before.meetingLocation);
    expect(await at(first)).toEqual([]);
    const [meeting, ...others] = await at(second);
    expect(others).toEqual([]);
    expect(String(meeting!.id)).toBe(before.meetingLocation.zoom.meetingId);
    expect(meeting!.topic).toBe(after.title);
    expect(await writes()).toEqual([{ POST: 1, PATCH: 1 }, {}]);
  });

  it('costs a unit of both hosts, as making it anew and deleting the old one would', async () => {
    await reassigned(await booked());
    expect(await ledgerOf(first)).toEqual(['create done', 'update done']);
    expect(await ledgerOf(second)).toEqual(['update done']);
  });

  it('goes on from there: it can be changed, started, handed back and deleted', async () => {
    const before = await booked();
    const { id } = await reassigned(before);
    await owner.patch(`/v1/appointments/${id}`, { title: 'Another talk' }).expect(200);
    await slotlink.drainJobs();
    expect(await at(second)).toMatchObject([{ topic: 'Another talk' }]);
    const { body } = await second.user.post(`/v1/appointments/${id}/start-link`).expect(200);
    expect(body.startUrl).toContain(before.meetingLocation.zoom.meetingId);
    const back = await reassigned({ id }, first);
    expect(back.meetingLocation).toEqual(before.meetingLocation);
    expect(await at(first)).toHaveLength(1);
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    await slotlink.drainJobs();
    expect([await at(first), await at(second)]).toEqual([[], []]);
  });

  it('is told of in the history of the appointment', async () => {
    const { id, slotId } = await reassigned(await booked());
    const { body } = await owner.get(`/v1/appointments/${id}/history`).expect(200);
    const links = body.items.flatMap(({ link }: { link: object | null }) => link ?? []);
    expect(links.filter((link: { slotId: string }) => link.slotId === slotId)).toMatchObject([
      { from: 'none', to: 'pending' },
      { from: 'pending', to: 'ready' },
    ]);
  });

  it.each<[string, object]>([
    ['another Zoom account', { accountId: 'another' }],
    ['a basic plan', { type: 1 }],
  ])('is another one for a host with %s: made first, then the old one is deleted', async (_, zoom) => {
    const user = await owner.addUser();
    const stranger = { user, email: await connectZoom(slotlink, user, zoom) };
    b = stranger;
    calendar = await aCalendarOf(a, b);
    const before = await booked();
    const after = await reassigned(before);
    expect(after.meetingLocation.state).toBe('ready');
    expect(after.meetingLocation.joinUrl).not.toBe(before.meetingLocation.joinUrl);
    expect(await at(first)).toEqual([]);
    expect(await at(second)).toHaveLength(1);
    const all = [...(await allMeetings(slotlink, first.email)), ...(await allMeetings(slotlink, second.email))];
    expect(all).toHaveLength(2);
    expect(await writes()).toEqual([{ POST: 1, DELETE: 1 }, { POST: 1 }]);
  });

  it('is another one where Zoom refuses, which is tried once and remembered for these two', async () => {
    const before = await booked();
    await simulator(slotlink, 'POST', 'users', { email: second.email, schedulesAlone: true });
    const after = await reassigned(before);
    expect(after.meetingLocation).toMatchObject({ state: 'ready' });
    expect(after.meetingLocation.joinUrl).not.toBe(before.meetingLocation.joinUrl);
    expect(await at(first)).toEqual([]);
    expect(await writes()).toEqual([{ POST: 1, PATCH: 1, DELETE: 1 }, { POST: 1 }]);

    const next = await bookedWith(first);
    await simulator(slotlink, 'POST', 'users', { email: second.email, schedulesAlone: false });
    await reassigned(next);
    expect((await writesOf(slotlink, first.email)).PATCH).toBe(1);
    await slotlink.clock.set('2026-12-22T08:00:00Z');
    const weeksLater = await bookedWith(first, '2026-12-22T15:00:00.000Z');
    const kept = await reassigned(weeksLater);
    expect(kept.meetingLocation).toEqual(weeksLater.meetingLocation);
  });

  async function bookedWith({ user }: ZoomHost, start = TUESDAY_11) {
    const contact = { name: 'Petra', email: 'petra@example.com' };
    const { body } = await owner
      .post('/v1/appointments', { calendarId: calendar.id, start, contact, hostUserId: user.userId })
      .expect(201);
    await slotlink.drainJobs();
    return appointmentOf(body.id);
  }

  it.each<[string, object]>([
    ['fails before Zoom acts', { kind: 'reset' }],
    ['fails after Zoom acted', { kind: 'reset-after-commit' }],
    ['is answered with HTML', { kind: 'html' }],
    ['is answered 503, and so is much else', { kind: 'status', status: 503, times: 4 }],
  ])('is one link for one meeting in the end when the transfer %s', async (_, fault) => {
    const before = await booked();
    await zoomFails(slotlink, { ...PATCH, email: first.email, ...fault } as never);
    const { id } = await reassigned(before);
    for (let wait = 0; wait < 8; wait += 1) await later(20_000);
    await zoomRecovers(slotlink);
    for (let wait = 0; wait < 4; wait += 1) await later(60_000);
    const after = await appointmentOf(id);
    expect(await at(first)).toEqual([]);
    const [meeting, ...others] = await at(second);
    expect(others).toEqual([]);
    expect(after.meetingLocation).toMatchObject({ state: 'ready', joinUrl: meeting!.joinUrl });
    if ((fault as { kind: string }).kind === 'reset-after-commit') {
      expect(after.meetingLocation.joinUrl).toBe(before.meetingLocation.joinUrl);
    }
  });

  it('is another one when the meeting was removed in Zoom', async () => {
    const before = await booked();
    await simulator(slotlink, 'DELETE', `meetings/${before.meetingLocation.zoom.meetingId}`);
    const after = await reassigned(before);
    expect(after.meetingLocation.state).toBe('ready');
    expect(await at(second)).toMatchObject([{ joinUrl: after.meetingLocation.joinUrl }]);
    expect(await at(first)).toEqual([]);
  });

  it('is another one when the day of the next host is spent, and the old one opens until that is there', async () => {
    const before = await booked();
    await slotlink.query(`INSERT INTO zoom_quota_days (user_id, day, used) VALUES ($1, '2026-11-23', 100)`, [
      second.user.userId,
    ]);
    const { id, meetingLocation } = await reassigned(before);
    expect(meetingLocation.state).toBe('parked');
    await later(3_600_000);
    expect(await at(first)).toMatchObject([{ joinUrl: before.meetingLocation.joinUrl }]);
    await slotlink.clock.set('2026-11-24T00:10:00Z');
    await slotlink.drainJobs();
    expect((await appointmentOf(id)).meetingLocation.state).toBe('ready');
    expect(await at(first)).toEqual([]);
  });

  describe('when it cannot be handed over', () => {
    beforeEach(async () => {
      const user = await owner.addUser();
      b = { user, email: await connectZoom(slotlink, user, { accountId: 'another' }) };
      calendar = await aCalendarOf(a, b);
    });
    const bookedWithA = async () => {
      first = a;
      second = b;
      return bookedWith(a, TUESDAY_10);
    };

    it('opens until the next host has one, however long Zoom fails', async () => {
      const before = await bookedWithA();
      await zoomFails(slotlink, { kind: 'status', status: 503, times: 1_000, email: b.email });
      const { id } = await reassigned(before);
      for (let wait = 0; wait < 3; wait += 1) await later(300_000);
      expect((await appointmentOf(id)).meetingLocation.state).toBe('pending');
      expect(await at(first)).toMatchObject([{ joinUrl: before.meetingLocation.joinUrl }]);
      await zoomRecovers(slotlink);
      await later(3_700_000);
      expect((await appointmentOf(id)).meetingLocation.state).toBe('ready');
      expect([await at(first), await at(second)]).toMatchObject([[], [{}]]);
    });

    it('goes as soon as it is clear that there will be none', async () => {
      const before = await bookedWithA();
      await zoomFails(slotlink, { kind: 'status', status: 503, times: 1_000, email: b.email });
      const { id } = await reassigned(before);
      await b.user.delete('/v1/me/integrations/zoom').expect(204);
      await later(61_000);
      const { meetingLocation } = await appointmentOf(id);
      expect(meetingLocation).toMatchObject({ state: 'failed', reason: 'zoom-not-connected' });
      expect(await at(first)).toEqual([]);
    });

    it('goes when the next host has no Zoom: the fallback holds', async () => {
      const before = await bookedWithA();
      await b.user.delete('/v1/me/integrations/zoom').expect(204);
      const { meetingLocation } = await reassigned(before);
      expect(meetingLocation).toMatchObject({ state: 'failed', reason: 'zoom-not-connected' });
      await later(61_000);
      expect(await at(first)).toEqual([]);
      // Connected after all, the next host gets one.
      await connectZoom(slotlink, b.user, { email: b.email });
      await slotlink.drainJobs();
      expect((await appointmentOf(before.id)).meetingLocation.state).toBe('ready');
      expect([await at(first), await at(second)]).toMatchObject([[], [{}]]);
    });

    it('is deleted at once when the host before leaves Zoom', async () => {
      const before = await bookedWithA();
      await zoomFails(slotlink, { kind: 'status', status: 503, times: 1_000, email: b.email });
      await reassigned(before);
      await a.user.delete('/v1/me/integrations/zoom').expect(204);
      expect(await at(first)).toEqual([]);
    });
  });

  it('is not waited for longer than a minute when the host who has it is out of reach', async () => {
    const before = await booked();
    await slotlink.query(
      `INSERT INTO zoom_leases (zoom_user_id, lease_token, lease_until)
       SELECT zoom_user_id, gen_random_uuid(), now() + interval '1 hour' FROM zoom_connections WHERE user_id = $1`,
      [first.user.userId],
    );
    const { id, meetingLocation } = await reassigned(before);
    expect(meetingLocation.state).toBe('pending');
    await later(61_000);
    const after = await appointmentOf(id);
    expect(after.meetingLocation.state).toBe('ready');
    expect(after.meetingLocation.joinUrl).not.toBe(before.meetingLocation.joinUrl);
    await slotlink.query(`DELETE FROM zoom_leases`);
    await later(3_700_000);
    expect(await at(first)).toEqual([]);
    expect(await at(second)).toHaveLength(1);
  });

  it('goes to nobody when it is cancelled on the way', async () => {
    const before = await booked();
    await owner.post(`/v1/appointments/${before.id}/reassign`, { hostUserId: second.user.userId }).expect(200);
    await owner.post(`/v1/appointments/${before.id}/cancel`, {}).expect(200);
    await slotlink.drainJobs();
    await later(120_000);
    expect([await at(first), await at(second)]).toEqual([[], []]);
  });

  it('is the last host’s when it is handed on at once', async () => {
    const before = await booked();
    const { id } = before;
    await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: second.user.userId }).expect(200);
    await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: first.user.userId }).expect(200);
    await slotlink.drainJobs();
    await later(120_000);
    const { meetingLocation } = await appointmentOf(id);
    expect(await at(second)).toEqual([]);
    expect(await at(first)).toMatchObject([{ joinUrl: meetingLocation.joinUrl }]);
  });

  it('stays behind with those who share its slot', async () => {
    const members = [a, b].map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    calendar = await aRoundRobin(owner, { members, appointmentsPerSlot: 3 });
    const before = await booked();
    await bookedWith(first, TUESDAY_10);
    const after = await reassigned(before);
    expect(after.meetingLocation.joinUrl).not.toBe(before.meetingLocation.joinUrl);
    expect([await at(first), await at(second)]).toMatchObject([[{}], [{}]]);
    expect(await writes()).toEqual([{ POST: 1 }, { POST: 1 }]);
  });
});
