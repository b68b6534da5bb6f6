import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';
import { callback, connectZoom, consent, simulator, startConnect, tryToConnect } from '../kit/zoom';

const CALENDAR = '0b8f9d52-4a07-4e43-9f37-3f1f0f3f8a11';
const slugOf = (body: { type: string }) => body.type.split('/').at(-1);

describe('connecting Zoom', () => {
  let slotlink: TestApp;
  let olivia: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set('2026-11-23T08:00:00.000Z');
    olivia = await anAccount(slotlink);
  });

  it('begins with a state and a PKCE challenge', async () => {
    const url = new URL(await startConnect(olivia));
    expect(url.href).toContain(slotlink.zoom.oauthUrl);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      redirect_uri: `${slotlink.url}/v1/integrations/zoom/callback`,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it.each([
    [undefined, '/app/profile/integrations'],
    ['profile', '/app/profile/integrations'],
    ['default-location', '/app/profile/default-location'],
    [`calendar:${CALENDAR}`, `/app/calendars/${CALENDAR}`],
  ])('comes back to where it was begun: %s', async (returnTo, page) => {
    const path = await consent(await startConnect(olivia, returnTo), anEmail('zoom'));
    const back = await slotlink.http.get(path).set('accept', 'text/html,*/*;q=0.8').expect(302);
    expect(back.headers.location).toBe(`${page}?zoom=connected`);
    const shown = await slotlink.http.get(back.headers.location!).expect(200);
    expect(shown.headers['content-type']).toContain('text/html');
    expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
    expect(shown.text).toContain('Zoom is connected');
    expect(shown.text).not.toContain(olivia.email);
  });

  it('answers JSON to those who ask for it', async () => {
    const email = anEmail('zoom');
    await simulator(slotlink, 'POST', 'users', { email, type: 1, displayName: 'Olivia on Zoom', accountId: 'acc-1' });
    const { body } = await tryToConnect(slotlink, olivia, email, 'default-location');
    expect(body).toEqual({
      state: 'connected',
      zoomUser: {
        id: expect.any(String),
        accountId: 'acc-1',
        email,
        displayName: 'Olivia on Zoom',
        plan: 'basic',
      },
      missingScopes: [],
      connectedAt: '2026-11-23T08:00:00.000Z',
      quota: {
        limit: 100,
        used: 0,
        remaining: 100,
        parked: 0,
        deferred: 0,
        resetsAt: '2026-11-24T00:00:00.000Z',
        spentByZoom: false,
      },
      returnTo: 'default-location',
    });
    const shown = await olivia.get('/v1/me/integrations/zoom').expect(200);
    expect({ ...shown.body, returnTo: 'default-location' }).toEqual(body);
  });

  it('names the scopes that Zoom did not grant', async () => {
    await connectZoom(slotlink, olivia, { scopes: ['user:read:user', 'meeting:write'] });
    const { body } = await olivia.get('/v1/me/integrations/zoom').expect(200);
    expect(body.missingScopes).toEqual([
      'meeting:read:meeting',
      'meeting:read:list_meetings',
      'meeting:read:list_upcoming_meetings',
    ]);
  });

  it.each([
    'settings',
    'calendar:',
    'calendar:1',
    `calendar:${CALENDAR}/../x`,
    '//evil.example',
    'profile\n',
    '',
    7,
    {},
  ])('refuses to return to %j', async (returnTo) => {
    const { body } = await olivia.post('/v1/me/integrations/zoom/connect', { returnTo }).expect(422);
    expect(body.errors[0].pointer).toBe('/returnTo');
  });

  it('takes a state once', async () => {
    const path = await consent(await startConnect(olivia), anEmail('zoom'));
    await callback(slotlink, path).expect(200);
    const { body } = await callback(slotlink, path).expect(422);
    expect(slugOf(body)).toBe('oauth-state-invalid');
  });

  it('takes a state once also from many at the same moment', async () => {
    const path = await consent(await startConnect(olivia), anEmail('zoom'));
    const answers = await Promise.all(Array.from({ length: 8 }, () => callback(slotlink, path)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(422)]);
  });

  it('takes a state for ten minutes', async () => {
    const path = await consent(await startConnect(olivia, 'default-location'), anEmail('zoom'));
    await slotlink.clock.advance(10 * 60_000);
    const back = await slotlink.http.get(path).expect(302);
    expect(back.headers.location).toBe('/app/profile/integrations?zoom=oauth-state-invalid');
  });

  it.each([
    '?code=x&state=somebody-elses',
    '?code=x',
    '?code=x&state=',
    '?state[]=a&state[]=b',
    '',
    '?error=access_denied',
  ])('knows no state in %j', async (query) => {
    const { body } = await callback(slotlink, `/v1/integrations/zoom/callback${query}`).expect(422);
    expect(slugOf(body)).toBe('oauth-state-invalid');
    const back = await slotlink.http.get(`/v1/integrations/zoom/callback${query}`).expect(302);
    const { text } = await slotlink.http.get(back.headers.location!).expect(200);
    expect(text).toContain('This sign-in is over');
  });

  it('says so when the user declines at Zoom, and the state is used up', async () => {
    const state = new URL(await startConnect(olivia, 'default-location')).searchParams.get('state') ?? '';
    const path = `/v1/integrations/zoom/callback?error=access_denied&state=${state}`;
    const back = await slotlink.http.get(path).expect(302);
    expect(back.headers.location).toBe('/app/profile/default-location?zoom=zoom-access-denied');
    const { body } = await callback(slotlink, path).expect(422);
    expect(slugOf(body)).toBe('oauth-state-invalid');
  });

  it('refuses a code that Zoom does not know', async () => {
    const state = new URL(await startConnect(olivia)).searchParams.get('state') ?? '';
    const path = `/v1/integrations/zoom/callback?code=made-up&state=${state}&more=of-zooms-own`;
    const { body } = await callback(slotlink, path).expect(422);
    expect(slugOf(body)).toBe('zoom-code-invalid');
  });

  it('says that Zoom is away when its token endpoint is', async () => {
    await simulator(slotlink, 'POST', 'faults', { path: '/oauth/token', times: 1, kind: 'status', status: 503 });
    const { status, body } = await tryToConnect(slotlink, olivia, anEmail('zoom'));
    expect([status, slugOf(body)]).toEqual([503, 'zoom-unavailable']);
    expect((await olivia.get('/v1/me/integrations/zoom')).body.state).toBe('not-connected');
  });

  it('finishes later what Zoom kept it from finishing', async () => {
    const email = anEmail('zoom');
    await simulator(slotlink, 'POST', 'faults', { path: '/users/me', times: 1, kind: 'reset' });
    const { status, body } = await tryToConnect(slotlink, olivia, email);
    expect([status, slugOf(body)]).toEqual([503, 'zoom-unavailable']);
    await slotlink.clock.advance(61_000);
    await slotlink.drainJobs();
    expect((await olivia.get('/v1/me/integrations/zoom')).body.zoomUser.email).toBe(email);
  });

  it('shows nobody a page with what stands in its address', async () => {
    const attack = encodeURIComponent('"><script>alert(1)</script>');
    for (const place of ['profile/integrations', 'profile/default-location', `calendars/${CALENDAR}`]) {
      const { text } = await slotlink.http.get(`/app/${place}?zoom=${attack}`).expect(200);
      expect(text).not.toContain('<script');
      await slotlink.http.get(`/app/${place}?zoom=a&zoom=b`).expect(200);
      await slotlink.http.get(`/app/${place}?zoom=__proto__`).expect(200);
    }
  });

  it('is shown to admins, not to other members', async () => {
    const maria = await olivia.addUser();
    const stranger = await anAccount(slotlink);
    await connectZoom(slotlink, maria);
    const path = `/v1/users/${maria.userId}/integrations/zoom`;
    expect((await olivia.get(path).expect(200)).body.state).toBe('connected');
    await maria.get(path).expect(403);
    await stranger.get(path).expect(404);
    const { body } = await olivia.get('/v1/users?include=zoom').expect(200);
    const states = Object.fromEntries(body.items.map((user: { id: string; zoom: object }) => [user.id, user.zoom]));
    expect(states).toMatchObject({
      [maria.userId]: { state: 'connected' },
      [olivia.userId]: { state: 'not-connected' },
    });
  });

  it('keeps tokens sealed', async () => {
    await connectZoom(slotlink, olivia);
    const rows = await slotlink.query<Record<string, string>>(
      `SELECT access_token, refresh_token FROM zoom_connections WHERE user_id = $1`,
      [olivia.userId],
    );
    const [{ access_token: access, refresh_token: refresh }] = rows as [
      { access_token: string; refresh_token: string },
    ];
    expect(access).toMatch(/^k1\.[\w-]+$/);
    expect(refresh).toMatch(/^k1\.[\w-]+$/);
    // Zoom's tokens are JWTs.
    const everything = await slotlink.query<{ text: string }>(
      `SELECT concat_ws(' ', (SELECT json_agg(c) FROM zoom_connections c), (SELECT json_agg(s) FROM zoom_oauth_states s),
         (SELECT json_agg(j) FROM graphile_worker._private_jobs j), (SELECT json_agg(f) FROM facts f)) AS text`,
    );
    expect(everything[0]!.text).not.toMatch(/eyJ[\w-]+\./);
  });
});
