import { book, TUESDAY_10 } from '../kit/booking';
import { aRoundRobin } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomHost, allMeetings, meetingsAtZoom, type Fault, zoomFails, zoomRecovers } from '../kit/meetings';
import { bury, type Death, deathPoints, drainUntilDeath } from '../kit/mortal';
import { SEED } from '../kit/seeded';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { simulator, type SimulatedRequest } from '../kit/zoom';

/** Each of them: `TEST_EVERY_DEATH=1`. */
const STRIDE = 50;

describe(`a meeting that is handed over (TEST_SEED=${SEED})`, () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(() => slotlink.clock.set(MONDAY));
  afterEach(() => zoomRecovers(slotlink));
  afterAll(() => slotlink.close());

  const locationOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;

  async function reassigned(faults: Fault[] = []) {
    const hosts = [await aZoomHost(slotlink, owner), await aZoomHost(slotlink, owner)];
    const members = hosts.map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    const calendar = await aRoundRobin(owner, { members });
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await slotlink.drainJobs();
    const before = (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
    const [from, to] = hosts[0]!.user.userId === before.host.userId ? [hosts[0]!, hosts[1]!] : [hosts[1]!, hosts[0]!];
    await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: to.user.userId }).expect(200);
    for (const fault of faults) await zoomFails(slotlink, fault);
    return { id: id as string, from, to, joinUrl: before.meetingLocation.joinUrl as string };
  }

  async function settle(): Promise<void> {
    for (let wait = 0; wait < 6; wait += 1) {
      await slotlink.clock.advance(3 * 60_000);
      await slotlink.drainJobs();
    }
  }

  /** @returns whether guests kept their link */
  async function expectOne({ id, from, to, joinUrl }: Awaited<ReturnType<typeof reassigned>>): Promise<boolean> {
    const location = await locationOf(id);
    const [meeting, ...others] = await meetingsAtZoom(slotlink, to.email);
    expect(others).toEqual([]);
    expect(location).toMatchObject({ state: 'ready', joinUrl: meeting?.joinUrl });
    expect(await meetingsAtZoom(slotlink, from.email)).toEqual([]);
    const made = [...(await allMeetings(slotlink, from.email)), ...(await allMeetings(slotlink, to.email))];
    const kept = location.joinUrl === joinUrl;
    expect(made).toHaveLength(kept ? 1 : 2);
    return kept;
  }

  async function wasHandedOver({ from }: { from: { email: string } }): Promise<boolean> {
    const requests = await simulator<SimulatedRequest[]>(slotlink, 'GET', `requests?email=${from.email}`);
    return requests.some(({ method, status }) => method === 'PATCH' && status === 204);
  }

  it.each(['before', 'after'] as const)(
    'is one meeting of one host though the process dies %s any of its requests',
    async (when) => {
      let deaths = 0;
      for (const at of deathPoints(STRIDE)) {
        await slotlink.clock.set(MONDAY);
        const handed = await reassigned();
        const death: Death = { at, when };
        const died = await drainUntilDeath(slotlink, death);
        await bury(slotlink);
        await settle();
        const kept = await expectOne(handed);
        // Looked for at both hosts, it is found at the one who has it.
        if (await wasHandedOver(handed)) expect(kept).toBe(true);
        if (!died) break;
        deaths += 1;
      }
      expect(deaths).toBeGreaterThanOrEqual(Math.floor(100 / STRIDE));
    },
    600_000,
  );

  it.each<Fault>([
    { kind: 'reset' },
    { kind: 'reset-after-commit' },
    { kind: 'html' },
    { kind: 'status', status: 500 },
    { kind: 'status', status: 400, body: { code: 3000, message: 'You cannot schedule a meeting for them.' } },
    { kind: 'status', status: 400, body: { code: 300, message: 'Validation Failed.' } },
    {
      kind: 'status',
      status: 400,
      body: { code: 4711, message: 'Invalid access token, does not contain scopes:[x].' },
    },
    { kind: 'status', status: 401, body: { code: 124, message: 'Access token is expired.' } },
    { kind: 'status', status: 429, body: { code: 429, message: 'Too many' }, headers: { 'Retry-After': '30' } },
  ])(
    'is one meeting of one host whatever Zoom answers to all that is asked first: $kind $status $body.message',
    async (fault) => {
      const calls: Partial<Fault>[] = [
        { method: 'PATCH', path: '/meetings/' },
        { method: 'GET', path: '/users/me/meetings' },
        { method: 'GET', path: '/meetings/' },
        { method: 'DELETE', path: '/meetings/' },
      ];
      const handed = await reassigned(calls.map((call) => ({ ...call, ...fault })));
      await slotlink.drainJobs();
      await settle();
      await zoomRecovers(slotlink);
      await slotlink.clock.advance(6 * 3_600_000);
      await slotlink.drainJobs();
      await expectOne(handed);
    },
    60_000,
  );
});
