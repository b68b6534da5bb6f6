import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, writesOf, type ZoomHost } from '../kit/meetings';
import { startTestApp, type TestApp } from '../kit/test-app';
import { deliver, listenToZoom, zoomIsSilent } from '../kit/webhooks';
import { requestsTo, simulator, tryToConnect } from '../kit/zoom';

describe('when a rep removes our app in Zoom', () => {
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

  const connectionOf = async ({ user }: ZoomHost) => (await user.get('/v1/me/integrations/zoom').expect(200)).body;
  const locationOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;
  const uninstall = async () => {
    await simulator(slotlink, 'POST', 'uninstall', { email: host.email });
    await zoomIsSilent(slotlink);
  };
  async function removal(change: Record<string, unknown>): Promise<void> {
    const { zoomUser } = await connectionOf(host);
    const deauthorization_time = new Date(slotlink.clock.ms()).toISOString();
    const payload = {
      account_id: 'a',
      user_id: zoomUser.id,
      client_id: 'test-client',
      deauthorization_time,
      ...change,
    };
    await deliver(slotlink, { event: 'app_deauthorized', event_ts: slotlink.clock.ms(), payload }).expect(200);
    await slotlink.drainJobs();
  }
  async function whyEnded(): Promise<string[]> {
    const rows = await slotlink.query<{ why: string }>(
      `SELECT payload->>'why' AS why FROM facts WHERE name = 'zoom.disconnected' AND payload->>'userId' = $1`,
      [host.user.userId],
    );
    return rows.map(({ why }) => why);
  }

  it('their connection ends, their links go on unmanaged, and nothing is asked of Zoom', async () => {
    const calendar = await aZoomCalendar(owner, host);
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await zoomIsSilent(slotlink);
    const before = await locationOf(id);
    await uninstall();
    expect(await connectionOf(host)).toMatchObject({ state: 'not-connected' });
    expect(await locationOf(id)).toEqual({ ...before, unmanaged: true });
    expect(await whyEnded()).toEqual(['uninstalled']);
    expect(await requestsTo(slotlink, host.email, 'POST /oauth/revoke')).toEqual([]);
    const stored = `SELECT FROM zoom_connections WHERE user_id = $1 AND (access_token IS NOT NULL OR refresh_token IS NOT NULL)`;
    expect(await slotlink.query(stored, [host.user.userId])).toEqual([]);

    const later = await book(slotlink, calendar, TUESDAY_11);
    await zoomIsSilent(slotlink);
    expect(await locationOf(later.id)).toMatchObject({ state: 'failed', reason: 'zoom-not-connected' });
  });

  it('the Zoom account stays theirs, and connecting it again takes their meetings back without a create', async () => {
    const { id } = await book(slotlink, await aZoomCalendar(owner, host), TUESDAY_10);
    await zoomIsSilent(slotlink);
    const before = await locationOf(id);
    await uninstall();
    const other = await owner.addUser();
    expect((await tryToConnect(slotlink, other, host.email)).body.type).toMatch(/zoom-account-bound$/);
    expect((await tryToConnect(slotlink, host.user, host.email)).status).toBe(200);
    await zoomIsSilent(slotlink);
    expect(await locationOf(id)).toEqual(before);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
    expect(await meetingsAtZoom(slotlink, host.email)).toHaveLength(1);
  });

  it('nothing happens when the news is of another app or another user, or of an earlier time', async () => {
    await removal({ client_id: 'another-app' });
    await removal({ user_id: 'nobody-here' });
    await removal({ user_id: '' });
    await removal({ deauthorization_time: '2026-11-23T07:59:59.999Z' });
    expect(await connectionOf(host)).toMatchObject({ state: 'connected' });
    expect(await whyEnded()).toEqual([]);
  });

  it('news of a removal that comes after they connected again ends nothing', async () => {
    const { zoomUser } = await connectionOf(host);
    await simulator(slotlink, 'POST', 'uninstall', { email: host.email });
    const removedAt = new Date(slotlink.clock.ms()).toISOString();
    await slotlink.clock.advance(60_000);
    await tryToConnect(slotlink, host.user, host.email);
    await simulator(slotlink, 'GET', 'deliveries');
    await slotlink.drainJobs();
    await removal({ user_id: zoomUser.id, deauthorization_time: removedAt });
    expect(await connectionOf(host)).toMatchObject({ state: 'connected' });
    expect(await whyEnded()).toEqual([]);
  });

  it('it is said once, however often and wherever Zoom tells it', async () => {
    const { zoomUser } = await connectionOf(host);
    const other = await startTestApp({ beside: slotlink });
    try {
      const told = (index: number) => ({
        event: 'app_deauthorized',
        event_ts: slotlink.clock.ms() + (index % 3),
        payload: { user_id: zoomUser.id, client_id: 'test-client' },
      });
      const both = [slotlink, other];
      await Promise.all(Array.from({ length: 9 }, (_, i) => deliver(both[i % 2]!, told(i)).expect(200)));
      await Promise.all(both.map((instance) => instance.drainJobs()));
      expect(await whyEnded()).toEqual(['uninstalled']);
    } finally {
      await other.close();
    }
  });
});
