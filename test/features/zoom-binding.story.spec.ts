import { book } from '../kit/booking';
import type { TestCalendar } from '../kit/calendars';
import { type TestUser, anAccount, anEmail, logIn } from '../kit/identity';
import { aZoomCalendar, meetingsAtZoom } from '../kit/meetings';
import { alsoIn } from '../kit/people';
import { MONDAY, type TestApp, startTestApp } from '../kit/test-app';
import { callback, connectZoom, consent, requestsTo, simulator, startConnect, tryToConnect } from '../kit/zoom';

const CONNECTION = '/v1/me/integrations/zoom';
const slugOf = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);

describe('ABC Marketing and the Zoom account of User A', () => {
  let slotlink: TestApp;
  let admin: TestUser;
  let userA: TestUser;
  let userB: TestUser;
  let zoomOfA: string;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    admin = await anAccount(slotlink, { accountName: 'ABC Marketing' });
    userA = await admin.addUser({ name: 'User A' });
    userB = await admin.addUser({ name: 'User B' });
    zoomOfA = anEmail('zoom-a');
  });

  const connectionOf = async (user: TestUser) => (await user.get(CONNECTION).expect(200)).body;
  const revocations = async () => (await requestsTo(slotlink, zoomOfA, 'POST /oauth/revoke')).length;
  /** A guest books at that hour of Tuesday. @returns the appointment once all work is done */
  const booked = async (calendar: TestCalendar, hour: number) => {
    const { id } = await book(slotlink, calendar, `2026-11-24T${hour}:00:00.000Z`);
    await slotlink.drainJobs();
    return (await admin.get(`/v1/appointments/${id as string}`).expect(200)).body;
  };
  const shownTo = async (path: string) => {
    const { headers } = await slotlink.http.get(path).set('accept', 'text/html').expect(302);
    return (await slotlink.http.get(headers.location!).expect(200)).text;
  };

  it('is bound to the user ID, refused to another and to the same person restored, and released by an admin', async () => {
    // A001 connects, and hosts.
    await connectZoom(slotlink, userA, { email: zoomOfA });
    const calendar = await aZoomCalendar(admin, { user: userA });
    const first = await booked(calendar, 15);
    expect(first.meetingLocation.state).toBe('ready');

    // B signs in at Zoom as A. It is refused, and A goes on as before.
    const toB = await tryToConnect(slotlink, userB, zoomOfA);
    expect([toB.status, slugOf(toB)]).toEqual([409, 'zoom-account-bound']);
    expect((await booked(calendar, 16)).meetingLocation.state).toBe('ready');
    expect(await revocations()).toBe(0);
    expect(await meetingsAtZoom(slotlink, zoomOfA)).toHaveLength(2);

    // A001 is deleted, and comes back as A004.
    await admin.delete(`/v1/users/${userA.userId}?future=cancel`).expect(204);
    await slotlink.drainJobs();
    expect([await meetingsAtZoom(slotlink, zoomOfA), await revocations()]).toEqual([[], 1]);
    await admin.post(`/v1/users/${userA.userId}/restore`).expect(201);
    const a004 = await logIn(slotlink, userA.email);
    expect(a004.userId).not.toBe(userA.userId);
    expect((await connectionOf(a004)).state).toBe('not-connected');

    // The same person, the same e-mail addresses, another user ID: refused, with what to do, naming nobody.
    const refused = await tryToConnect(slotlink, a004, zoomOfA);
    expect([refused.status, slugOf(refused)]).toEqual([409, 'zoom-account-bound']);
    expect(refused.body.detail).toMatch(/stays with a user ID, not with an e-mail address.*deleted.*ask an admin/s);
    for (const name of [userA.userId, userA.name, userA.email, zoomOfA]) {
      expect(JSON.stringify(refused.body)).not.toContain(name);
    }
    expect(await shownTo(await consent(await startConnect(a004), zoomOfA))).toContain('ask an admin to release');
    await slotlink.drainJobs();
    expect(await revocations()).toBe(3);

    // An admin releases it from the ID that has it, which is dead.
    const release = `/v1/users/${userA.userId}/integrations/zoom/release`;
    await userB.post(release, { reason: 'please' }).expect(403);
    await admin.post(release, { reason: 'User A is back' }).expect(204);
    expect((await tryToConnect(slotlink, a004, zoomOfA)).status).toBe(200);

    // The day goes along: two links made, two deleted.
    expect((await connectionOf(a004)).quota).toMatchObject({ used: 4, remaining: 96 });
    const again = await booked(await aZoomCalendar(admin, { user: a004 }), 15);
    expect(again.meetingLocation.state).toBe('ready');
    expect(again.meetingLocation.joinUrl).not.toBe(first.meetingLocation.joinUrl);
    expect((await connectionOf(a004)).quota).toMatchObject({ used: 5 });
    expect((await tryToConnect(slotlink, userB, zoomOfA)).status).toBe(409);
  });

  it('leaves a day that is spent spent, whoever has the Zoom account', async () => {
    await connectZoom(slotlink, userA, { email: zoomOfA });
    await booked(await aZoomCalendar(admin, { user: userA }), 15);
    await slotlink.query(
      `UPDATE zoom_user_quota_days SET used = 100
       WHERE zoom_user_id = (SELECT zoom_user_id FROM zoom_bindings WHERE user_id = $1)`,
      [userA.userId],
    );
    await admin.post(`/v1/users/${userA.userId}/integrations/zoom/release`, { reason: 'for B' }).expect(204);
    expect((await tryToConnect(slotlink, userB, zoomOfA)).status).toBe(200);
    expect((await connectionOf(userB)).quota).toMatchObject({ used: 100, remaining: 0 });
    const late = await booked(await aZoomCalendar(admin, { user: userB }), 16);
    expect(late.meetingLocation).toMatchObject({
      state: 'parked',
      parkedUntil: expect.stringMatching(/^2026-11-24T00/),
    });
    await slotlink.clock.set('2026-11-24T00:59:00.000Z');
    await slotlink.drainJobs();
    const { body } = await admin.get(`/v1/appointments/${late.id as string}`).expect(200);
    expect(body.meetingLocation.state).toBe('ready');
  });

  it('is known by Zoom’s ID when its e-mail changes, and when another Zoom account takes the e-mail', async () => {
    await connectZoom(slotlink, userA, { email: zoomOfA });
    const { zoomUser } = await connectionOf(userA);
    const newEmail = anEmail('renamed');
    await simulator(slotlink, 'POST', 'users', { email: zoomOfA, newEmail });
    // Somebody else gets the address that became free: another Zoom account.
    await simulator(slotlink, 'POST', 'users', { email: zoomOfA, displayName: 'Newcomer' });

    const refused = await tryToConnect(slotlink, userB, newEmail);
    expect([refused.status, slugOf(refused)]).toEqual([409, 'zoom-account-bound']);
    expect((await tryToConnect(slotlink, userB, zoomOfA)).status).toBe(200);
    expect((await tryToConnect(slotlink, userA, newEmail)).status).toBe(200);
    expect((await connectionOf(userA)).zoomUser).toEqual({ ...zoomUser, email: newEmail });
    expect((await connectionOf(userB)).zoomUser.id).not.toBe(zoomUser.id);
  });

  it('is one for a person in two accounts', async () => {
    const other = await anAccount(slotlink, { accountName: 'XYZ Partners', name: 'Xenia' });
    const elsewhere = await alsoIn(slotlink, other, userA);
    const here = await logIn(slotlink, userA.email, admin.accountId);
    expect(elsewhere.userId).toBe(here.userId);
    await connectZoom(slotlink, here, { email: zoomOfA });

    expect(await connectionOf(elsewhere)).toEqual(await connectionOf(here));
    const theirs = await booked(await aZoomCalendar(admin, { user: here }), 15);
    expect(theirs.meetingLocation.state).toBe('ready');
    const { id } = await book(slotlink, await aZoomCalendar(other, { user: elsewhere }), '2026-11-24T16:00:00.000Z');
    await slotlink.drainJobs();
    const { body } = await other.get(`/v1/appointments/${id as string}`).expect(200);
    expect(body.meetingLocation.state).toBe('ready');
    expect((await connectionOf(elsewhere)).quota.used).toBe(2);
    expect((await tryToConnect(slotlink, other, zoomOfA)).status).toBe(409);
    const second = await tryToConnect(slotlink, elsewhere, anEmail('zoom'));
    expect([second.status, slugOf(second)]).toEqual([409, 'zoom-already-connected']);

    // Who leaves one account keeps it for the other, whose admins alone can release it then.
    await admin.delete(`/v1/users/${here.userId}?future=cancel`).expect(204);
    await slotlink.drainJobs();
    expect((await connectionOf(elsewhere)).state).toBe('connected');
    const release = `/v1/users/${here.userId}/integrations/zoom/release`;
    await admin.post(release, { reason: 'gone' }).expect(404);
    await other.post(release, { reason: 'handed over' }).expect(204);
    expect((await connectionOf(elsewhere)).state).toBe('not-connected');
    expect((await tryToConnect(slotlink, userB, zoomOfA)).status).toBe(200);
  });

  it('is one person’s where two people share it, however they take turns', async () => {
    await connectZoom(slotlink, userA, { email: zoomOfA });
    const calendar = await aZoomCalendar(admin, { user: userA });
    for (const [index, hour] of [15, 16, 17].entries()) {
      const by = index % 2 === 0 ? userB : admin;
      expect((await tryToConnect(slotlink, by, zoomOfA)).status).toBe(409);
      expect((await booked(calendar, hour)).meetingLocation.state).toBe('ready');
    }
    const paths = await Promise.all(
      [userA, userB, admin].map(async (user) => consent(await startConnect(user), zoomOfA)),
    );
    const answers = await Promise.all(paths.map((path) => callback(slotlink, path)));
    // Whose tokens died before anybody could ask whose they are learns no more than that.
    for (const { status } of answers.slice(1)) expect([409, 422]).toContain(status);
    expect((await booked(calendar, 18)).meetingLocation.state).toBe('ready');
    expect(await meetingsAtZoom(slotlink, zoomOfA)).toHaveLength(4);
  });
});
