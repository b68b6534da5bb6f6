import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { mailsAbout } from '../kit/invitations';
import {
  allMeetings,
  aZoomCalendar,
  aZoomHost,
  type Fault,
  meetingsAtZoom,
  writesOf,
  zoomFails,
  type ZoomHost,
} from '../kit/meetings';
import { bookSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';
import { deliver, listenToZoom, zoomIsSilent } from '../kit/webhooks';
import { requestsTo, simulator, tryToConnect } from '../kit/zoom';

const FALLBACK = 'The host will send you the details';

interface Told {
  what: string[];
  outcome: string;
}

describe('meetings that somebody changes in Zoom itself', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    await listenToZoom(slotlink);
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    host = await aZoomHost(slotlink, owner);
  });
  afterAll(() => slotlink.close());

  const appointmentOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
  const locationOf = async (id: string) => (await appointmentOf(id)).meetingLocation;
  const atZoom = () => meetingsAtZoom(slotlink, host.email);
  const writes = () => writesOf(slotlink, host.email);
  const silence = () => zoomIsSilent(slotlink);

  async function booked(onChangedInZoom: 'restore' | 'accept', start = TUESDAY_10) {
    const calendar = await aZoomCalendar(owner, host, { zoom: { onChangedInZoom } });
    const { id } = await book(slotlink, calendar, start);
    await silence();
    const appointment = await appointmentOf(id);
    return { id: id as string, zoomId: appointment.meetingLocation.zoom.meetingId as string, ...appointment };
  }

  async function byHand(zoomId: string, change: object): Promise<void> {
    await simulator(slotlink, 'PATCH', `meetings/${zoomId}`, change);
    await silence();
  }

  async function deletedByHand(zoomId: string): Promise<void> {
    await simulator(slotlink, 'DELETE', `meetings/${zoomId}`);
    await silence();
  }

  async function told(): Promise<Told[]> {
    const facts = await slotlink.query<{ payload: Told & { userId: string } }>(
      `SELECT payload FROM facts WHERE name = 'meetings.changed-in-zoom' AND payload->>'userId' = $1 ORDER BY seq`,
      [host.user.userId],
    );
    return facts.map(({ payload: { what, outcome } }) => ({ what, outcome }));
  }

  /** Mails to guest and host that have this link. */
  const mailed = async (id: string, joinUrl: string) =>
    (await mailsAbout(owner, id)).filter(({ body }) => body.includes(joinUrl));

  describe('and are restored', () => {
    it('say again what the slot wants, once', async () => {
      const { id, zoomId } = await booked('restore');
      const before = await locationOf(id);
      await byHand(zoomId, { topic: 'Mine', startTime: '2026-11-25T09:00:00Z', duration: 60 });
      expect(await atZoom()).toMatchObject([
        { topic: 'Petra Prospect and Rita Rep', startTime: '2026-11-24T15:00:00Z', duration: 30 },
      ]);
      expect(await writes()).toEqual({ POST: 1, PATCH: 1 });
      expect(await locationOf(id)).toEqual(before);
      expect(await told()).toEqual([{ what: ['topic', 'start', 'duration'], outcome: 'restored' }]);
    });

    it('are made anew when they were deleted, and the guests have the new link', async () => {
      const { id, zoomId } = await booked('restore');
      const before = await locationOf(id);
      await deletedByHand(zoomId);
      const [meeting, ...others] = await atZoom();
      expect(others).toEqual([]);
      expect(await locationOf(id)).toMatchObject({ state: 'ready', joinUrl: meeting!.joinUrl });
      expect(meeting!.joinUrl).not.toBe(before.joinUrl);
      expect(await writes()).toEqual({ POST: 2 });
      expect(await told()).toEqual([{ what: ['removed'], outcome: 'remade' }]);
      expect(await mailed(id, meeting!.joinUrl)).toHaveLength(2);
    });

    it('are left alone after three times in a day', async () => {
      const { zoomId } = await booked('restore');
      for (const topic of ['1st', '2nd', '3rd', '4th']) await byHand(zoomId, { topic });
      expect(await atZoom()).toMatchObject([{ topic: '4th' }]);
      expect(await writes()).toEqual({ POST: 1, PATCH: 3 });
      expect((await told()).map(({ outcome }) => outcome)).toEqual(['restored', 'restored', 'restored', 'given-up']);
    });

    it('are not remade over and over', async () => {
      const { id } = await booked('restore');
      for (let round = 0; round < 6; round += 1) {
        const [meeting] = await atZoom();
        if (meeting) await deletedByHand(String(meeting.id));
      }
      expect(await writes()).toEqual({ POST: 4 });
      expect(await locationOf(id)).toMatchObject({
        state: 'failed',
        reason: 'zoom-meeting-removed',
        value: FALLBACK,
        joinUrl: null,
      });
      expect((await told()).map(({ outcome }) => outcome)).toEqual(['remade', 'remade', 'remade', 'given-up']);
    });
  });

  describe('and are accepted', () => {
    it('stay as Zoom has them, and the slot as it was, until the slot itself changes', async () => {
      const { id, zoomId, start } = await booked('accept');
      await byHand(zoomId, { topic: 'Mine', startTime: '2026-11-25T09:00:00Z' });
      expect(await atZoom()).toMatchObject([{ topic: 'Mine', startTime: '2026-11-25T09:00:00Z' }]);
      expect(await writes()).toEqual({ POST: 1 });
      expect(await appointmentOf(id)).toMatchObject({ start, meetingLocation: { state: 'ready' } });
      expect(await told()).toEqual([{ what: ['topic', 'start'], outcome: 'accepted' }]);

      await owner.patch(`/v1/appointments/${id}`, { title: 'Ours' }).expect(200);
      await silence();
      expect(await atZoom()).toMatchObject([{ topic: 'Ours', startTime: '2026-11-24T15:00:00Z' }]);
      expect(await writes()).toEqual({ POST: 1, PATCH: 1 });
      expect(await told()).toHaveLength(1);
    });

    it('leave guests the fallback when they were deleted, until the slot itself changes', async () => {
      const { id, zoomId } = await booked('accept');
      await deletedByHand(zoomId);
      expect(await locationOf(id)).toMatchObject({ state: 'failed', reason: 'zoom-meeting-removed', value: FALLBACK });
      expect(await told()).toEqual([{ what: ['removed'], outcome: 'accepted' }]);

      await owner.patch(`/v1/appointments/${id}`, { title: 'Ours' }).expect(200);
      await silence();
      expect(await atZoom()).toMatchObject([{ topic: 'Ours' }]);
      expect(await locationOf(id)).toMatchObject({ state: 'ready', reason: null });
      expect(await writes()).toEqual({ POST: 2 });
    });

    it('are had back when they are taken out of the trash', async () => {
      const { id, zoomId } = await booked('accept');
      const before = await locationOf(id);
      await deletedByHand(zoomId);
      await simulator(slotlink, 'POST', `meetings/${zoomId}/recover`);
      await silence();
      expect(await locationOf(id)).toEqual(before);
      expect(await writes()).toEqual({ POST: 1 });
    });
  });

  it.each(['restore', 'accept'] as const)('has guests told of a new passcode and link at once (%s)', async (policy) => {
    const { id, zoomId } = await booked(policy);
    const before = await locationOf(id);
    await byHand(zoomId, { password: 'Other1' });
    const [meeting] = await atZoom();
    expect(await locationOf(id)).toMatchObject({
      state: 'ready',
      joinUrl: meeting!.joinUrl,
      value: meeting!.joinUrl,
      zoom: { meetingId: zoomId, passcode: 'Other1' },
    });
    expect(meeting!.joinUrl).not.toBe(before.joinUrl);
    expect(await writes()).toEqual({ POST: 1 });
    expect(await told()).toEqual([{ what: ['link'], outcome: 'accepted' }]);
    expect(await mailed(id, meeting!.joinUrl)).toHaveLength(2);
  });

  describe('after nobody needed them any more', () => {
    const recovered = async (zoomId: string) => {
      await simulator(slotlink, 'POST', `meetings/${zoomId}/recover`);
      await silence();
    };

    it('are deleted again when they are taken out of the trash', async () => {
      const { id, zoomId } = await booked('restore');
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      await silence();
      expect(await atZoom()).toEqual([]);
      await recovered(zoomId);
      expect(await atZoom()).toEqual([]);
      expect(await writes()).toEqual({ POST: 1, DELETE: 2 });
    });

    it('are deleted again when another was made in their place', async () => {
      const { id, zoomId } = await booked('restore');
      await deletedByHand(zoomId);
      await recovered(zoomId);
      const [meeting, ...others] = await atZoom();
      expect(others).toEqual([]);
      expect(await locationOf(id)).toMatchObject({ state: 'ready', joinUrl: meeting!.joinUrl });
      expect(String(meeting!.id)).not.toBe(zoomId);
    });

    it('are deleted when the day has room for it', async () => {
      const { id, zoomId } = await booked('restore', '2026-11-26T15:00:00.000Z');
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      await silence();
      await slotlink.query(`UPDATE zoom_quota_days SET used = 100 WHERE user_id = $1`, [host.user.userId]);
      await recovered(zoomId);
      expect(await atZoom()).toHaveLength(1);
      const now = slotlink.clock.now().toISOString();
      await slotlink.clock.set('2026-11-24T00:10:00Z');
      await silence();
      expect(await atZoom()).toEqual([]);
      await slotlink.clock.set(now);
    });

    it('are not confused with copies that were made of them', async () => {
      const { id, zoomId } = await booked('restore');
      const [made] = await atZoom();
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      await silence();
      const copy = { email: host.email, agenda: made!.agenda, topic: 'My own', startTime: TUESDAY_10, duration: 30 };
      const { id: copyId } = await simulator<{ id: number }>(slotlink, 'POST', 'meetings', copy);
      await deliver(slotlink, {
        event: 'meeting.updated',
        event_ts: 1,
        payload: { object: { id: zoomId, host_id: await zoomUserId() } },
      }).expect(200);
      await silence();
      expect((await atZoom()).map((meeting) => meeting.id)).toEqual([copyId]);
    });

    async function zoomUserId(): Promise<string> {
      const rows = await slotlink.query<{ id: string }>(
        `SELECT zoom_user_id AS id FROM zoom_connections WHERE user_id = $1`,
        [host.user.userId],
      );
      return rows[0]!.id;
    }
  });

  it('ignores the echoes of our own requests', async () => {
    const { id } = await booked('restore');
    await owner.patch(`/v1/appointments/${id}`, { title: 'Renamed' }).expect(200);
    await silence();
    await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    await silence();
    expect(await writes()).toEqual({ POST: 2, PATCH: 1, DELETE: 1 });
    expect(await told()).toEqual([]);
  });

  it('looks once, however often a meeting was touched, and in whatever order it is told', async () => {
    const { zoomId } = await booked('restore');
    const looks = () => requestsTo(slotlink, host.email, `GET /v2/meetings/${zoomId}`);
    const before = (await looks()).length;
    for (const [index, event] of ['deleted', 'updated', 'permanently_deleted', 'recovered', 'updated'].entries()) {
      const object = { id: index % 2 ? zoomId : Number(zoomId), uuid: 'u' };
      await deliver(slotlink, { event: `meeting.${event}`, event_ts: 9 - index, payload: { object } }).expect(200);
    }
    await silence();
    expect(await looks()).toHaveLength(before + 1);
    expect(await atZoom()).toHaveLength(1);
    expect(await writes()).toEqual({ POST: 1 });
    expect(await told()).toEqual([]);
  });

  it("never touches a host's other meetings, nor asks about them", async () => {
    await booked('restore');
    const theirs = await simulator<{ id: number }>(slotlink, 'POST', 'meetings', {
      email: host.email,
      topic: 'Private',
    });
    await byHand(String(theirs.id), { topic: 'More private' });
    await deletedByHand(String(theirs.id));
    expect(await requestsTo(slotlink, host.email, `GET /v2/meetings/${theirs.id}`)).toEqual([]);
    expect(await writes()).toEqual({ POST: 1 });
    expect(await told()).toEqual([]);
  });

  it.each(['restore', 'accept'] as const)('judges what changed while nobody watched (%s)', async (policy) => {
    const { id, zoomId } = await booked(policy);
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await silence();
    await byHand(zoomId, { topic: 'Mine', password: 'Other1' });
    expect(await locationOf(id)).toMatchObject({ unmanaged: true });
    expect((await tryToConnect(slotlink, host.user, host.email)).status).toBe(200);
    await silence();
    const [meeting] = await atZoom();
    const topic = policy === 'accept' ? 'Mine' : 'Petra Prospect and Rita Rep';
    expect(meeting).toMatchObject({ id: Number(zoomId), topic });
    expect(await locationOf(id)).toMatchObject({ state: 'ready', unmanaged: false, joinUrl: meeting!.joinUrl });
    expect(await told()).toEqual([{ what: ['topic', 'link'], outcome: policy === 'accept' ? 'accepted' : 'restored' }]);
  });

  it('still knows that a meeting was removed when the host was away in between', async () => {
    const { id, zoomId } = await booked('accept');
    await deletedByHand(zoomId);
    const removed = await locationOf(id);
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await silence();
    expect(await locationOf(id)).toEqual(removed);
    await tryToConnect(slotlink, host.user, host.email);
    await silence();
    expect(await locationOf(id)).toEqual(removed);
    expect(await writes()).toEqual({ POST: 1 });
  });

  it.each<[string, Partial<Fault>]>([
    ['answers an error', { kind: 'status', status: 500 }],
    ['answers a page', { kind: 'html' }],
    ['answers 404 for want of a better idea', { kind: 'status', status: 404, body: {} }],
    ['answers nothing', { kind: 'reset' }],
    ['wants it slower', { kind: 'status', status: 429, headers: { 'retry-after': '5' } }],
  ])('takes nothing for gone when Zoom %s, and looks again', async (_, fault) => {
    const { id, zoomId } = await booked('restore');
    const before = await locationOf(id);
    await zoomFails(slotlink, {
      kind: 'reset',
      ...fault,
      method: 'GET',
      path: `/meetings/${zoomId}`,
      email: host.email,
    });
    await byHand(zoomId, { topic: 'Mine' });
    expect(await atZoom()).toMatchObject([{ topic: 'Mine' }]);
    expect(await locationOf(id)).toEqual(before);
    await slotlink.clock.advance(60_000);
    await silence();
    expect(await atZoom()).toMatchObject([{ topic: 'Petra Prospect and Rita Rep' }]);
    expect(await locationOf(id)).toEqual(before);
    expect(await told()).toEqual([{ what: ['topic'], outcome: 'restored' }]);
  });

  it('has parked what cannot be restored today, and restores it tomorrow', async () => {
    const { zoomId } = await booked('restore');
    const now = slotlink.clock.now().toISOString();
    await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
    await byHand(zoomId, { topic: 'Mine' });
    expect(await atZoom()).toMatchObject([{ topic: 'Mine' }]);
    await slotlink.clock.set('2026-11-24T00:10:00Z');
    await silence();
    expect(await atZoom()).toMatchObject([{ topic: 'Petra Prospect and Rita Rep' }]);
    // No earlier: what Zoom asked to wait for would lie ahead again.
    await slotlink.clock.set(now);
  });

  it('tells the host once though two instances hear of it', async () => {
    const { zoomId } = await booked('restore');
    const other = await startTestApp({ beside: slotlink });
    try {
      await simulator(slotlink, 'PATCH', `meetings/${zoomId}`, { topic: 'Mine' });
      await simulator(slotlink, 'GET', 'deliveries');
      const again = { event: 'meeting.updated', event_ts: 1, payload: { object: { id: zoomId } } };
      await Promise.all([slotlink, other, slotlink, other].map((each) => deliver(each, again).expect(200)));
      await Promise.all([slotlink.drainJobs(), other.drainJobs()]);
      await silence();
      expect(await writes()).toEqual({ POST: 1, PATCH: 1 });
      expect(await told()).toEqual([{ what: ['topic'], outcome: 'restored' }]);
    } finally {
      await other.close();
    }
  });

  it('does the same for a series that has one link', async () => {
    const calendar = await aZoomCalendar(owner, host, { zoom: { oneLinkForSeries: true } });
    const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, { rrule: 'FREQ=WEEKLY;COUNT=3' });
    await silence();
    const linksOf = () => Promise.all(appointments.map(async ({ id }) => (await locationOf(id)).joinUrl as string));
    const [before] = await linksOf();
    const [meeting] = await atZoom();
    await byHand(String(meeting!.id), { topic: 'Mine' });
    expect(await atZoom()).toMatchObject([{ topic: meeting!.topic }]);
    const now = slotlink.clock.now().toISOString();
    // While one occurrence runs, others lie ahead.
    await slotlink.clock.set('2026-11-24T15:10:00Z');
    await deletedByHand(String(meeting!.id));
    const [remade] = await atZoom();
    expect(await linksOf()).toEqual([remade!.joinUrl, remade!.joinUrl, remade!.joinUrl]);
    expect(remade!.joinUrl).not.toBe(before);
    expect(await writes()).toEqual({ POST: 2, PATCH: 1 });
    expect(await told()).toEqual([
      { what: ['topic'], outcome: 'restored' },
      { what: ['removed'], outcome: 'remade' },
    ]);
    await slotlink.clock.set(now);
  });

  it('leaves alone what has begun, and what is over', async () => {
    const { id, zoomId } = await booked('restore');
    await slotlink.clock.set('2026-11-24T15:10:00Z');
    await byHand(zoomId, { duration: 90 });
    expect(await writes()).toEqual({ POST: 1 });
    await slotlink.clock.set('2026-11-24T15:30:00Z');
    await deletedByHand(zoomId);
    expect(await allMeetings(slotlink, host.email)).toHaveLength(1);
    expect(await told()).toEqual([]);
    expect(await locationOf(id)).toMatchObject({ state: 'ready' });
  });
});
