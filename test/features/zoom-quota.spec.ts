import { randomUUID } from 'node:crypto';
import { QuotaLedger, QuotaSpent, ZoomConnections, type ZoomSession, ZoomSessions } from '../../src/zoom';
import { aQuietAppointment } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';
import { connectZoom, requestsTo, simulator, tryToConnect } from '../kit/zoom';

describe('the day of 100 requests', () => {
  let slotlink: TestApp;
  let ledger: QuotaLedger;
  let maria: TestUser;
  let zoomEmail: string;
  let zoomUserId: string;
  beforeAll(async () => {
    slotlink = await startTestApp();
    ledger = slotlink.app.get(QuotaLedger);
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set('2026-11-23T08:00:00.000Z');
    maria = await anAccount(slotlink);
    zoomEmail = await connectZoom(slotlink, maria);
    const connection = await slotlink.app.get(ZoomConnections).connectionOf(maria.userId);
    zoomUserId = connection!.zoomUserId;
  });

  const reserve = (user = maria, accountId = user.accountId) =>
    ledger.reserve({
      accountId,
      userId: user.userId,
      zoomUserId,
      purpose: 'create',
      slotId: null,
      seriesId: null,
      appointmentIds: [randomUUID()],
    });
  const reserveMany = (count: number) => Promise.all(Array.from({ length: count }, () => reserve()));
  // As it is under a lease, so that it is known which of them was told.
  const reserveInTurn = async (count: number) => {
    for (let taken = 0; taken < count; taken += 1) await reserve();
  };
  const granted = (units: (object | 'spent')[]) => units.filter((unit) => unit !== 'spent').length;
  const quota = async () => (await maria.get('/v1/me/integrations/zoom').expect(200)).body.quota;
  const usedOn = async (day: string) => {
    const rows = await slotlink.query<{ used: number }>(
      `SELECT used FROM zoom_quota_days WHERE user_id = $1 AND day = $2
       UNION ALL SELECT used FROM zoom_user_quota_days WHERE zoom_user_id = $3 AND day = $2`,
      [maria.userId, day, zoomUserId],
    );
    return rows.map(({ used }) => used);
  };
  const withSession = async <T>(work: (session: ZoomSession) => Promise<T>) => {
    const done = await slotlink.app.get(ZoomSessions).using(maria.userId, work);
    if (done.state !== 'done') throw new Error(done.state);
    return done.result;
  };
  const cause = (slotId: string | null = null) => ({
    accountId: maria.accountId,
    slotId,
    seriesId: null,
    appointmentIds: [randomUUID()],
  });
  const meeting = { topic: 'A call', start: Date.parse('2026-11-25T10:00:00Z'), durationMinutes: 30, timezone: 'UTC' };

  it('gives out 100 units, also to many at the same moment, and then no more until 00:00 UTC', async () => {
    expect(granted(await reserveMany(130))).toBe(100);
    expect(await quota()).toMatchObject({ limit: 100, used: 100, remaining: 0, spentByZoom: false });
    expect(await reserve()).toBe('spent');
    expect(await usedOn('2026-11-23')).toEqual([100, 100]);
    await slotlink.clock.set('2026-11-24T00:00:30.000Z');
    expect(await quota()).toMatchObject({ used: 0, remaining: 100, resetsAt: '2026-11-25T00:00:00.000Z' });
    expect(granted([await reserve()])).toBe(1);
  });

  it('charges both days near midnight', async () => {
    await slotlink.clock.set('2026-11-23T23:59:45.000Z');
    await reserveMany(2);
    expect(await usedOn('2026-11-23')).toEqual([2, 2]);
    expect(await usedOn('2026-11-24')).toEqual([2, 2]);
    await slotlink.clock.set('2026-11-24T00:00:15.000Z');
    await reserve();
    expect(await usedOn('2026-11-23')).toEqual([3, 3]);
    expect(await usedOn('2026-11-24')).toEqual([3, 3]);
  });

  it('takes nothing of either day when one of them is spent', async () => {
    await reserveMany(100);
    await slotlink.clock.set('2026-11-23T23:59:45.000Z');
    expect(await reserve()).toBe('spent');
    expect(await usedOn('2026-11-24')).toEqual([]);
  });

  it('counts creates, updates and deletes, and writes down what for', async () => {
    const made = cause((await aQuietAppointment(slotlink, maria)).slotId);
    await withSession(async (session) => {
      const { id } = await session.createMeeting(meeting, made);
      await session.getMeeting(id);
      for await (const listed of session.listMeetings('upcoming')) expect(listed.id).toBe(id);
      await session.updateMeeting(id, { topic: 'A longer call' }, made);
      await session.deleteMeeting(id, made);
      await expect(session.deleteMeeting(id, made)).rejects.toMatchObject({ kind: 'not-found' });
    });
    expect(await quota()).toMatchObject({ used: 4, remaining: 96 });
    const { body } = await maria.get('/v1/me/integrations/zoom/requests').expect(200);
    const at = '2026-11-23T08:00:00.000Z';
    const { slotId, seriesId, appointmentIds } = made;
    expect(body.items).toHaveLength(4);
    expect(body.items).toEqual(
      expect.arrayContaining([
        { at, purpose: 'create', slotId, seriesId, appointmentIds, outcome: 'done' },
        { at, purpose: 'update', slotId, seriesId, appointmentIds, outcome: 'done' },
        { at, purpose: 'delete', slotId, seriesId, appointmentIds, outcome: 'done' },
        { at, purpose: 'delete', slotId, seriesId, appointmentIds, outcome: 'not-found' },
      ]),
    );
  });

  it('makes no request once the day is spent', async () => {
    await reserveMany(100);
    const refused = withSession((session) => session.createMeeting(meeting, cause()));
    await expect(refused).rejects.toThrow(QuotaSpent);
    await expect(refused).rejects.toMatchObject({ until: new Date('2026-11-24T00:00:30.000Z') });
    expect(await requestsTo(slotlink, zoomEmail, 'POST /v2/users/me/meetings')).toHaveLength(0);
    // Reading goes on.
    expect((await withSession((session) => session.me())).email).toBe(zoomEmail);
  });

  it("takes Zoom's word that the day is spent", async () => {
    await simulator(slotlink, 'POST', 'quota', { email: zoomEmail, used: 100 });
    const create = () => withSession((session) => session.createMeeting(meeting, cause()));
    await expect(create()).rejects.toMatchObject({ kind: 'daily-limit', limit: 'user' });
    expect(await quota()).toMatchObject({ used: 1, remaining: 0, spentByZoom: true });
    await expect(create()).rejects.toThrow(QuotaSpent);
    expect(await quota()).toMatchObject({ used: 1 });
    await slotlink.clock.set('2026-11-24T00:00:30.000Z');
    await create();
    expect(await quota()).toMatchObject({ used: 1, remaining: 99, spentByZoom: false });
  });

  it('does not take a refusal just after midnight for the word about the new day', async () => {
    await ledger.markSpent(zoomUserId, new Date('2026-11-24T00:00:10.000Z'));
    await slotlink.clock.set('2026-11-24T00:01:00.000Z');
    expect(await quota()).toMatchObject({ remaining: 100, spentByZoom: false });
  });

  it('takes a unit for a repeated request too', async () => {
    const body = { code: 124, message: 'Invalid access token.' };
    const fault = { method: 'POST', path: '/users/me/meetings', times: 1, kind: 'status', status: 401, body };
    await simulator(slotlink, 'POST', 'faults', fault);
    await withSession((session) => session.createMeeting(meeting, cause()));
    expect(await quota()).toMatchObject({ used: 2 });
  });

  it('says once a day that most of it is used', async () => {
    const warnings = () =>
      slotlink.query<{ payload: object }>(
        `SELECT payload FROM facts WHERE name = 'zoom.quota-warned' AND aggregate_id = $1 ORDER BY seq`,
        [maria.userId],
      );
    await reserveMany(79);
    expect(await warnings()).toEqual([]);
    await reserveInTurn(10);
    const { userId } = maria;
    expect(await warnings()).toEqual([{ payload: { userId, used: 80, limit: 100, day: '2026-11-23' } }]);
    await slotlink.clock.set('2026-11-24T08:00:00.000Z');
    await reserveInTurn(81);
    expect(await warnings()).toMatchObject([{}, { payload: { used: 80, day: '2026-11-24' } }]);
  });

  describe('after a refusal', () => {
    const refused = (body: object) => {
      const fault = { method: 'POST', path: '/users/me/meetings', times: 1, kind: 'status', status: 429, body };
      return simulator(slotlink, 'POST', 'faults', fault);
    };
    const create = () => withSession((session) => session.createMeeting(meeting, cause()));
    const countedByZoom = async () =>
      (await simulator<{ used: number }>(slotlink, 'GET', `quota?email=${encodeURIComponent(zoomEmail)}`)).used;

    it('has the unit back when Zoom was asked too fast, since it does not count what it turns away', async () => {
      const message = 'You have reached the maximum per-second rate limit for this API. Try again later.';
      await refused({ code: 429, message });
      await expect(create()).rejects.toMatchObject({ kind: 'rate-limited' });
      expect(await quota()).toMatchObject({ used: 0, remaining: 100 });
      expect(await usedOn('2026-11-23')).toEqual([0, 0]);
      const { body } = await maria.get('/v1/me/integrations/zoom/requests').expect(200);
      expect(body.items).toMatchObject([{ purpose: 'create', outcome: 'not-counted' }]);
      await create();
      expect((await quota()).used).toBe(await countedByZoom());
    });

    it('has both units back near midnight', async () => {
      await slotlink.clock.set('2026-11-23T23:59:45.000Z');
      await refused({ code: 429, message: 'You have reached the maximum per-second rate limit for this API.' });
      await expect(create()).rejects.toMatchObject({ kind: 'rate-limited' });
      expect([...(await usedOn('2026-11-23')), ...(await usedOn('2026-11-24'))]).toEqual([0, 0, 0, 0]);
    });

    it('counts what nobody knows about', async () => {
      await refused({ code: 429, message: 'Too many concurrent requests.' });
      await expect(create()).rejects.toMatchObject({ kind: 'rate-limited' });
      expect(await quota()).toMatchObject({ used: 1 });
    });

    it("never counts less than Zoom, whatever the Zoom account's limit per second turns away", async () => {
      await simulator(slotlink, 'POST', 'limits', { qps: true });
      const outcomes: string[] = [];
      // An account with a licensed user is allowed 30 a second.
      for (let request = 0; request < 38; request += 1) {
        const made = create().then(() => 'made');
        outcomes.push(await made.catch((error: unknown) => (error as { kind: string }).kind));
        if (request === 34) await slotlink.clock.advance(1_000);
      }
      await simulator(slotlink, 'POST', 'limits', { qps: false });
      expect(outcomes).toContain('rate-limited');
      expect(await countedByZoom()).toBe(outcomes.filter((outcome) => outcome === 'made').length);
      expect((await quota()).used).toBe(await countedByZoom());
    });
  });

  it('leaves as many units as are to be kept', async () => {
    await reserveMany(89);
    const one = { ...cause(), userId: maria.userId, zoomUserId, purpose: 'create' as const };
    expect(granted([await ledger.reserve({ ...one, keep: 10 })])).toBe(1);
    expect(await ledger.reserve({ ...one, keep: 10 })).toBe('spent');
    expect(granted([await ledger.reserve(one)])).toBe(1);
    expect(await usedOn('2026-11-23')).toEqual([91, 91]);
  });

  it('goes along with a Zoom account that is released to another', async () => {
    await reserveMany(60);
    const nora = await maria.addUser({ role: 'admin' });
    await maria.post(`/v1/users/${maria.userId}/integrations/zoom/release`, { reason: 'moved' }).expect(204);
    expect((await tryToConnect(slotlink, nora, zoomEmail)).status).toBe(200);
    expect((await nora.get('/v1/me/integrations/zoom')).body.quota).toMatchObject({ used: 60, remaining: 40 });
    for (let used = 60; used < 80; used += 1) await reserve(nora);
    const units = await Promise.all(Array.from({ length: 30 }, () => reserve(nora)));
    expect(granted(units)).toBe(20);
    const [warned, again] = await slotlink.query<{ payload: object }>(
      `SELECT payload FROM facts WHERE name = 'zoom.quota-warned' AND aggregate_id = $1`,
      [nora.userId],
    );
    expect(warned?.payload).toMatchObject({ used: 80 });
    expect(again).toBeUndefined();
  });

  it('shows the ledger by day and page, and nothing of what another account made of it', async () => {
    const other = await anAccount(slotlink);
    const foreign = {
      accountId: other.accountId,
      slotId: (await aQuietAppointment(slotlink, other)).slotId,
      seriesId: null,
      appointmentIds: [randomUUID()],
    };
    await ledger.reserve({ ...foreign, userId: maria.userId, zoomUserId, purpose: 'create' });
    await slotlink.clock.advance(1000);
    await reserveMany(3);
    const path = '/v1/me/integrations/zoom/requests';
    const first = (await maria.get(`${path}?day=2026-11-23&limit=2`).expect(200)).body;
    expect(first.items).toHaveLength(2);
    expect(first.items[0]).toMatchObject({ purpose: 'create', slotId: null, appointmentIds: [], outcome: null });
    const second = (await maria.get(`${path}?day=2026-11-23&cursor=${first.nextCursor}`).expect(200)).body;
    expect(second.items).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    expect((await maria.get(`${path}?day=2026-11-22`).expect(200)).body.items).toEqual([]);
    expect((await other.get(path).expect(200)).body.items).toEqual([]);
    for (const day of ['2026-02-30', 'today', '2026-11-23T00:00:00Z', '']) {
      const { body } = await maria.get(`${path}?day=${day}`).expect(422);
      expect(body.errors[0].pointer).toBe('/day');
    }
  });
});
