import { FindOwedJob } from '../../src/meetings/find-owed';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import type { GroupOverrides, TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { mailsTo } from '../kit/invitations';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, writesOf, type ZoomHost } from '../kit/meetings';
import { bookSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';
import { connectZoom, requestsTo, simulator, tryToConnect } from '../kit/zoom';

const PERSONAL = { joinLinks: 'per_participant' };
const FALLBACK = 'The host will send you the details';

describe('a join link for each participant', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    host = await aZoomHost(slotlink, owner);
  });
  afterAll(() => slotlink.close());

  const atZoom = () => meetingsAtZoom(slotlink, host.email);
  const registrants = async () => (await atZoom()).flatMap((meeting) => meeting.registrants);
  const locationOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;
  const aClass = (overrides: GroupOverrides = {}) =>
    aZoomCalendar(owner, host, { appointmentsPerSlot: 3, name: 'Open class', zoom: PERSONAL, ...overrides });
  const person = (email = anEmail('guest')) => ({ contact: { name: 'Petra Prospect', email } });
  async function booked(calendar: TestCalendar, start = TUESDAY_10, overrides: object = {}): Promise<string> {
    const { id } = await book(slotlink, calendar, start, overrides);
    await slotlink.drainJobs();
    return id as string;
  }
  const act = async (path: string, body: object = {}) => {
    await owner.post(`/v1/appointments/${path}`, body).expect(200);
    await slotlink.drainJobs();
  };
  const open = async (url: string) => (await fetch(url)).text();

  it('lets each in by their own, and nobody by another’s', async () => {
    const calendar = await aClass();
    const [first, second] = [await booked(calendar), await booked(calendar)];
    const [meeting, ...others] = await atZoom();
    expect(others).toEqual([]);
    expect(meeting!.settings).toMatchObject({
      approval_type: 0,
      registration_type: 1,
      registrants_email_notification: false,
      registrants_confirmation_email: false,
    });
    const [mine, theirs] = [await locationOf(first), await locationOf(second)];
    expect(mine).toMatchObject({ state: 'ready', value: mine.joinUrl, reason: null, zoom: null });
    expect(new Set([mine.joinUrl, theirs.joinUrl, meeting!.joinUrl]).size).toBe(3);
    expect(await open(mine.joinUrl)).toContain('You are in meeting');
    expect(await open(meeting!.joinUrl)).toContain('Meeting registration');
    // Registrants take no unit of the day.
    const { body } = await host.user.get('/v1/me/integrations/zoom').expect(200);
    expect(body.quota).toMatchObject({ used: 1 });
  });

  it('shows each their own in mails, and the host the meeting’s', async () => {
    const calendar = await aClass();
    const [one, two] = [anEmail('one'), anEmail('two')];
    const [first, second] = [
      await booked(calendar, TUESDAY_10, person(one)),
      await booked(calendar, TUESDAY_10, person(two)),
    ];
    const [mine, theirs] = [(await locationOf(first)).joinUrl, (await locationOf(second)).joinUrl];
    const text = async (id: string, email: string) =>
      JSON.stringify(await mailsTo(owner, id, email)).replaceAll(String.raw`\r\n `, '');
    expect(await text(first, one)).toContain(mine);
    expect(await text(first, one)).not.toContain(theirs);
    expect(await text(second, two)).toContain(theirs);
    const toHost = await text(second, host.user.email);
    expect(toHost).toContain((await atZoom())[0]!.joinUrl);
    expect(toHost).not.toContain('tk=');
  });

  it('is pending until it is there, and then in the answer to the booking', async () => {
    const calendar = await aClass();
    const { id, meetingLocation } = await book(slotlink, calendar, TUESDAY_10);
    expect(meetingLocation).toMatchObject({ state: 'pending', value: null });
    await slotlink.drainJobs();
    expect((await locationOf(id)).joinUrl).toContain('tk=');
  });

  it('dies with the appointment, and comes anew where it moves', async () => {
    const calendar = await aClass();
    const [first, second, third] = [await booked(calendar), await booked(calendar), await booked(calendar)];
    const before = await locationOf(second);
    await act(`${first}/cancel`);
    await act(`${second}/reschedule`, { start: TUESDAY_11 });
    expect(await open(before.joinUrl)).toContain('Meeting registration');
    const after = await locationOf(second);
    expect(after.state).toBe('ready');
    expect(await open(after.joinUrl)).toContain('You are in meeting');
    expect((await atZoom()).map((meeting) => meeting.registrants.length)).toEqual([1, 1]);
    expect((await locationOf(third)).state).toBe('ready');
  });

  it('is one for two appointments of the same address, and goes with the last of them', async () => {
    const calendar = await aClass();
    const same = person();
    const [first, second] = [await booked(calendar, TUESDAY_10, same), await booked(calendar, TUESDAY_10, same)];
    const other = await booked(calendar);
    expect((await locationOf(first)).joinUrl).toBe((await locationOf(second)).joinUrl);
    await act(`${first}/cancel`);
    expect(await registrants()).toHaveLength(2);
    await act(`${second}/cancel`);
    expect(await registrants()).toHaveLength(1);
    await owner.patch(`/v1/appointments/${first}`, { status: 'confirmed' }).expect(200);
    await slotlink.drainJobs();
    expect((await locationOf(first)).state).toBe('ready');
    expect((await locationOf(other)).state).toBe('ready');
  });

  it('waits for the confirmation', async () => {
    const calendar = await aClass({ autoConfirm: false });
    const first = await booked(calendar);
    const second = await booked(calendar);
    await owner.patch(`/v1/appointments/${first}`, { status: 'confirmed' }).expect(200);
    await slotlink.drainJobs();
    expect([(await locationOf(first)).state, (await locationOf(second)).state]).toEqual(['ready', 'none']);
    expect(await registrants()).toHaveLength(1);
    await owner.patch(`/v1/appointments/${second}`, { status: 'confirmed' }).expect(200);
    await slotlink.drainJobs();
    expect((await locationOf(second)).state).toBe('ready');
  });

  it('comes anew for all when the meeting was removed in Zoom', async () => {
    const calendar = await aClass();
    const [first, second] = [await booked(calendar), await booked(calendar)];
    const before = [(await locationOf(first)).joinUrl, (await locationOf(second)).joinUrl];
    await simulator(slotlink, 'DELETE', `meetings/${(await atZoom())[0]!.id}`);
    await booked(calendar);
    const after = [await locationOf(first), await locationOf(second)];
    expect(after).toMatchObject([{ state: 'ready' }, { state: 'ready' }]);
    expect(after.map(({ joinUrl }) => joinUrl)).not.toEqual(before);
    expect(await registrants()).toHaveLength(3);
  });

  it('is looked at again when the passcode was changed in Zoom', async () => {
    const calendar = await aClass({ zoom: { ...PERSONAL, onChangedInZoom: 'accept' } });
    const [first, second] = [await booked(calendar), await booked(calendar)];
    const before = (await locationOf(first)).joinUrl;
    const [meeting] = await atZoom();
    await simulator(slotlink, 'PATCH', `meetings/${meeting!.id}`, { password: 'Other99' });
    await host.user.post('/v1/me/integrations/zoom/sweep', {}).expect(202);
    await slotlink.drainJobs();
    await slotlink.query(
      `UPDATE meetings SET touches = 1, owes = 'look', owed_until = ends_at WHERE host_user_id = $1`,
      [host.user.userId],
    );
    await slotlink.app.get(FindOwedJob).tick();
    await slotlink.drainJobs();
    const [mine, theirs] = [await locationOf(first), await locationOf(second)];
    expect(mine).toMatchObject({ state: 'ready' });
    expect(mine.joinUrl).not.toBe(before);
    for (const { joinUrl } of [mine, theirs]) expect(await open(joinUrl)).toContain('You are in meeting');
  });

  it('goes on while the host has no Zoom; who comes then has the fallback until they have', async () => {
    const calendar = await aClass();
    const first = await booked(calendar);
    const link = (await locationOf(first)).joinUrl;
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await slotlink.drainJobs();
    const second = await booked(calendar);
    expect(await locationOf(first)).toMatchObject({ state: 'ready', joinUrl: link, unmanaged: true });
    expect(await locationOf(second)).toMatchObject({ state: 'failed', reason: 'zoom-not-connected', value: FALLBACK });
    await tryToConnect(slotlink, host.user, host.email);
    await slotlink.drainJobs();
    expect(await locationOf(first)).toMatchObject({ joinUrl: link, unmanaged: false });
    expect((await locationOf(second)).state).toBe('ready');
    expect(await registrants()).toHaveLength(2);
  });

  it('is one for all occurrences of a series with one link', async () => {
    const calendar = await aZoomCalendar(owner, host, { zoom: { ...PERSONAL, oneLinkForSeries: true } });
    const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, { rrule: 'FREQ=WEEKLY;COUNT=3' });
    await slotlink.drainJobs();
    const links = await Promise.all(appointments.map(async ({ id }) => (await locationOf(id)).joinUrl as string));
    expect(new Set(links).size).toBe(1);
    expect(links[0]).toContain('tk=');
    await act(`${appointments[0]!.id}/reschedule`, { start: TUESDAY_11 });
    expect((await locationOf(appointments[0]!.id)).joinUrl).toBe(links[0]);
    expect(await registrants()).toHaveLength(1);
  });

  it('needs a paid plan of whoever hosts', async () => {
    const basic = await owner.addUser({ name: 'Bea Basic' });
    await connectZoom(slotlink, basic, { type: 1 });
    const members = [host.user, basic].map(({ userId }) => ({ userId, meetingLocation: { kind: 'zoom' } }));
    const input = { name: 'Class', type: 'round_robin', members, zoom: PERSONAL };
    const { body } = await owner.post('/v1/calendars', input).expect(422);
    expect(body.errors).toEqual([{ pointer: '/zoom/joinLinks', detail: expect.stringContaining('Bea Basic') }]);
    const { id } = await aClass();
    await owner.patch(`/v1/calendars/${id}`, { members }).expect(422);
    await owner.patch(`/v1/calendars/${id}`, { zoom: { joinLinks: 'somehow' } }).expect(422);
  });

  it('needs scopes that other links do not', async () => {
    const plain = await owner.addUser({ name: 'Pia Plain' });
    const scopes = [
      'user:read',
      'meeting:write:meeting',
      'meeting:update:meeting',
      'meeting:delete:meeting',
      'meeting:read',
    ];
    await connectZoom(slotlink, plain, { scopes });
    const members = [{ userId: plain.userId, meetingLocation: { kind: 'zoom' } }];
    const input = { name: 'Class', type: 'round_robin', members, zoom: PERSONAL };
    const { body } = await owner.post('/v1/calendars', input).expect(422);
    expect(body.errors[0].detail).toContain('Pia Plain has not granted');
  });

  it('is the link of all where the host’s plan has become basic', async () => {
    const calendar = await aClass();
    await simulator(slotlink, 'POST', 'users', { email: host.email, type: 1 });
    await tryToConnect(slotlink, host.user, host.email);
    const id = await booked(calendar);
    const [meeting] = await atZoom();
    expect(await locationOf(id)).toMatchObject({
      state: 'ready',
      joinUrl: meeting!.joinUrl,
      reason: 'zoom-registration-unavailable',
    });
    expect(await open(meeting!.joinUrl)).toContain('You are in meeting');
    await owner.patch(`/v1/calendars/${calendar.id}`, { name: 'Still mine' }).expect(200);
  });

  it('is the link of all, without a form, once Zoom takes nobody more', async () => {
    const calendar = await aClass();
    const first = await booked(calendar);
    // Zoom knows before we do.
    await simulator(slotlink, 'POST', 'users', { email: host.email, type: 1 });
    const second = await booked(calendar);
    const [meeting] = await atZoom();
    for (const id of [first, second]) expect((await locationOf(id)).joinUrl).toBe(meeting!.joinUrl);
    expect(await open(meeting!.joinUrl)).toContain('You are in meeting');
    expect(await writesOf(slotlink, host.email)).toMatchObject({ PATCH: 1 });
  });

  it('is parked for an address that was enrolled too often that day', async () => {
    const calendar = await aClass();
    const [same, other] = [person(), await booked(calendar)];
    const ids: string[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      ids.push(await booked(calendar, TUESDAY_10, same));
      if (turn < 3) await act(`${ids[turn]!}/cancel`);
    }
    const parked = await locationOf(ids[3]!);
    expect(parked).toMatchObject({ state: 'parked', value: FALLBACK });
    expect(parked.parkedUntil).toMatch(/^2026-11-24T00:0/);
    expect((await locationOf(other)).state).toBe('ready');
    await slotlink.clock.set('2026-11-24T00:06:00Z');
    await slotlink.drainJobs();
    expect((await locationOf(ids[3]!)).state).toBe('ready');
    await slotlink.clock.set('2026-11-23T08:00:00Z');
  });

  it('is nobody’s but who booked: a usual calendar knows no registrants', async () => {
    await booked(await aZoomCalendar(owner, host));
    expect(await registrants()).toEqual([]);
    expect(await requestsTo(slotlink, host.email, 'GET /v2/meetings')).toEqual([]);
  });
});
