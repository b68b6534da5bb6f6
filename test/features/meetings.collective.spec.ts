import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { allMeetings, aZoomHost, meetingsAtZoom, writesOf, zoomFails, type ZoomHost } from '../kit/meetings';
import { startTestApp, type TestApp } from '../kit/test-app';
import { connectZoom, simulator } from '../kit/zoom';

const OPEN = { waiting_room: false, join_before_host: true, alternative_hosts: '' };

describe('the meeting of several hosts', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let lead: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    lead = await aZoomHost(slotlink, owner);
  });
  afterAll(() => slotlink.close());

  async function aPanel(...others: TestUser[]) {
    const members = others.map(({ userId }) => ({ userId }));
    const first = { userId: lead.user.userId, isOwner: true, meetingLocation: { kind: 'zoom' } };
    const panel = { name: 'Panel', type: 'collective', members: [first, ...members] };
    return (await owner.post('/v1/calendars', panel).expect(201)).body as { id: string; slug: string };
  }
  async function bookedAt(calendar: { slug: string }, start = TUESDAY_10) {
    const { id } = await book(slotlink, calendar, start);
    await slotlink.drainJobs();
    return (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
  }
  const settingsAtZoom = async () => (await meetingsAtZoom(slotlink, lead.email)).map(({ settings }) => settings);
  async function aColleague(zoom: object = {}): Promise<ZoomHost> {
    const user = await owner.addUser();
    return { user, email: await connectZoom(slotlink, user, zoom) };
  }

  it('can be opened by each who is licensed on the owner’s Zoom account, and has the door the calendar asks for', async () => {
    const [two, three] = [await aColleague(), await aColleague()];
    const { meetingLocation } = await bookedAt(await aPanel(two.user, three.user));
    expect(meetingLocation.state).toBe('ready');
    const [settings, ...more] = await settingsAtZoom();
    expect(more).toEqual([]);
    expect(settings).toMatchObject({
      waiting_room: true,
      join_before_host: false,
      alternative_hosts: `${two.email};${three.email}`,
      alternative_hosts_email_notification: false,
    });
    for (const { email } of [two, three]) expect(await allMeetings(slotlink, email)).toEqual([]);
  });

  it.each<[string, object | null]>([
    ['has no Zoom here', null],
    ['has a basic plan', { type: 1 }],
    ['is of another Zoom account', { accountId: 'another' }],
  ])('stands open when the only other one %s, so that a late owner locks nobody out', async (_, zoom) => {
    const other = zoom === null ? await owner.addUser() : (await aColleague(zoom)).user;
    await bookedAt(await aPanel(other));
    expect(await settingsAtZoom()).toMatchObject([OPEN]);
  });

  it('names those who can open it and leaves the others out', async () => {
    const [able, unable] = [await aColleague(), await aColleague({ type: 1 })];
    await bookedAt(await aPanel(unable.user, able.user));
    expect(await settingsAtZoom()).toMatchObject([{ alternative_hosts: able.email, waiting_room: true }]);
  });

  it('stands open where Zoom refuses the others, which is tried once and remembered', async () => {
    const other = await aColleague();
    const panel = await aPanel(other.user);
    // Their licence was taken away since they connected.
    await simulator(slotlink, 'POST', 'users', { email: other.email, type: 1 });
    const { meetingLocation } = await bookedAt(panel);
    expect(meetingLocation).toMatchObject({ state: 'ready', zoom: { passcode: expect.stringMatching(/^[A-Z]/) } });
    expect(await settingsAtZoom()).toMatchObject([OPEN]);
    expect(await writesOf(slotlink, lead.email)).toEqual({ POST: 2 });
    await bookedAt(panel, TUESDAY_11);
    expect(await writesOf(slotlink, lead.email)).toEqual({ POST: 3 });
  });

  it('asks again once the one who was refused has connected again', async () => {
    const other = await aColleague();
    const panel = await aPanel(other.user);
    await simulator(slotlink, 'POST', 'users', { email: other.email, type: 1 });
    await bookedAt(panel);
    await simulator(slotlink, 'POST', 'users', { email: other.email, type: 2 });
    await connectZoom(slotlink, other.user, { email: other.email });
    await slotlink.drainJobs();
    await bookedAt(panel, TUESDAY_11);
    const doors = (await settingsAtZoom()).map(({ alternative_hosts }) => alternative_hosts);
    expect(doors).toEqual(['', other.email]);
  });

  it('is tried without our passcode, and then without the others, when Zoom does not say what it minds', async () => {
    const panel = await aPanel((await aColleague()).user);
    const body = { code: 300, message: 'Validation Failed.' };
    const create = { method: 'POST', path: '/users/me/meetings', email: lead.email };
    await zoomFails(slotlink, { kind: 'status', status: 400, body, times: 2, ...create });
    const { meetingLocation } = await bookedAt(panel);
    expect(meetingLocation.state).toBe('ready');
    expect(await settingsAtZoom()).toMatchObject([OPEN]);
    expect(await writesOf(slotlink, lead.email)).toEqual({ POST: 3 });
  });
});
