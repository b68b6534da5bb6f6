import { NOW, startApp, type App, type Body, type Tokens } from './test-kit';

describe('limits and faults', () => {
  let app: App;
  let rep: Tokens;

  beforeEach(async () => {
    app = await startApp();
    rep = await app.connect('rep@example.com');
  });

  afterEach(() => app.simulator.close());

  const create = () => rep.api('POST', '/users/me/meetings', { topic: 'x' });
  const fault = (body: object) => app.sim('POST', 'faults', body);
  const meetings = async (): Promise<Body[]> => (await app.sim('GET', 'meetings')).body;
  const requests = async (): Promise<Body[]> => (await app.sim('GET', 'requests?email=rep@example.com')).body;

  /** Sends a request, gives up once the simulator has it, and fails if there was an answer. */
  async function unanswered(url: string, init: RequestInit): Promise<void> {
    const logged = (await requests()).length;
    const patience = new AbortController();
    const request = fetch(url, { ...init, signal: patience.signal });
    while ((await requests()).length === logged);
    patience.abort();
    await expect(request).rejects.toThrow('aborted');
  }

  it('allows 100 creations and updates a day, and any number of deletions', async () => {
    const { id } = (await create()).body;
    await app.sim('POST', 'quota', { email: 'rep@example.com', used: 99 });
    expect((await rep.api('PATCH', `/meetings/${id}`, { topic: 'y' })).status).toBe(204);
    const refused = await create();
    expect(refused).toMatchObject({ status: 429, body: { code: 429 } });
    expect(refused.body.message).toBe(
      'You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.',
    );
    const header = (name: string) => refused.headers.get(name);
    expect(header('x-ratelimit-category')).toBe('Light');
    expect([header('retry-after'), header('x-ratelimit-type')]).toEqual([null, null]);
    expect((await rep.api('DELETE', `/meetings/${id}`)).status).toBe(204);
    await app.sim('POST', 'clock', { now: '2026-11-23T23:59:59Z' });
    rep = await app.connect('rep@example.com');
    expect((await create()).status).toBe(429);
    await app.sim('POST', 'clock', { now: '2026-11-24T00:00:00Z' });
    expect((await create()).status).toBe(201);
  });

  it('never lets through more than 100 at once', async () => {
    const answers = await Promise.all(Array.from({ length: 120 }, create));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(await meetings()).toHaveLength(100);
  });

  it('limits requests a second only when told to', async () => {
    const burst = () => Promise.all(Array.from({ length: 35 }, () => rep.api('GET', '/users/me')));
    expect((await burst()).every(({ status }) => status === 200)).toBe(true);
    await app.sim('POST', 'limits', { qps: true });
    await app.sim('POST', 'clock', { now: NOW + 1000 });
    const limited = (await burst()).filter(({ status }) => status === 429);
    expect(limited).toHaveLength(5);
    expect(limited[0]?.body.message).toBe(
      'You have reached the maximum per-second rate limit for this API. Try again later.',
    );
    expect(limited[0]?.headers.get('x-ratelimit-type')).toBe('QPS');
  });

  it('answers a status fault as told, as often as told', async () => {
    await fault({ method: 'post', path: '^/v2/users/me/meetings$', times: 2, kind: 'status', status: 503 });
    await fault({ kind: 'status', status: 429, body: { code: 429 }, headers: { 'Retry-After': '7' }, times: 1 });
    expect([(await create()).status, (await create()).status]).toEqual([503, 503]);
    const third = await create();
    expect([third.status, third.body, third.headers.get('retry-after')]).toEqual([429, { code: 429 }, '7']);
    expect((await create()).status).toBe(201);
    expect((await requests()).slice(-4).map(({ status }) => status)).toEqual([503, 503, 429, 201]);
  });

  it('answers a page where JSON was due', async () => {
    await fault({ kind: 'html', path: '/meetings' });
    const answer = await create();
    expect([answer.status, answer.headers.get('content-type')]).toEqual([502, 'text/html;charset=UTF-8']);
    expect(await meetings()).toHaveLength(0);
  });

  test.each([
    ['timeout', 0],
    ['timeout-after-commit', 1],
  ])('never answers after a %s, with %i meetings made', async (kind, made) => {
    await fault({ kind, method: 'POST' });
    const headers = { authorization: `Bearer ${rep.access}`, 'content-type': 'application/json' };
    await unanswered(`${app.simulator.apiUrl}/users/me/meetings`, { method: 'POST', headers, body: '{}' });
    expect(await meetings()).toHaveLength(made);
    expect((await requests()).at(-1)?.status).toBe(0);
  });

  it('resets the connection before doing anything', async () => {
    await fault({ kind: 'reset', email: 'rep@example.com' });
    await expect(create()).rejects.toThrow();
    expect(await meetings()).toHaveLength(0);
  });

  it('is slow, then right', async () => {
    await fault({ kind: 'slow', delayMs: 1 });
    expect((await create()).status).toBe(201);
  });

  it('reaches the token endpoint, and only the user it is for', async () => {
    await fault({ kind: 'status', status: 500, path: '/oauth/token', email: 'rep@example.com' });
    await app.connect('other@example.com');
    const refresh = () => app.token({ grant_type: 'refresh_token', refresh_token: rep.refresh });
    expect((await refresh()).status).toBe(500);
    expect((await refresh()).status).toBe(200);
  });

  it('loses the answer of a refresh that was done', async () => {
    await fault({ kind: 'timeout-after-commit', path: '/oauth/token' });
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: rep.refresh });
    const headers = { authorization: `Basic ${Buffer.from('client:secret').toString('base64')}` };
    await unanswered(`${app.simulator.oauthUrl}/token`, { method: 'POST', headers, body });
    const again = await app.token({ grant_type: 'refresh_token', refresh_token: rep.refresh });
    expect(again.body.error).toBe('invalid_grant');
  });

  it('drops waiting faults', async () => {
    await fault({ kind: 'status', times: 5 });
    expect((await app.sim('GET', 'faults')).body).toHaveLength(1);
    await app.sim('DELETE', 'faults');
    expect((await create()).status).toBe(201);
  });

  it('logs every request, without secrets', async () => {
    await create();
    const log = await requests();
    const text = JSON.stringify(log);
    expect(log.map(({ method, path }) => `${String(method)} ${String(path)}`)).toEqual([
      'POST /oauth/token',
      'POST /v2/users/me/meetings',
    ]);
    expect(log[1]).toMatchObject({ body: { topic: 'x' }, status: 201, at: new Date(NOW).toISOString() });
    expect(text).not.toContain(rep.access);
    expect(text).not.toContain(Buffer.from('client:secret').toString('base64'));
    expect(log[0]?.body.code).toBe('[redacted]');
  });
});
