import { QuotaLedger, ZoomConnections } from '../../src/zoom';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, type ZoomHost } from '../kit/meetings';
import { startTestApp, type TestApp } from '../kit/test-app';
import { connectZoom, simulator } from '../kit/zoom';

const PATH = '/v1/integrations/zoom/usage';

describe("the team's day at Zoom", () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  beforeEach(async () => {
    await slotlink.clock.set('2026-11-23T08:00:00.000Z');
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  async function use({ user }: ZoomHost, units: number): Promise<void> {
    const ledger = slotlink.app.get(QuotaLedger);
    const { zoomUserId } = (await slotlink.app.get(ZoomConnections).connectionOf(user.userId))!;
    const slot = { accountId: owner.accountId, slotId: null, seriesId: null };
    const cause = { ...slot, appointmentIds: [], purpose: 'create' as const };
    for (let unit = 0; unit < units; unit += 1) await ledger.reserve({ ...cause, userId: user.userId, zoomUserId });
  }
  const usage = async (query = '') => (await owner.get(PATH + query).expect(200)).body;

  it('shows each host who has Zoom, and the sum of them', async () => {
    await owner.addUser({ name: 'Nobody on Zoom' });
    const rita = await aZoomHost(slotlink, owner);
    const sam = await aZoomHost(slotlink, owner);
    await use(rita, 3);
    await use(sam, 5);
    await simulator(slotlink, 'POST', 'quota', { email: sam.email, used: 100 });
    await book(slotlink, await aZoomCalendar(owner, sam), TUESDAY_10);
    await slotlink.drainJobs();
    const { items, totals, nextCursor } = await usage();
    const quota = { limit: 100, deferred: 0, resetsAt: '2026-11-24T00:00:00.000Z' };
    expect(items).toHaveLength(2);
    expect(items).toEqual(
      expect.arrayContaining([
        {
          userId: rita.user.userId,
          name: 'Rita Rep',
          state: 'connected',
          quota: { ...quota, used: 3, remaining: 97, parked: 0, spentByZoom: false },
        },
        {
          userId: sam.user.userId,
          name: 'Rita Rep',
          state: 'connected',
          quota: { ...quota, used: 6, remaining: 0, parked: 1, spentByZoom: true },
        },
      ]),
    );
    expect(totals).toEqual({ hosts: 2, used: 9, remaining: 97, parked: 1, deferred: 0 });
    expect(nextCursor).toBeNull();
  });

  it('comes in pages, whose sum stays that of all', async () => {
    const hosts: ZoomHost[] = [];
    for (let host = 0; host < 5; host += 1) hosts.push(await aZoomHost(slotlink, owner));
    const seen: string[] = [];
    let cursor = '';
    do {
      const { items, nextCursor, totals } = await usage(`?limit=2${cursor}`);
      expect(totals).toMatchObject({ hosts: 5, remaining: 500 });
      seen.push(...items.map(({ userId }: { userId: string }) => userId));
      cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
    } while (cursor !== '');
    expect(seen).toHaveLength(5);
    expect(seen.sort()).toEqual(hosts.map(({ user }) => user.userId).sort());
    await owner.get(`${PATH}?cursor=nonsense`).expect(422);
    await owner.get(`${PATH}?limit=0`).expect(422);
  });

  it('shows deletions that wait for room', async () => {
    const host = await aZoomHost(slotlink, owner);
    const calendar = await aZoomCalendar(owner, host);
    const first = await book(slotlink, calendar, TUESDAY_10);
    await book(slotlink, calendar, TUESDAY_11);
    await slotlink.drainJobs();
    await use(host, 96);
    await owner.post(`/v1/appointments/${first.id}/cancel`, {}).expect(200);
    await slotlink.drainJobs();
    expect(await usage()).toMatchObject({ totals: { used: 98, parked: 0, deferred: 1 } });
    const { body } = await host.user.get('/v1/me/integrations/zoom').expect(200);
    expect(body.quota).toMatchObject({ deferred: 1 });
  });

  it('is for admins, of their own account', async () => {
    const admin = await owner.addUser({ role: 'admin' });
    const member = await owner.addUser();
    await connectZoom(slotlink, member);
    const stranger = await anAccount(slotlink);
    expect((await admin.get(PATH).expect(200)).body.items).toHaveLength(1);
    await member.get(PATH).expect(403);
    await slotlink.http.get(PATH).expect(401);
    expect((await stranger.get(PATH).expect(200)).body).toMatchObject({ items: [], totals: { hosts: 0 } });
  });
});
