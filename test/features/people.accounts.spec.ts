import { book, offered, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import { ALLOW_CALENDAR_SERVER, icsEvent, startCalendarServer, type CalendarServer } from '../kit/calendar-server';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { PASSWORD, anAccount, logIn, type TestUser } from '../kit/identity';
import { aZoomCalendar } from '../kit/meetings';
import { aProvenMember, alsoIn } from '../kit/people';
import { startTestApp, type TestApp } from '../kit/test-app';
import { connectZoom, simulator } from '../kit/zoom';

const SECRET = 'Project Nightingale';
const WEDNESDAY_10 = '2026-11-25T15:00:00.000Z';

/** One person, two accounts that must learn nothing of each other but when the person is busy. */
describe('a person of two accounts', () => {
  let slotlink: TestApp;
  let elsewhere: CalendarServer;
  /** The owners of X and Y. */
  let ownerX: TestUser;
  let ownerY: TestUser;
  /** The same person, logged in to each. */
  let inX: TestUser;
  let inY: TestUser;
  let calendarX: TestCalendar;
  let calendarY: TestCalendar;
  beforeAll(async () => {
    elsewhere = await startCalendarServer();
    slotlink = await startTestApp({ env: ALLOW_CALENDAR_SERVER });
  });
  beforeEach(async () => {
    ownerX = await anAccount(slotlink, { accountName: 'X Corp', name: 'Xenia' });
    ownerY = await anAccount(slotlink, { accountName: 'Y Corp', name: 'Yves' });
    inX = await aProvenMember(slotlink, ownerX, { name: 'Pat Person' });
    inY = await alsoIn(slotlink, ownerY, inX);
    calendarX = await aRoundRobin(ownerX, { name: SECRET, members: [{ userId: inX.userId }] });
    calendarY = await aRoundRobin(ownerY, { members: [{ userId: inY.userId }] });
  });
  afterAll(async () => {
    await slotlink.close();
    await elsewhere.close();
  });

  const guest = { name: 'Gilda Guest', email: 'gilda@example.com' };
  const day = ['2026-11-24T05:00:00Z', '2026-11-25T05:00:00Z'] as const;
  const explain = async (start: string) =>
    (await ownerY.get(`/v1/calendars/${calendarY.id}/explain`).query({ start }).expect(200)).body;
  /** Everything Y can be told of the person, by them and by an admin in their name. */
  const seenInY = async () => {
    const { body } = await ownerY.post(`/v1/users/${inY.userId}/login-as`, { reason: 'Look around' }).expect(201);
    const asThem = (path: string) => slotlink.http.get(path).set('authorization', `Bearer ${body.token as string}`);
    const span = 'from=2026-11-23T00:00:00Z&to=2026-12-20T00:00:00Z';
    const answers = [];
    for (const path of [
      '/v1/me',
      '/v1/users?include=zoom',
      '/v1/calendars',
      '/v1/schedules',
      `/v1/users/${inY.userId}/schedule`,
      '/v1/blocks',
      '/v1/busy-feeds',
      '/v1/contacts',
      `/v1/appointments?${span}`,
      `/v1/calendars/${calendarY.id}/free-slots?${span}`,
      `/v1/calendars/${calendarY.id}/explain?start=${TUESDAY_10}`,
      `/v1/calendars/${calendarY.id}/check`,
      '/v1/me/notifications',
      '/v1/me/integrations/zoom',
      '/v1/me/integrations/zoom/requests',
      '/v1/me/integrations/zoom/meetings',
      '/v1/me/integrations/zoom/sweep',
      '/v1/me/feed',
      '/v1/me/sessions',
      '/v1/messages',
      '/v1/audit',
    ]) {
      answers.push(await asThem(path), await ownerY.get(path));
    }
    answers.push(await ownerY.get(`/v1/users/${inY.userId}/integrations/zoom`));
    answers.push(await ownerY.get(`/v1/users/${inY.userId}/integrations/zoom/sweep`));
    answers.push(await ownerY.get('/v1/integrations/zoom/usage'));
    return answers.map(({ text, request }) => `${request.url}: ${text}`);
  };

  it('is one user ID with a role of its own in each', async () => {
    expect(inY.userId).toBe(inX.userId);
    await ownerX.patch(`/v1/users/${inX.userId}`, { role: 'admin' }).expect(200);
    const roleIn = async (owner: TestUser) => (await owner.get(`/v1/users/${inX.userId}`)).body.role;
    expect([await roleIn(ownerX), await roleIn(ownerY)]).toEqual(['admin', 'member']);
    await inY.post('/v1/users', { name: 'N', email: 'n@example.com' }).expect(403);
    const { body } = await slotlink.http
      .post('/v1/auth/login')
      .send({ email: inX.email, password: PASSWORD })
      .expect(409);
    expect(body.accounts).toEqual([
      { id: ownerX.accountId, name: 'X Corp' },
      { id: ownerY.accountId, name: 'Y Corp' },
    ]);
  });

  it('keeps name, zone and phone to themselves, while each account has its own role and default location', async () => {
    const path = `/v1/users/${inX.userId}`;
    for (const change of [{ name: 'Mocked' }, { timezone: 'Asia/Tokyo' }, { phone: '+1 555 0100' }]) {
      await ownerY.patch(path, change).expect(403);
    }
    await ownerY.patch(path, { email: 'mine@example.com' }).expect(422);
    await inY.put('/v1/users/me/default-meeting-location', { kind: 'custom', value: 'https://y.example' }).expect(200);
    expect((await inX.get('/v1/me')).body.user.defaultMeetingLocation).toBeNull();
    await inY.patch(path, { name: 'Pat P.', phone: '+1 555 0100' }).expect(200);
    expect((await ownerX.get(path)).body).toMatchObject({ name: 'Pat P.', phone: '+1 555 0100' });
  });

  it('is busy in one while booked in the other, and that is all that is said', async () => {
    expect(await offered(slotlink, calendarY, ...day)).toContain(TUESDAY_10);
    await book(slotlink, calendarX, TUESDAY_10, { contact: guest, notes: SECRET });
    expect(await offered(slotlink, calendarY, ...day)).not.toContain(TUESDAY_10);
    const told = await explain(TUESDAY_10);
    expect(told).toMatchObject({ offered: false, reason: 'busy' });
    expect(told.hosts).toEqual([
      { userId: inY.userId, name: 'Pat Person', free: false, optional: false, reason: 'busy' },
    ]);
    expect([409, 422]).toContain((await tryToBook(slotlink, calendarY, TUESDAY_10)).status);
    await book(slotlink, calendarY, TUESDAY_11);
  });

  it('is won by one of two guests of both accounts at the same moment', async () => {
    for (let round = 1; round <= 3; round += 1) {
      const start = `2026-11-2${3 + round}T1${5 + round}:00:00.000Z`;
      const answers = await Promise.all(
        [calendarX, calendarY, calendarX, calendarY].map((calendar) => tryToBook(slotlink, calendar, start)),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.every(({ status }) => [201, 409, 422].includes(status))).toBe(true);
    }
  });

  it('has time off everywhere, but only one account knows what for', async () => {
    const block = { userId: inX.userId, start: TUESDAY_10, end: TUESDAY_11, title: SECRET };
    const { body } = await ownerX.post('/v1/blocks', block).expect(201);
    expect(await offered(slotlink, calendarY, ...day)).not.toContain(TUESDAY_10);
    expect((await explain(TUESDAY_10)).hosts[0].reason).toBe('busy-elsewhere');
    await ownerY.get(`/v1/blocks/${body.id}`).expect(404);
    await inY.delete(`/v1/blocks/${body.id}`).expect(404);
    expect((await inY.get('/v1/blocks').expect(200)).body.items).toEqual([]);
    await inX.delete(`/v1/blocks/${body.id}`).expect(204);
    expect(await offered(slotlink, calendarY, ...day)).toContain(TUESDAY_10);
  });

  it('brings a calendar of their own along, whose address stays where it was given', async () => {
    elsewhere.say(...icsEvent(TUESDAY_10, TUESDAY_11, 'UID:1', `SUMMARY:${SECRET}`));
    await inX.post('/v1/busy-feeds', { url: elsewhere.url, name: SECRET }).expect(201);
    await slotlink.drainJobs();
    expect(await offered(slotlink, calendarY, ...day)).not.toContain(TUESDAY_10);
    expect((await inY.get('/v1/busy-feeds').expect(200)).body.items).toEqual([]);
  });

  it('has one Zoom connection and one quota', async () => {
    const zoom = await connectZoom(slotlink, inX);
    const { body } = await inY.get('/v1/me/integrations/zoom').expect(200);
    expect(body).toMatchObject({ state: 'connected', zoomUser: { email: zoom }, quota: { used: 0 } });
    const [zoomX, zoomY] = [await aZoomCalendar(ownerX, { user: inX }), await aZoomCalendar(ownerY, { user: inY })];
    await book(slotlink, zoomX, TUESDAY_10);
    await book(slotlink, zoomY, TUESDAY_11);
    await slotlink.drainJobs();
    const meetings = await simulator<{ hostEmail: string }[]>(slotlink, 'GET', `meetings?email=${zoom}`);
    expect(meetings).toHaveLength(2);
    for (const me of [inX, inY]) {
      expect((await me.get('/v1/me/integrations/zoom')).body.quota).toMatchObject({ used: 2, remaining: 98 });
    }
  });

  it('lets nothing of one account through to the other, whoever asks, in whosever name', async () => {
    await connectZoom(slotlink, inX);
    const zoomX = await aZoomCalendar(ownerX, { user: inX }, { name: SECRET });
    const booked = await book(slotlink, zoomX, TUESDAY_10, { contact: guest, notes: SECRET });
    await slotlink.drainJobs();
    await ownerX.post('/v1/blocks', { userId: inX.userId, start: TUESDAY_11, end: WEDNESDAY_10, title: SECRET });
    elsewhere.say(...icsEvent(TUESDAY_10, TUESDAY_11, 'UID:1', `SUMMARY:${SECRET}`));
    await inX.post('/v1/busy-feeds', { url: elsewhere.url, name: SECRET }).expect(201);
    await inX.put('/v1/users/me/default-meeting-location', { kind: 'custom', value: SECRET }).expect(200);
    await slotlink.drainJobs();
    const [own] = (await inX.get('/v1/appointments').expect(200)).body.items;
    const names = [
      SECRET,
      guest.name,
      guest.email,
      booked.publicToken,
      ownerX.accountId,
      ownerX.userId,
      'X Corp',
      'Xenia',
    ];
    const ids = [own.id, own.slotId, own.contact.id, calendarX.id, zoomX.id, elsewhere.url];
    const answers = await seenInY();
    const leaks = answers.flatMap((answer) =>
      [...names, ...ids]
        .filter((secret) => answer.includes(secret))
        .map((secret) => `${secret} in ${answer.slice(0, 80)}`),
    );
    expect(leaks).toEqual([]);
    await inY.get(`/v1/appointments/${own.id}`).expect(404);
    await inY.post(`/v1/appointments/${own.id}/cancel`, {}).expect(404);
    await inY.get(`/v1/appointments/${own.id}/history`).expect(404);
    await inY.post(`/v1/appointments/${own.id}/start-link`, {}).expect(404);
  });

  it('reads the appointments of one account in each private feed', async () => {
    await book(slotlink, calendarX, TUESDAY_10, { contact: guest });
    await book(slotlink, calendarY, TUESDAY_11);
    const feedOf = async (me: TestUser) => {
      const { body } = await me.get('/v1/me/feed').expect(200);
      return (await slotlink.http.get(new URL(body.url as string).pathname).expect(200)).text;
    };
    expect(await feedOf(inX)).toContain(guest.email);
    expect((await feedOf(inX)).match(/BEGIN:VEVENT/g)).toHaveLength(1);
    expect(await feedOf(inY)).not.toContain(guest.email);
    expect((await feedOf(inY)).match(/BEGIN:VEVENT/g)).toHaveLength(1);
  });

  it('keeps hours for each account', async () => {
    const path = `/v1/users/${inX.userId}/schedule`;
    const rules = [{ type: 'weekday', day: 'sunday', intervals: [{ from: '03:00', to: '04:00' }] }];
    await ownerY.put(path, { timezone: 'Asia/Tokyo', rules }).expect(200);
    expect((await inX.get(path).expect(200)).body.rules).toHaveLength(5);
    expect(await offered(slotlink, calendarX, ...day)).toContain(TUESDAY_10);
    expect(await offered(slotlink, calendarY, ...day)).toEqual([]);
  });

  it('is connected to Zoom by what was chosen in each account, also after one of them is left', async () => {
    await connectZoom(slotlink, inX);
    const zoomY = await aZoomCalendar(ownerY, { user: inY });
    const kept = await book(slotlink, zoomY, TUESDAY_10);
    const lost = await book(slotlink, calendarX, TUESDAY_11);
    await slotlink.drainJobs();
    await ownerX.delete(`/v1/users/${inX.userId}`).expect(409);
    await ownerX.delete(`/v1/users/${inX.userId}?future=cancel`).expect(204);
    await inX.get('/v1/me').expect(401);
    expect((await inY.get('/v1/me/integrations/zoom').expect(200)).body.state).toBe('connected');
    const statusOf = async ({ publicToken }: { publicToken: string }) =>
      (await slotlink.http.get(`/v1/public/appointments/${publicToken}`).expect(200)).body.status;
    expect([await statusOf(kept), await statusOf(lost)]).toEqual(['confirmed', 'cancelled']);
    expect(await offered(slotlink, calendarY, ...day)).toContain(TUESDAY_11);
  });

  it('is shown to an account they left as they were then', async () => {
    await ownerX.delete(`/v1/users/${inX.userId}?future=cancel`).expect(204);
    await inY
      .patch(`/v1/users/${inY.userId}`, { name: 'New Name', phone: '+1 555 0123', timezone: 'Asia/Tokyo' })
      .expect(200);
    const { body } = await ownerX.get(`/v1/users/${inX.userId}`).expect(200);
    expect(body).toMatchObject({ status: 'deleted', name: 'Pat Person', phone: null, timezone: 'America/New_York' });
    expect((await ownerX.get('/v1/users?status=deleted')).text).not.toContain('New Name');
  });

  it('keeps the user ID until the last account is left, and gets a new one after that', async () => {
    await ownerX.delete(`/v1/users/${inX.userId}?future=cancel`).expect(204);
    expect((await logIn(slotlink, inX.email)).accountId).toBe(ownerY.accountId);
    await ownerY.delete(`/v1/users/${inY.userId}?future=cancel`).expect(204);
    await slotlink.http.post('/v1/auth/login').send({ email: inX.email, password: PASSWORD }).expect(401);
    const { body } = await ownerX.post(`/v1/users/${inX.userId}/restore`).expect(201);
    expect(body.id).not.toBe(inX.userId);
    expect((await logIn(slotlink, inX.email)).userId).toBe(body.id);
    expect((await ownerY.post(`/v1/users/${inY.userId}/restore`).expect(409)).body.type).toMatch(/email-exists$/);
    const back = await alsoIn(slotlink, ownerY, { ...inX, userId: body.id as string });
    expect(back.userId).toBe(body.id);
  });

  it('ends with one of two accounts that let them go at the same moment, and the ID with both', async () => {
    const answers = await Promise.all(
      [ownerX, ownerY].map((owner) => owner.delete(`/v1/users/${inX.userId}?future=cancel`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    const [row] = await slotlink.query<{ dead: boolean }>(
      `SELECT deleted_at IS NOT NULL AS dead FROM users WHERE id = $1`,
      [inX.userId],
    );
    expect(row!.dead).toBe(true);
  });
});
