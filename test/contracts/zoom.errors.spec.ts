import { mayHaveHappened, type ZoomErrorKind, ZoomApi } from '#libs/zoom-api';
import { failureOf, ZoomAtSimulator } from './zoom-at-simulator';

const REQUEST = { topic: 'Call', start: Date.parse('2026-12-01T10:00:00Z'), durationMinutes: 30, timezone: 'UTC' };
const MIDNIGHT = Date.parse('2026-11-24T00:00:00Z');
const USER_LIMIT =
  'You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.';
const SCOPES = 'Invalid access token, does not contain scopes:[meeting:write:meeting, meeting:write:meeting:admin].';

type Call = 'create' | 'update' | 'delete' | 'get' | 'list' | 'me';
type Expected = [kind: ZoomErrorKind, open: boolean];

describe('what our client makes of each refusal that Zoom documents', () => {
  const at = new ZoomAtSimulator();
  let email: string;
  let token: string;
  let id: string;
  let users = 0;
  beforeAll(() => at.start());
  beforeEach(async () => {
    users += 1;
    email = `user-${users}@example.com`;
    token = (await at.tokensOf(email)).accessToken;
    ({ id } = await at.zoom.createMeeting(token, REQUEST));
  });
  afterEach(() => at.control('faults', undefined, 'DELETE'));
  afterAll(() => at.simulator.close());

  const call = (which: Call): Promise<unknown> => {
    const calls: Record<Call, () => Promise<unknown>> = {
      create: () => at.zoom.createMeeting(token, REQUEST),
      update: () => at.zoom.updateMeeting(token, id, { topic: 'Other' }),
      delete: () => at.zoom.deleteMeeting(token, id),
      get: () => at.zoom.getMeeting(token, id),
      list: () => at.zoom.listMeetings(token, 'upcoming').next(),
      me: () => at.zoom.me(token),
    };
    return calls[which]();
  };
  const answers = (status: number, body: object | undefined, headers?: object) =>
    at.control('faults', { email, times: 1, kind: 'status', status, body, headers });

  it.each<[Call, number, number, string, ...Expected]>([
    ['me', 401, 124, 'Invalid access token.', 'unauthorized', false],
    ['create', 401, 124, 'Access token is expired.', 'unauthorized', false],
    ['create', 401, 124, 'Access token has expired.', 'unauthorized', false],
    ['create', 400, 4711, SCOPES, 'missing-scope', false],
    ['create', 401, 4711, SCOPES, 'missing-scope', false],
    ['create', 403, 4700, SCOPES, 'missing-scope', false],
    ['create', 400, 104, SCOPES, 'missing-scope', false],
    ['create', 400, 200, 'Only available for paid account: 1.', 'forbidden', false],
    ['create', 200, 200, 'No permission.', 'forbidden', false],
    ['create', 400, 300, 'Validation Failed.', 'validation', false],
    ['create', 300, 300, 'Validation Failed.', 'validation', false],
    ['create', 400, 300, 'Request Body should be a valid JSON object.', 'validation', false],
    ['list', 400, 300, 'The next page token is invalid or expired.', 'validation', false],
    ['me', 404, 1000, 'User is pending.', 'user-missing', false],
    ['me', 404, 1001, 'User does not exist: me.', 'user-missing', false],
    ['create', 400, 1010, 'User not found on this account: 1.', 'user-missing', false],
    ['create', 400, 1120, 'Invitation not found.', 'user-missing', false],
    ['create', 404, 2001, 'Account does not exist.', 'user-missing', false],
    ['get', 400, 3000, 'Cannot access meeting information.', 'forbidden', false],
    ['update', 400, 3000, 'You cannot schedule a meeting for two@example.com.', 'forbidden', false],
    ['update', 400, 3000, 'You cannot update or delete meetings that have started.', 'meeting-started', false],
    ['delete', 400, 3000, 'Invalid occurrence_id:1.', 'validation', false],
    ['get', 404, 3001, 'Meeting does not exist: 1.', 'not-found', false],
    ['update', 404, 3001, 'Meeting 1 is not found or has expired.', 'not-found', false],
    ['delete', 404, 3001, 'Meeting does not exist: 1.', 'not-found', false],
    ['delete', 400, 3002, "Sorry, you cannot delete this meeting since it's in progress.", 'meeting-started', false],
    ['update', 400, 3003, 'Not meeting host.', 'forbidden', false],
    ['delete', 400, 3007, 'Sorry, you cannot delete this meeting since it has ended.', 'meeting-started', false],
    ['delete', 400, 3018, 'Not allowed to delete PMI.', 'refused', false],
    ['delete', 400, 3037, 'Not allowed to delete PAC.', 'refused', false],
    ['create', 400, 3161, 'Your user account is not allowed meeting hosting and scheduling.', 'forbidden', false],
    ['create', 500, 500, 'Internal server error.', 'unknown-fate', true],
    ['create', 502, 0, '', 'unknown-fate', true],
    ['delete', 503, 0, '', 'unknown-fate', true],
  ])('%s answered %i with code %i (%s): %s', async (which, status, code, message, kind, open) => {
    await answers(status, { code, message });
    const failure = await failureOf(call(which));
    expect(failure).toMatchObject({ kind, status });
    expect(mayHaveHappened(failure)).toBe(open);
  });

  it.each([
    ['password', 'Passcode does not meet the requirements.'],
    ['settings.alternative_hosts', 'Invalid alternative host: two@example.com.'],
  ])('says which field Zoom did not accept: %s', async (field, message) => {
    await answers(400, { code: 300, message: 'Validation Failed.', errors: [{ field, message }] });
    const failure = await failureOf(call('create'));
    expect(failure).toMatchObject({ kind: 'validation', zoomMessage: `Validation Failed. (${field}: ${message})` });
  });

  const SOON = new Date(Date.parse('2026-11-23T08:00:07Z')).toISOString().replace('.000', '');
  const QPS = 'You have reached the maximum per-second rate limit for this API. Try again later.';
  const DAILY =
    'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.';
  const LOCKED = 'Too many concurrent requests. A request to disassociate this user has already been made.';
  it.each<[string, string, number, Record<string, string>, object]>([
    ['seconds', QPS, 429, { 'retry-after': '7' }, { kind: 'rate-limited', limit: null, in: 7_000 }],
    ['an instant', QPS, 429, { 'retry-after': SOON }, { kind: 'rate-limited', limit: null, in: 7_000 }],
    ['nothing', QPS, 429, {}, { kind: 'rate-limited', limit: null, in: 1_000 }],
    ['nothing', LOCKED, 429, {}, { kind: 'rate-limited', limit: null, in: 1_000 }],
    ['an instant', DAILY, 429, { 'retry-after': '2026-11-24T00:00:00Z' }, { kind: 'daily-limit', limit: 'account' }],
    ['nothing', DAILY, 429, { 'x-ratelimit-type': 'Daily-limit' }, { kind: 'daily-limit', limit: 'account' }],
    ['nothing', USER_LIMIT, 429, { 'x-ratelimit-category': 'Light' }, { kind: 'daily-limit', limit: 'user' }],
  ])('comes again after %s with %s', async (_, message, status, headers, expected) => {
    await answers(status, { code: status, message }, headers);
    const { kind, limit, retryAt } = await failureOf(call('create'));
    const wait = (retryAt ?? 0) - at.now;
    const said = 'in' in expected ? { kind, limit, in: wait } : { kind, limit };
    expect(said).toEqual(expected);
    if (kind === 'daily-limit') expect(retryAt).toBe(MIDNIGHT);
  });

  it.each<[number, object, ZoomErrorKind]>([
    [400, { reason: 'Invalid Token!', error: 'invalid_grant' }, 'invalid-grant'],
    [400, { reason: 'Invalid Token!', error: 'invalid_request' }, 'invalid-grant'],
    [400, { reason: 'Invalid authorization code', error: 'invalid_grant' }, 'invalid-grant'],
    [401, { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }, 'invalid-client'],
    [400, { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }, 'invalid-client'],
    [400, { reason: 'unsupported grant type', error: 'unsupported_grant_type' }, 'refused'],
    [400, { reason: 'The account is disabled', error: 'invalid_request' }, 'refused'],
    [400, { errorCode: 4741, errorMessage: 'The token has been revoked.' }, 'invalid-grant'],
    [400, { errorCode: 4717, errorMessage: 'The app has been disabled.' }, 'invalid-client'],
    [500, {}, 'unknown-fate'],
  ])('a refresh answered %i %j is %s', async (status, body, kind) => {
    const { refreshToken } = await at.tokensOf(email);
    await at.control('faults', { path: '/oauth/token', times: 1, kind: 'status', status, body });
    expect((await failureOf(at.zoom.refresh(refreshToken))).kind).toBe(kind);
  });
});

describe('what the simulator refuses, word for word as Zoom does', () => {
  const at = new ZoomAtSimulator();
  let token: string;
  beforeAll(async () => {
    await at.start();
    token = (await at.tokensOf('ann@example.com')).accessToken;
  });
  afterAll(() => at.simulator.close());

  const refusal = async (path: string, method = 'GET', body?: object, as = token) => {
    const answer = await at.raw(as, path, { method, body: body && JSON.stringify(body) });
    return { status: answer.status, ...answer.body };
  };
  const made = async () => (await at.zoom.createMeeting(token, REQUEST)).id;
  const control = (path: string, body?: object) => at.control(path, body);

  it('an unknown and an expired token', async () => {
    const unknown = await refusal('/users/me', 'GET', undefined, 'no-such-token');
    expect(unknown).toEqual({ status: 401, code: 124, message: 'Invalid access token.' });
    const { accessToken } = await at.tokensOf('late@example.com');
    at.now += 3_600_000;
    const expired = await refusal('/users/me', 'GET', undefined, accessToken);
    expect(expired).toEqual({ status: 401, code: 124, message: 'Access token is expired.' });
    ({ accessToken: token } = await at.tokensOf('ann@example.com'));
  });

  it('a missing scope', async () => {
    await control('users', { email: 'poor@example.com', scopes: ['user:read:user'] });
    const { accessToken } = await at.tokensOf('poor@example.com');
    const answer = await refusal('/users/me/meetings', 'POST', { topic: 'x' }, accessToken);
    expect(answer).toEqual({
      status: 400,
      code: 4711,
      message: expect.stringMatching(/^Invalid access token, does not contain scopes:\[meeting:write:meeting\b.*\]\.$/),
    });
  });

  it.each(['GET', 'PATCH', 'DELETE'])('a meeting that is gone: %s', async (method) => {
    const id = await made();
    await at.zoom.deleteMeeting(token, id);
    const answer = await refusal(`/meetings/${id}`, method, method === 'PATCH' ? { topic: 'x' } : undefined);
    expect(answer).toEqual({ status: 404, code: 3001, message: `Meeting does not exist: ${id}.` });
  });

  it.each([
    ['topic', { topic: 'x'.repeat(201) }],
    ['duration', { duration: 0 }],
    ['password', { password: 'longer than ten' }],
    ['settings.alternative_hosts', { settings: { alternative_hosts: 'stranger@example.com' } }],
  ])('a field that it does not accept: %s', async (field, body) => {
    const answer = await refusal('/users/me/meetings', 'POST', body);
    const errors = [{ field, message: expect.any(String) }];
    expect(answer).toEqual({ status: 400, code: 300, message: 'Validation Failed.', errors });
  });

  it('a body that is no object, and a page token that is none', async () => {
    const body = await at.raw(token, '/users/me/meetings', { method: 'POST', body: '[]' });
    const notJson = 'Request Body should be a valid JSON object.';
    expect([body.status, body.body]).toEqual([400, { code: 300, message: notJson }]);
    const page = await refusal('/users/me/meetings?next_page_token=none');
    const message = 'The next page token is invalid or expired.';
    expect(page).toEqual({ status: 400, code: 300, message });
  });

  it('another host’s meeting, and a user who may not be scheduled for', async () => {
    const id = await made();
    const { accessToken: stranger } = await at.tokensOf('eve@example.com');
    expect(await refusal(`/meetings/${id}`, 'GET', undefined, stranger)).toMatchObject({ status: 400, code: 3000 });
    expect(await refusal(`/meetings/${id}`, 'DELETE', undefined, stranger)).toMatchObject({ status: 400, code: 3003 });
    const message = 'You cannot schedule a meeting for nobody@example.com.';
    const transfer = await refusal(`/meetings/${id}`, 'PATCH', { schedule_for: 'nobody@example.com' });
    expect(transfer).toEqual({ status: 400, code: 3000, message });
    await control('users', { email: 'far@example.com', accountId: 'another' });
    const { accessToken: far } = await at.tokensOf('far@example.com');
    expect(await refusal(`/meetings/${id}`, 'GET', undefined, far)).toMatchObject({ status: 400, code: 1010 });
  });

  it('the 101st write of a day, without saying when to come again', async () => {
    await control('quota', { email: 'ann@example.com', used: 100 });
    const answer = await at.raw(token, '/users/me/meetings', { method: 'POST', body: '{"topic":"x"}' });
    expect([answer.status, answer.body]).toEqual([429, { code: 429, message: USER_LIMIT }]);
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(answer.headers.get('x-ratelimit-category')).toBe('Light');
    await control('quota', { email: 'ann@example.com', used: 0 });
  });

  it('a spent refresh token, a spent code, a wrong secret and another grant', async () => {
    const { refreshToken } = await at.tokensOf('dan@example.com');
    await at.zoom.refresh(refreshToken);
    const post = async (form: Record<string, string>, secret = 'secret') => {
      const authorization = `Basic ${Buffer.from(`client:${secret}`).toString('base64')}`;
      const body = new URLSearchParams(form);
      const answer = await fetch(`${at.simulator.oauthUrl}/token`, {
        method: 'POST',
        headers: { authorization },
        body,
      });
      return { status: answer.status, ...((await answer.json()) as object) };
    };
    const invalidGrant = { status: 400, error: 'invalid_grant' };
    const spent = await post({ grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(spent).toEqual({ ...invalidGrant, reason: 'Invalid Token!' });
    const code = await post({ grant_type: 'authorization_code', code: 'none' });
    expect(code).toEqual({ ...invalidGrant, reason: 'Invalid authorization code' });
    const other = await post({ grant_type: 'password' });
    expect(other).toEqual({ status: 400, reason: 'unsupported grant type', error: 'unsupported_grant_type' });
  });

  it('a client secret that is not its own', async () => {
    const now = () => at.now;
    const { apiUrl, oauthUrl } = at.simulator;
    const stranger = new ZoomApi({ apiUrl, oauthUrl, clientId: '', clientSecret: '', now });
    expect(await failureOf(stranger.refresh('any'))).toMatchObject({ kind: 'invalid-client', status: 401 });
  });
});
