import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database';
import { LeaseLost, ZoomConnections, ZoomSessions } from '../../src/zoom';
import { anAccount, type TestUser } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';
import { callback, connectZoom, consent, requestsTo, simulator, startConnect, tryToConnect } from '../kit/zoom';

const HOUR = 3_600_000;
const patient = { waitMs: 15_000 };

describe('talking to Zoom for a host', () => {
  let slotlink: TestApp;
  let sessions: ZoomSessions;
  let maria: TestUser;
  let zoomEmail: string;
  let zoomUserId: string;
  beforeAll(async () => {
    slotlink = await startTestApp();
    sessions = slotlink.app.get(ZoomSessions);
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    maria = await anAccount(slotlink);
    zoomEmail = await connectZoom(slotlink, maria);
    const connection = await slotlink.app.get(ZoomConnections).connectionOf(maria.userId);
    zoomUserId = connection!.zoomUserId;
  });

  const me = () => sessions.using(maria.userId, async (session) => (await session.me()).email, patient);
  const stateOf = async (user: TestUser) => (await user.get('/v1/me/integrations/zoom').expect(200)).body.state;
  const grants = async (kind: string) => {
    const requests = await requestsTo(slotlink, zoomEmail, 'POST /oauth/token');
    return requests.filter(({ body }) => body?.grant_type === kind).length;
  };
  const reconnectFacts = () =>
    slotlink.query(`SELECT FROM facts WHERE name = 'zoom.reconnect-required' AND payload ->> 'userId' = $1`, [
      maria.userId,
    ]);

  it('refreshes an expired access token once for ten at the same moment', async () => {
    await slotlink.clock.advance(HOUR);
    const answers = await Promise.all(Array.from({ length: 10 }, me));
    expect(answers).toEqual(Array(10).fill({ state: 'done', result: zoomEmail }));
    expect(await grants('refresh_token')).toBe(1);
    // The chain of refresh tokens goes on.
    await slotlink.clock.advance(HOUR);
    expect(await me()).toEqual({ state: 'done', result: zoomEmail });
    expect(await grants('refresh_token')).toBe(2);
  });

  it('refreshes what Zoom calls invalid before its time, and asks again', async () => {
    const body = { code: 124, message: 'Invalid access token.' };
    await simulator(slotlink, 'POST', 'faults', { path: '/users/me', times: 1, kind: 'status', status: 401, body });
    expect(await me()).toEqual({ state: 'done', result: zoomEmail });
    expect(await grants('refresh_token')).toBe(1);
  });

  it('says once that a dead connection needs its user', async () => {
    await simulator(slotlink, 'POST', 'revoke', { email: zoomEmail });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, me));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'invalid-grant' });
      else expect(outcome.value).toEqual({ state: 'reconnect-required' });
    }
    expect(await stateOf(maria)).toBe('reconnect-required');
    expect(await reconnectFacts()).toHaveLength(1);
    expect(await grants('refresh_token')).toBe(1);
    await maria.get('/v1/me/integrations/zoom/meetings?type=upcoming').expect(409);

    expect((await tryToConnect(slotlink, maria, zoomEmail)).status).toBe(200);
    expect(await me()).toEqual({ state: 'done', result: zoomEmail });
  });

  it('keeps the connection when a refresh fails for a moment', async () => {
    await slotlink.clock.advance(HOUR);
    await simulator(slotlink, 'POST', 'faults', { path: '/oauth/token', times: 1, kind: 'status', status: 503 });
    await expect(me()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await stateOf(maria)).toBe('connected');
    expect(await me()).toEqual({ state: 'done', result: zoomEmail });
  });

  it("gives up nobody's connection while a sign-in may have killed its tokens", async () => {
    const olivia = await anAccount(slotlink);
    const path = await consent(await startConnect(olivia), zoomEmail);
    await simulator(slotlink, 'POST', 'faults', { path: '/users/me', times: 1, kind: 'reset' });
    await callback(slotlink, path).expect(503);
    await expect(me()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await stateOf(maria)).toBe('connected');
    await slotlink.clock.advance(61_000);
    await slotlink.drainJobs();
    expect(await me()).toEqual({ state: 'done', result: zoomEmail });
    expect(await stateOf(olivia)).toBe('not-connected');
  });

  it('lets one talk at a time', async () => {
    const first = await sessions.open(maria.userId);
    if (first.state !== 'open') throw new Error(first.state);
    const second = await sessions.open(maria.userId);
    expect(second).toMatchObject({ state: 'busy', until: expect.any(Date) });
    if (second.state === 'busy') {
      expect(second.until.getTime() - slotlink.clock.ms()).toBeLessThanOrEqual(45_000);
      expect(second.until.getTime() - slotlink.clock.ms()).toBeGreaterThan(30_000);
    }
    const waiting = me();
    await first.session.me();
    await first.session.release();
    expect(await waiting).toEqual({ state: 'done', result: zoomEmail });
  });

  it('goes on after a process that died, once its lease is over', async () => {
    const insert = (until: string) =>
      slotlink.query(
        `INSERT INTO zoom_leases VALUES ($1, $2, now() + $3::interval)
         ON CONFLICT (zoom_user_id) DO UPDATE SET lease_until = excluded.lease_until`,
        [zoomUserId, randomUUID(), until],
      );
    await insert('30 seconds');
    expect((await sessions.open(maria.userId)).state).toBe('busy');
    await insert('-1 second');
    expect(await me()).toEqual({ state: 'done', result: zoomEmail });
  });

  it('stops who has lost the lease', async () => {
    const opened = await sessions.open(maria.userId);
    if (opened.state !== 'open') throw new Error(opened.state);
    const other = randomUUID();
    await slotlink.query(`UPDATE zoom_leases SET lease_token = $2 WHERE zoom_user_id = $1`, [zoomUserId, other]);
    const before = (await requestsTo(slotlink, zoomEmail, 'GET /v2/users/me')).length;
    await expect(opened.session.me()).rejects.toThrow(LeaseLost);
    const db = slotlink.app.get(Database);
    await expect(db.transaction(() => opened.session.hold())).rejects.toThrow(LeaseLost);
    expect(await requestsTo(slotlink, zoomEmail, 'GET /v2/users/me')).toHaveLength(before);
    await opened.session.release();
    const [lease] = await slotlink.query<{ lease_token: string }>(
      `SELECT lease_token FROM zoom_leases WHERE zoom_user_id = $1`,
      [zoomUserId],
    );
    expect(lease?.lease_token).toBe(other);
  });

  it('is refused inside a transaction', async () => {
    const db = slotlink.app.get(Database);
    await expect(db.transaction(() => sessions.open(maria.userId))).rejects.toThrow(/committed/);
  });

  it('revokes tokens that arrive when the user has just disconnected', async () => {
    await slotlink.clock.advance(HOUR);
    const slow = { path: '/oauth/token', times: 1, kind: 'slow', delayMs: 300 };
    await simulator(slotlink, 'POST', 'faults', slow);
    const asking = me();
    while ((await grants('refresh_token')) === 0) await new Promise(setImmediate);
    await maria.delete('/v1/me/integrations/zoom').expect(204);
    await expect(asking).rejects.toMatchObject({ kind: 'invalid-grant' });
    expect(await reconnectFacts()).toHaveLength(0);
    await slotlink.drainJobs();
    expect(await requestsTo(slotlink, zoomEmail, 'POST /oauth/revoke')).toHaveLength(1);
  });

  it("lists the upcoming meetings of the host's Zoom, whoever made them, without a token or a unit of the quota", async () => {
    await simulator(slotlink, 'POST', 'meetings', {
      email: zoomEmail,
      topic: 'Made by hand',
      startTime: '2026-12-24T10:00:00Z',
      duration: 30,
    });
    const { body } = await maria.get('/v1/me/integrations/zoom/meetings?type=upcoming').expect(200);
    expect(body).toEqual({
      items: [
        {
          id: expect.stringMatching(/^\d+$/),
          topic: 'Made by hand',
          start: '2026-12-24T10:00:00.000Z',
          end: '2026-12-24T10:30:00.000Z',
          timezone: expect.any(String),
          joinUrl: expect.stringContaining('http'),
        },
      ],
      nextCursor: null,
    });
    expect((await maria.get('/v1/me/integrations/zoom')).body.quota.used).toBe(0);
    await maria.get('/v1/me/integrations/zoom/meetings?type=live').expect(422);
    const nora = await anAccount(slotlink);
    const refused = await nora.get('/v1/me/integrations/zoom/meetings').expect(409);
    expect(refused.body.type).toMatch(/zoom-not-connected$/);
  });

  it('knows the state of many users at once', async () => {
    const nora = await maria.addUser();
    const states = await slotlink.app.get(ZoomConnections).statesOf([maria.userId, nora.userId]);
    expect(Object.fromEntries(states)).toEqual({ [maria.userId]: 'connected', [nora.userId]: 'not-connected' });
  });
});
