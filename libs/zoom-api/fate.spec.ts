import { mayHaveHappened, ZoomApi, ZoomError } from './index';
import { Reply, startStubZoom, StubZoom } from './stub-zoom';

let stub: StubZoom;
let zoom: ZoomApi;

const TIMEOUT_MS = 10_000;
const passTimeout = (): void => {
  jest.advanceTimersByTime(TIMEOUT_MS);
};

beforeEach(async () => {
  stub = await startStubZoom();
  const base = `http://127.0.0.1:${stub.port}`;
  zoom = new ZoomApi({
    apiUrl: `${base}/v2`,
    oauthUrl: `${base}/oauth/`,
    clientId: 'client',
    clientSecret: 'hush',
    timeoutMs: TIMEOUT_MS,
  });
});

afterEach(() => stub.stop());

async function failureOf(work: Promise<unknown>): Promise<ZoomError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ZoomError);
  return error as ZoomError;
}

const request = { topic: 'Demo', start: Date.UTC(2026, 2, 29), durationMinutes: 30, timezone: 'Europe/Berlin' };

describe('what may have happened', () => {
  // What a call waits passes when the test says so: a slow machine would give it up before it has arrived.
  beforeAll(() => jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask', 'Date'] }));
  afterAll(() => jest.useRealTimers());

  it.each<[string, Reply]>([
    ['a reset', (response) => response.socket?.resetAndDestroy()],
    [
      'a body that breaks off',
      (response) => response.writeHead(201, { 'content-length': 99 }).write('{', () => response.destroy()),
    ],
    ['silence', passTimeout],
    ['a body that never ends', (response) => response.writeHead(201).write('{', passTimeout)],
    ['a body too large', { status: 201, body: `"${'x'.repeat(5_000_001)}"` }],
    ['a 502 in HTML', { status: 502, body: '<html>Bad gateway</html>' }],
    ['a 200 in HTML', { status: 200, body: '<html>Welcome</html>' }],
    ['a 201 without an id', { status: 201, body: { code: 0 } }],
    ['a redirect', { status: 302, headers: { location: '/elsewhere' } }],
  ])('leaves the fate open after %s', async (_name, reply) => {
    stub.replies.push(reply);
    const error = await failureOf(zoom.createMeeting('tok', request));
    expect(error.kind).toBe('unknown-fate');
    expect(mayHaveHappened(error)).toBe(true);
    expect(stub.received).toHaveLength(1);
  });

  it('nothing, when nobody listens or the caller gave up before', async () => {
    const before = await failureOf(zoom.createMeeting('tok', request, AbortSignal.abort()));
    await stub.stop();
    const refused = await failureOf(zoom.createMeeting('tok', request));
    expect([before.kind, refused.kind]).toEqual(['unreachable', 'unreachable']);
    expect([before, refused].some(mayHaveHappened)).toBe(false);
    expect(stub.received).toHaveLength(0);
  });

  it('anything, when the caller gives up midway', async () => {
    const stop = new AbortController();
    stub.replies.push(() => {
      stop.abort();
    });
    expect((await failureOf(zoom.createMeeting('tok', request, stop.signal))).kind).toBe('unknown-fate');
  });

  it('nothing, when a 200 carries an error', async () => {
    stub.replies.push({ status: 200, body: { code: 200, message: 'No permission.' } });
    stub.replies.push({ status: 200, body: { code: 3001, message: 'Meeting does not exist: 1.' } });
    expect((await failureOf(zoom.createMeeting('tok', request))).kind).toBe('forbidden');
    const gone = await failureOf(zoom.deleteMeeting('tok', '1'));
    expect(gone).toMatchObject({ kind: 'not-found', status: 200, code: 3001, trackingId: 'WEB_1' });
    expect(mayHaveHappened(gone)).toBe(false);
    expect(mayHaveHappened(new Error('a bug'))).toBe(true);
  });
});
