import { Addresses } from '../../src/platform/config';
import { ForgetOldEvents } from '../../src/zoom/forget-old-events';
import { startTestApp, type TestApp } from '../kit/test-app';
import { deliver, hmac, listenToZoom, storedEvents } from '../kit/webhooks';

const MINUTE = 60;

const updated = (over: object = {}) => ({
  event: 'meeting.updated',
  event_ts: Date.parse('2026-11-23T08:00:00Z'),
  payload: { account_id: 'acc', object: { id: 98765432101, uuid: 'u1==', host_id: 'h1', topic: 'Mine' } },
  ...over,
});

describe("Zoom's webhooks", () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  beforeEach(async () => {
    await slotlink.query('TRUNCATE zoom_events');
    await slotlink.drainJobs();
  });
  afterAll(() => slotlink.close());

  const seconds = () => Math.floor(slotlink.clock.ms() / 1_000);
  const stored = () => storedEvents(slotlink);

  it('are kept as they came before anything is done about them', async () => {
    const raw = '{"event":"meeting.deleted","event_ts":1,"payload":{"object":{"share_url":"https:\\/\\/z.us\\/x"}}}';
    await deliver(slotlink, raw).expect(200, '');
    expect(await stored()).toEqual([
      { event: 'meeting.deleted', objectId: null, zoomUserId: null, isWorked: false, body: raw },
    ]);
    await slotlink.drainJobs();
    expect(await stored()).toMatchObject([{ isWorked: true }]);
    await deliver(slotlink, raw.replace('meeting.deleted', 'recording.completed')).expect(200, '');
    expect(await stored()).toMatchObject([{ isWorked: true }, { event: 'recording.completed', isWorked: true }]);
  });

  it('are refused unless signed', async () => {
    const timestamp = String(seconds());
    const raw = JSON.stringify(updated());
    const send = (headers: Record<string, string>, body = raw) =>
      slotlink.http
        .post('/v1/integrations/zoom/webhooks')
        .set({ 'content-type': 'application/json', ...headers })
        .send(body);
    const signature = `v0=${hmac(`v0:${timestamp}:${raw}`)}`;
    const both = { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': signature };
    for (const refused of [
      send({}),
      send({ 'x-zm-signature': signature }),
      send({ 'x-zm-request-timestamp': timestamp }),
      send({ ...both, 'x-zm-signature': signature.slice(3) }),
      send({ ...both, 'x-zm-signature': `${signature.slice(0, -1)}x` }),
      send({ ...both, 'x-zm-signature': 'v0=' }),
      send({ ...both, 'x-zm-signature': signature.toUpperCase() }),
      send({ ...both, 'x-zm-request-timestamp': String(seconds() - 1) }),
      send({ ...both, 'x-zm-request-timestamp': `${timestamp}.0` }),
      send(both, raw.replace('Mine', 'Yours')),
      send(both, raw.replace('{', '{ ')),
      send(both, ''),
      deliver(slotlink, updated(), { secret: 'another' }),
      deliver(slotlink, updated(), { secret: '' }),
    ]) {
      const { body } = await refused.expect(401).expect('content-type', /problem\+json/);
      expect(body).toMatchObject({ type: '/problems/zoom-signature-invalid', status: 401 });
    }
    expect(await stored()).toEqual([]);
  });

  it('are refused when signed more than five minutes ago or ahead', async () => {
    for (const age of [-5 * MINUTE - 1, 5 * MINUTE + 1]) {
      await deliver(slotlink, updated(), { timestamp: String(seconds() + age) }).expect(401);
    }
    for (const age of [-5 * MINUTE, 5 * MINUTE]) {
      await deliver(slotlink, updated({ event_ts: age }), { timestamp: String(seconds() + age) }).expect(200);
    }
    expect(await stored()).toHaveLength(2);
  });

  it('hold over the bytes: the same said in other bytes does not pass', async () => {
    const timestamp = String(seconds());
    const escaped = '{"event":"meeting.updated","payload":{"object":{"join_url":"https:\\/\\/z.us"}}}';
    await slotlink.http
      .post('/v1/integrations/zoom/webhooks')
      .set('x-zm-request-timestamp', timestamp)
      .set('x-zm-signature', `v0=${hmac(`v0:${timestamp}:${escaped}`)}`)
      .set('content-type', 'application/json')
      .send(JSON.stringify(JSON.parse(escaped)))
      .expect(401);
    await deliver(slotlink, escaped).expect(200);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no JSON', '{"event":"meeting.updated",'],
    ['a list', '[1,2,3]'],
    ['text', 'hello'],
    ['an unknown event', '{"event":"moon.landed","payload":{}}'],
    ['a challenge of the wrong type', '{"event":"endpoint.url_validation","payload":{"plainToken":{"a":1}}}'],
    ['names no route takes', '{"event":"meeting.updated","payload":{"__proto__":{},"constructor":{"prototype":1}}}'],
    ['NUL and half characters', '{"event":"a\\u0000","payload":{"object":{"id":"\\ud800","uuid":"\\u0000"}}}'],
    ['a bottomless body', `{"event":"meeting.updated","payload":{"a":${'['.repeat(9_000)}${']'.repeat(9_000)}}}`],
    ['an update of nothing', '{"event":"meeting.updated","payload":{"object":{"id":{},"host_id":[]}}}'],
    ['a removal by nobody', '{"event":"app_deauthorized","payload":{"user_id":7,"client_id":null}}'],
  ])('are kept, whatever is signed: %s', async (_, raw) => {
    await deliver(slotlink, raw).expect(200, '');
    await slotlink.drainJobs();
    expect(await stored()).toMatchObject([{ isWorked: true, body: raw }]);
  });

  it('may come under any content type, and without a key to repeat them', async () => {
    for (const [index, contentType] of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'x/y; charset=latin1',
    ].entries()) {
      await deliver(slotlink, updated({ event_ts: index }), { contentType })
        .set('idempotency-key', 'the-same')
        .expect(200);
    }
    expect(await stored()).toHaveLength(3);
  });

  it('end at a megabyte', async () => {
    await deliver(slotlink, JSON.stringify(updated({ filler: 'x'.repeat(1_000_000) }))).expect(200);
    const { body } = await deliver(slotlink, JSON.stringify(updated({ filler: 'x'.repeat(5_000_000) }))).expect(413);
    expect(body).toMatchObject({ status: 413 });
    expect(await stored()).toHaveLength(1);
  });

  it('leave other routes as strict as they were', async () => {
    await slotlink.http.post('/v1/auth/login').type('text/plain').send('x').expect(415);
    await slotlink.http.post('/v1/auth/login').type('application/json').send('{').expect(422);
    await slotlink.http.post('/v1/nowhere').type('text/plain').send('x').expect(404);
  });

  it('answer the challenge, and keep no trace of it', async () => {
    const challenge = { event: 'endpoint.url_validation', event_ts: 1, payload: { plainToken: 'q9ibPhGe' } };
    const { body } = await deliver(slotlink, challenge)
      .expect(200)
      .expect('content-type', /application\/json/);
    expect(body).toEqual({ plainToken: 'q9ibPhGe', encryptedToken: hmac('q9ibPhGe') });
    await deliver(slotlink, challenge, { secret: 'another' }).expect(401);
    expect(await stored()).toEqual([]);
    await listenToZoom(slotlink);
  });

  it('are one however often and wherever they are delivered', async () => {
    const other = await startTestApp({ beside: slotlink });
    try {
      const copies = Array.from({ length: 20 }, (_, copy) =>
        deliver(copy % 2 ? other : slotlink, updated()).expect(200),
      );
      await Promise.all(copies);
      await deliver(slotlink, Object.fromEntries(Object.entries(updated()).reverse())).expect(200);
      expect(await stored()).toHaveLength(1);
      const jobs = await slotlink.query(
        `SELECT FROM graphile_worker.jobs WHERE task_identifier = 'zoom.work-on-event'`,
      );
      expect(jobs).toHaveLength(1);
    } finally {
      await other.close();
    }
  });

  it('are told apart by who and what they are about', async () => {
    const joined = (participant: object) => ({
      event: 'meeting.participant_joined',
      event_ts: 1,
      payload: { object: { id: '1', uuid: 'u1==', participant } },
    });
    await deliver(slotlink, joined({ user_id: '1' })).expect(200);
    await deliver(slotlink, joined({ user_id: '2' })).expect(200);
    await deliver(slotlink, updated()).expect(200);
    await deliver(slotlink, updated({ event: 'meeting.deleted' })).expect(200);
    expect(await stored()).toHaveLength(4);
  });

  it('are forgotten after half a year', async () => {
    await deliver(slotlink, updated()).expect(200);
    const forget = () => slotlink.app.get(ForgetOldEvents).run();
    await slotlink.clock.advance(180 * 86_400_000);
    await forget();
    expect(await stored()).toHaveLength(1);
    await slotlink.clock.advance(1);
    await forget();
    expect(await stored()).toEqual([]);
  });
});

describe('without a secret', () => {
  it("nobody's events are believed, not even unsigned ones", async () => {
    const slotlink = await startTestApp();
    try {
      slotlink.app.get(Addresses).zoomWebhookSecret = undefined;
      await deliver(slotlink, updated()).expect(401);
      await deliver(slotlink, updated(), { secret: '' }).expect(401);
      await deliver(slotlink, updated(), { secret: 'undefined' }).expect(401);
      expect(await storedEvents(slotlink)).toEqual([]);
    } finally {
      await slotlink.close();
    }
  });
});
