import { randomUUID } from 'node:crypto';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, writesOf, zoomFails, type ZoomHost } from '../kit/meetings';
import { startTestApp, type TestApp } from '../kit/test-app';
import { simulator } from '../kit/zoom';

const TOO_FAST = 'You have reached the maximum per-second rate limit for this API. Try again later.';
const DAY_SPENT =
  'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.';

describe('hosts of one Zoom account', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let hosts: ZoomHost[];
  let stranger: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    await slotlink.clock.set('2026-11-23T08:00:00.000Z');
    const accountId = randomUUID();
    hosts = [];
    for (let host = 0; host < 3; host += 1) hosts.push(await aZoomHost(slotlink, owner, { accountId }));
    stranger = await aZoomHost(slotlink, owner, { accountId: randomUUID() });
  });
  afterAll(() => slotlink.close());

  const later = async (ms: number) => {
    await slotlink.clock.advance(ms);
    await slotlink.drainJobs();
  };
  const bookWith = async (host: ZoomHost, start = TUESDAY_10) => {
    const { id } = await book(slotlink, await aZoomCalendar(owner, host), start);
    await slotlink.drainJobs();
    return id as string;
  };
  const locationOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;
  const fails = (message: string, headers: Record<string, string>) =>
    zoomFails(slotlink, {
      ...{ kind: 'status', status: 429, method: 'POST', path: '/users/me/meetings', email: hosts[0]!.email },
      body: { code: 429, message },
      headers,
    });

  it.each([
    ['seconds', '20'],
    ['an instant', '2026-11-23T08:00:20Z'],
  ])('wait together when one of them was too fast, told in %s, and use no second unit', async (_, retryAfter) => {
    await fails(TOO_FAST, { 'retry-after': retryAfter });
    for (const host of [...hosts, stranger]) await bookWith(host);
    const asked = async () =>
      Promise.all([...hosts, stranger].map(async ({ email }) => (await writesOf(slotlink, email)).POST ?? 0));
    expect(await asked()).toEqual([1, 0, 0, 1]);
    await later(19_000);
    expect(await asked()).toEqual([1, 0, 0, 1]);
    await later(1_000);
    expect((await asked())[0]).toBe(2);
    await later(5_000);
    expect(await asked()).toEqual([2, 1, 1, 1]);
    const { body } = await hosts[0]!.user.get('/v1/me/integrations/zoom').expect(200);
    expect(body.quota).toMatchObject({ used: 1 });
  });

  it("park their links when the Zoom account's day is spent, though theirs is not", async () => {
    await fails(DAY_SPENT, { 'retry-after': '2026-11-24T00:00:00Z', 'x-ratelimit-type': 'Daily-limit' });
    const [first, second, third] = [await bookWith(hosts[0]!), await bookWith(hosts[1]!), await bookWith(stranger)];
    expect(await locationOf(first)).toMatchObject({ state: 'parked' });
    expect(await locationOf(second)).toMatchObject({ state: 'parked' });
    expect(await locationOf(third)).toMatchObject({ state: 'ready' });
    expect(await writesOf(slotlink, hosts[1]!.email)).toEqual({});
    const { body } = await hosts[1]!.user.get('/v1/me/integrations/zoom').expect(200);
    expect(body.quota).toMatchObject({ used: 0, parked: 1, spentByZoom: false });
    await slotlink.clock.set('2026-11-24T00:06:00Z');
    await slotlink.drainJobs();
    expect([await locationOf(first), await locationOf(second)]).toMatchObject([{ state: 'ready' }, { state: 'ready' }]);
  });

  it('do not storm a Zoom account that allows four requests a second, and all get their links', async () => {
    for (const host of hosts) for (const start of [TUESDAY_10, TUESDAY_11]) await bookWith(host, start);
    await simulator(slotlink, 'POST', 'limits', { qps: true });
    for (const host of hosts) {
      const calendar = await aZoomCalendar(owner, host);
      for (let hour = 13; hour < 20; hour += 1) await book(slotlink, calendar, `2026-11-25T${hour + 2}:00:00.000Z`);
    }
    for (let second = 0; second < 60; second += 1) await later(1_000);
    await simulator(slotlink, 'POST', 'limits', { qps: false });
    for (const host of hosts) {
      expect(await meetingsAtZoom(slotlink, host.email)).toHaveLength(9);
      const { body } = await host.user.get('/v1/me/integrations/zoom').expect(200);
      expect(body.quota).toMatchObject({ used: 9 });
    }
    const writes = await Promise.all(hosts.map(({ email }) => writesOf(slotlink, email)));
    // 27 that were carried out; each second at most one is turned away.
    expect(writes.reduce((sum, { POST = 0 }) => sum + POST, 0)).toBeLessThan(27 + 30);
  });
});
