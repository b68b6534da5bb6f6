import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import type { TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, writesOf, type ZoomHost } from '../kit/meetings';
import { startTestApp, type TestApp } from '../kit/test-app';
import { simulator, tryToConnect } from '../kit/zoom';

const FALLBACK = 'The host will send you the details';

describe("meetings when the host's Zoom goes away and comes back", () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  let calendar: TestCalendar;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    host = await aZoomHost(slotlink, owner);
    calendar = await aZoomCalendar(owner, host);
  });
  afterAll(() => slotlink.close());

  const locationOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;
  const atZoom = (email = host.email) => meetingsAtZoom(slotlink, email);
  const disconnect = async () => {
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await slotlink.drainJobs();
  };
  const reconnect = async (email = host.email) => {
    expect((await tryToConnect(slotlink, host.user, email)).status).toBe(200);
    await slotlink.drainJobs();
  };
  async function booked(start = TUESDAY_10): Promise<string> {
    const { id } = await book(slotlink, calendar, start);
    await slotlink.drainJobs();
    return id as string;
  }

  it('shows the fallback while nobody can make a link, and makes it once the host has connected', async () => {
    await disconnect();
    const id = await booked();
    expect(await locationOf(id)).toMatchObject({ state: 'failed', reason: 'zoom-not-connected', value: FALLBACK });
    await reconnect();
    const [meeting] = await atZoom();
    expect(await locationOf(id)).toMatchObject({ state: 'ready', reason: null, value: meeting!.joinUrl });
  });

  it('goes on with the links there are, unmanaged, and takes them back without a create', async () => {
    const id = await booked();
    const before = await locationOf(id);
    await disconnect();
    expect(await locationOf(id)).toEqual({ ...before, unmanaged: true });
    await reconnect();
    expect(await locationOf(id)).toEqual(before);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
  });

  it('makes a new link on return for a meeting that is gone', async () => {
    const id = await booked();
    const before = await locationOf(id);
    await disconnect();
    await simulator(slotlink, 'DELETE', `meetings/${before.zoom.meetingId}`);
    await reconnect();
    const after = await locationOf(id);
    expect(after).toMatchObject({ state: 'ready', unmanaged: false });
    expect(after.joinUrl).not.toBe(before.joinUrl);
    expect(await atZoom()).toHaveLength(1);
  });

  it('catches up on return on what was cancelled and changed meanwhile', async () => {
    const [cancelled, renamed] = [await booked(), await booked(TUESDAY_11)];
    await disconnect();
    await owner.post(`/v1/appointments/${cancelled}/cancel`, {}).expect(200);
    await owner.patch(`/v1/appointments/${renamed}`, { title: 'Renamed' }).expect(200);
    await slotlink.drainJobs();
    expect(await atZoom()).toHaveLength(2);
    await reconnect();
    expect(await atZoom()).toMatchObject([{ topic: 'Renamed' }]);
  });

  it('makes new links on another Zoom account', async () => {
    const id = await booked();
    const before = await locationOf(id);
    await disconnect();
    await owner
      .post(`/v1/users/${host.user.userId}/integrations/zoom/release`, { reason: 'They moved to another Zoom account' })
      .expect(204);
    await slotlink.drainJobs();
    const email = anEmail('other-zoom');
    await simulator(slotlink, 'POST', 'users', { email });
    await reconnect(email);
    const [meeting] = await atZoom(email);
    expect(await locationOf(id)).toMatchObject({ state: 'ready', unmanaged: false, joinUrl: meeting!.joinUrl });
    expect(meeting!.joinUrl).not.toBe(before.joinUrl);
  });

  it('says that the host has to connect again when Zoom no longer takes our tokens, and mends everything then', async () => {
    const ready = await booked();
    await simulator(slotlink, 'POST', 'revoke', { email: host.email });
    const failed = await booked(TUESDAY_11);
    expect(await locationOf(failed)).toMatchObject({
      state: 'failed',
      reason: 'zoom-reconnect-required',
      value: FALLBACK,
    });
    expect(await locationOf(ready)).toMatchObject({ state: 'ready', unmanaged: true });
    await reconnect();
    expect(await locationOf(failed)).toMatchObject({ state: 'ready' });
    expect(await locationOf(ready)).toMatchObject({ state: 'ready', unmanaged: false });
    expect(await atZoom()).toHaveLength(2);
  });

  it('leaves the meetings of other hosts alone', async () => {
    const id = await booked();
    const other = await aZoomHost(slotlink, owner);
    await disconnect();
    expect(await locationOf(id)).toMatchObject({ unmanaged: true });
    const theirs = await aZoomCalendar(owner, other);
    const { id: unrelated } = await book(slotlink, theirs, TUESDAY_10);
    await slotlink.drainJobs();
    expect(await locationOf(unrelated)).toMatchObject({ state: 'ready', unmanaged: false });
  });
});
