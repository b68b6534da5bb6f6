import { SweepNightlyJob } from '../../src/meetings/sweep-nightly';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import {
  allMeetings,
  aZoomCalendar,
  aZoomHost,
  meetingsAtZoom,
  writesOf,
  zoomFails,
  type ZoomHost,
} from '../kit/meetings';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { simulator } from '../kit/zoom';

const SWEEP = '/v1/me/integrations/zoom/sweep';
const NOTHING = {
  missingRemade: 0,
  changedInZoom: 0,
  orphansDeleted: 0,
  reported: [],
  reportedCount: 0,
  failure: null,
};

describe('a sweep', () => {
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
  afterAll(() => slotlink.close());

  const locationOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;
  async function booked(start = TUESDAY_10): Promise<string> {
    const { id } = await book(slotlink, calendar, start);
    await slotlink.drainJobs();
    return id as string;
  }
  async function swept() {
    await host.user.post(SWEEP, {}).expect(202);
    await slotlink.drainJobs();
    return (await host.user.get(SWEEP).expect(200)).body;
  }
  const byHand = (meeting: object) =>
    simulator<{ id: number }>(slotlink, 'POST', 'meetings', {
      email: host.email,
      topic: 'By hand',
      startTime: TUESDAY_11,
      duration: 30,
      ...meeting,
    });

  it('finds nothing wrong where nothing is, and leaves foreign meetings out of it', async () => {
    await booked();
    await byHand({});
    const before = await meetingsAtZoom(slotlink, host.email);
    expect(await swept()).toEqual({ state: 'done', requestedAt: MONDAY, finishedAt: MONDAY, ...NOTHING });
    expect(await meetingsAtZoom(slotlink, host.email)).toEqual(before);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
  });

  it('is said to wait until it has run', async () => {
    const { body } = await host.user.post(SWEEP, {}).expect(202);
    expect(body).toMatchObject({ state: 'waiting', finishedAt: null });
  });

  it('makes a meeting anew that vanished without a word', async () => {
    const id = await booked();
    const [made] = await meetingsAtZoom(slotlink, host.email);
    await vanish(made!.id);
    expect(await swept()).toMatchObject({ missingRemade: 1, orphansDeleted: 0 });
    const [remade, ...others] = await meetingsAtZoom(slotlink, host.email);
    expect(others).toEqual([]);
    expect(await locationOf(id)).toMatchObject({ state: 'ready', joinUrl: remade!.joinUrl });
    expect(remade!.joinUrl).not.toBe(made!.joinUrl);
  });

  it('deletes a meeting whose deletion Zoom only pretended to know of', async () => {
    const id = await booked();
    const lie = { status: 404, body: { code: 3001, message: 'Meeting does not exist.' } };
    await zoomFails(slotlink, { kind: 'status', method: 'DELETE', email: host.email, ...lie });
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    await slotlink.drainJobs();
    expect(await meetingsAtZoom(slotlink, host.email)).toHaveLength(1);
    expect(await swept()).toMatchObject({ missingRemade: 0, orphansDeleted: 1 });
    expect(await meetingsAtZoom(slotlink, host.email)).toEqual([]);
  });

  it('deletes what another host made and handed over, should it outlive its slot', async () => {
    const colleague = await aZoomHost(slotlink, owner);
    const members = [host, colleague].map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    calendar = await aRoundRobin(owner, { members });
    const contact = { name: 'Petra', email: 'petra@example.com' };
    const booking = { calendarId: calendar.id, start: TUESDAY_10, contact, hostUserId: colleague.user.userId };
    const { id } = (await owner.post('/v1/appointments', booking).expect(201)).body;
    await slotlink.drainJobs();
    // Long enough for it not to look like an attempt of the next host's.
    await slotlink.clock.advance(3_600_000);
    await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: host.user.userId }).expect(200);
    await slotlink.drainJobs();
    const [made] = await meetingsAtZoom(slotlink, host.email);
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    await slotlink.drainJobs();
    await simulator(slotlink, 'POST', `meetings/${made!.id}/recover`);
    expect(await meetingsAtZoom(slotlink, host.email)).toHaveLength(1);
    expect(await swept()).toMatchObject({ orphansDeleted: 1, reportedCount: 0 });
    expect(await meetingsAtZoom(slotlink, host.email)).toEqual([]);
  });

  it('deletes the second meeting of an attempt that was carried out twice', async () => {
    const id = await booked();
    const [made] = await meetingsAtZoom(slotlink, host.email);
    await byHand({ agenda: made!.agenda, topic: made!.topic, startTime: TUESDAY_10 });
    expect(await swept()).toMatchObject({ missingRemade: 0, orphansDeleted: 1, reportedCount: 0 });
    expect(await meetingsAtZoom(slotlink, host.email)).toEqual([made]);
    expect((await locationOf(id)).joinUrl).toBe(made!.joinUrl);
  });

  it('reports what only looks like ours, and leaves it alone', async () => {
    await booked();
    const [made] = await meetingsAtZoom(slotlink, host.email);
    const copy = await byHand({ agenda: made!.agenda, topic: 'A copy' });
    const stranger = await byHand({ agenda: 'slotlink:00000000:0000:0000', topic: 'Staging' });
    const { reported, reportedCount } = await swept();
    expect(reportedCount).toBe(2);
    expect(reported).toEqual(
      expect.arrayContaining([
        { zoomMeetingId: String(copy.id), topic: 'A copy', start: TUESDAY_11, why: 'copy' },
        { zoomMeetingId: String(stranger.id), topic: 'Staging', start: TUESDAY_11, why: 'other-installation' },
      ]),
    );
    expect(await meetingsAtZoom(slotlink, host.email)).toHaveLength(3);
  });

  it('says why it failed, and keeps what the last one found', async () => {
    await booked();
    await vanish((await meetingsAtZoom(slotlink, host.email))[0]!.id);
    await swept();
    await zoomFails(slotlink, { kind: 'status', status: 503, method: 'GET', email: host.email });
    expect(await swept()).toMatchObject({ state: 'failed', failure: 'zoom-unknown-fate', missingRemade: 1 });
    expect(await swept()).toMatchObject({ state: 'done', failure: null, missingRemade: 0 });
  });

  it('is asked for by admins, for hosts of their account who have Zoom', async () => {
    const path = `/v1/users/${host.user.userId}/integrations/zoom/sweep`;
    await owner.get(path).expect(404);
    await owner.post(path, {}).expect(202);
    await slotlink.drainJobs();
    expect((await owner.get(path).expect(200)).body).toMatchObject({ state: 'done' });
    await host.user.post(path, {}).expect(403);
    await (await anAccount(slotlink)).post(path, {}).expect(404);
    const { body } = await owner.post(SWEEP, {}).expect(409);
    expect(body.type).toMatch(/zoom-not-connected$/);
  });

  it('fails for a host whose Zoom is gone by then', async () => {
    await host.user.post(SWEEP, {}).expect(202);
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await slotlink.drainJobs();
    const { body } = await host.user.get(SWEEP).expect(200);
    expect(body).toMatchObject({ state: 'failed', failure: 'zoom-not-connected' });
  });

  it('comes every night', async () => {
    await booked('2026-11-26T15:00:00.000Z');
    await vanish((await meetingsAtZoom(slotlink, host.email))[0]!.id);
    const nightly = slotlink.app.get(SweepNightlyJob);
    const atNight = async (instant: string) => {
      await slotlink.clock.set(instant);
      await nightly.tick();
      await slotlink.drainJobs();
      return (await host.user.get(SWEEP)).body;
    };
    expect(await atNight('2026-11-24T02:00:00Z')).toMatchObject({ missingRemade: 1 });
    expect(await atNight('2026-11-24T23:00:00Z')).toMatchObject({ finishedAt: '2026-11-24T02:00:00.000Z' });
    expect(await atNight('2026-11-25T02:00:00Z')).toMatchObject({
      missingRemade: 0,
      finishedAt: '2026-11-25T02:00:00.000Z',
    });
    expect(await allMeetings(slotlink, host.email)).toHaveLength(2);
  });

  /** Deleted by hand in Zoom, and the webhook got lost. */
  async function vanish(id: number): Promise<void> {
    await simulator(slotlink, 'DELETE', `meetings/${id}`);
  }
});
