import { sha256Base64url } from './ids';
import { authorizeUrl, call, consent, NOW, REDIRECT, startApp, tokensOf, type App } from './test-kit';

const HOUR = 3_600_000;
const BAD_CODE = { reason: 'Invalid authorization code', error: 'invalid_grant' };
const DEAD_TOKEN = { reason: 'Invalid Token!', error: 'invalid_grant' };

describe('OAuth', () => {
  let app: App;

  beforeEach(async () => {
    app = await startApp({ clientId: 'client', clientSecret: 'secret' });
  });

  afterEach(() => app.simulator.close());

  const exchange = (code: string, more: Record<string, string> = {}) =>
    app.token({ grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...more });

  const moveClock = (milliseconds: number) => app.sim('POST', 'clock', { now: NOW + milliseconds });

  it('consents at once as sim_user and echoes the state', async () => {
    const { status, headers } = await call(authorizeUrl(app.simulator, { sim_user: 'Rep@Example.com', state: 'a b' }));
    const to = new URL(headers.get('location') ?? '');
    expect([status, to.origin + to.pathname, to.searchParams.get('state')]).toEqual([302, REDIRECT, 'a b']);
    const answer = await exchange(to.searchParams.get('code') ?? '');
    expect(answer.body).toMatchObject({ token_type: 'bearer', expires_in: 3600, api_url: app.simulator.url });
    expect(answer.body.scope).toContain('meeting:write:meeting');
    expect(answer.body.access_token.split('.')).toHaveLength(3);
    const me = await tokensOf(app.simulator, answer.body).api('GET', '/users/me');
    expect(me.body).toMatchObject({ email: 'rep@example.com', type: 2, status: 'active' });
    expect(me.headers.get('x-zm-trackingid')).toMatch(/^v=2\.0;clid=us02;rid=WEB_/);
  });

  it('lets a person choose, or decline', async () => {
    await app.sim('POST', 'users', { email: 'rep@example.com', displayName: '<b>Rep</b>' });
    const { status, body } = await call(authorizeUrl(app.simulator, { state: '"><script>' }));
    expect(status).toBe(200);
    expect(body).toContain('sim_user=rep%40example.com');
    expect(body).toContain('error=access_denied');
    expect(body).not.toContain('<script>');
    expect(body).not.toContain('<b>Rep');
  });

  test.each<[string, Record<string, string>]>([
    ['an unknown client', { client_id: 'other' }],
    ['no redirect address', { redirect_uri: '' }],
    ['a redirect into a script', { redirect_uri: 'javascript:alert(1)' }],
    ['another response type', { response_type: 'token' }],
    ['an unknown challenge method', { code_challenge_method: 'S512' }],
  ])('shows a page, and redirects nowhere, for %s', async (_name, parameters) => {
    const { status, headers } = await call(authorizeUrl(app.simulator, { sim_user: 'a@b.c', ...parameters }));
    expect([status, headers.get('location')]).toEqual([400, null]);
  });

  it('accepts a code once', async () => {
    const code = await consent(app.simulator, 'rep@example.com');
    expect((await exchange(code)).status).toBe(200);
    expect(await exchange(code)).toMatchObject({ status: 400, body: BAD_CODE });
  });

  it('lets a code expire after five minutes', async () => {
    const code = await consent(app.simulator, 'rep@example.com');
    await moveClock(5 * 60_000);
    expect(await exchange(code)).toMatchObject({ status: 400, body: BAD_CODE });
  });

  it('binds a code to its redirect address', async () => {
    const code = await consent(app.simulator, 'rep@example.com');
    expect((await exchange(code, { redirect_uri: `${REDIRECT}/` })).body).toEqual(BAD_CODE);
  });

  test.each([
    ['S256', sha256Base64url('verifier-verifier'), 'verifier-verifier', 200],
    ['S256', sha256Base64url('verifier-verifier'), 'another', 400],
    ['plain', 'verifier-verifier', 'verifier-verifier', 200],
    ['plain', 'verifier-verifier', 'another', 400],
    ['S256', sha256Base64url('verifier-verifier'), undefined, 400],
  ])('checks PKCE: %s %s with %s is %i', async (method, challenge, verifier, status) => {
    const pkce = { code_challenge: challenge, code_challenge_method: method };
    const code = await consent(app.simulator, 'rep@example.com', pkce);
    const answer = await exchange(code, verifier === undefined ? {} : { code_verifier: verifier });
    expect(answer.status).toBe(status);
  });

  test.each(['client:wrong', 'other:secret', ''])('refuses the credentials %p', async (client) => {
    const answer = await app.token({ grant_type: 'refresh_token', refresh_token: 'x' }, client);
    expect(answer).toMatchObject({
      status: 401,
      body: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
    });
  });

  it('refuses other grant types', async () => {
    const answer = await app.token({ grant_type: 'password' });
    expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
  });

  it('rotates the refresh token and kills the old pair', async () => {
    const first = await app.connect('rep@example.com');
    const refresh = () => app.token({ grant_type: 'refresh_token', refresh_token: first.refresh });
    const second = tokensOf(app.simulator, (await refresh()).body);
    expect((await second.api('GET', '/users/me')).status).toBe(200);
    expect(await first.api('GET', '/users/me')).toMatchObject({
      status: 401,
      body: { code: 124, message: 'Invalid access token.' },
    });
    expect(await refresh()).toMatchObject({ status: 400, body: DEAD_TOKEN });
  });

  it('keeps one token set for a user in an app', async () => {
    const first = await app.connect('rep@example.com');
    await app.connect('rep@example.com');
    expect((await first.api('GET', '/users/me')).status).toBe(401);
    const answer = await app.token({ grant_type: 'refresh_token', refresh_token: first.refresh });
    expect(answer.body).toEqual(DEAD_TOKEN);
  });

  it('lets access expire after an hour and refresh after 90 days', async () => {
    const tokens = await app.connect('rep@example.com');
    await moveClock(HOUR);
    expect((await tokens.api('GET', '/users/me')).body).toEqual({ code: 124, message: 'Access token is expired.' });
    await moveClock(90 * 24 * HOUR);
    const answer = await app.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh });
    expect(answer.body).toEqual(DEAD_TOKEN);
  });

  it('revokes both tokens', async () => {
    const tokens = await app.connect('rep@example.com');
    const headers = { authorization: `Basic ${Buffer.from('client:secret').toString('base64')}` };
    const body = new URLSearchParams({ token: tokens.access });
    const answer = await call(`${app.simulator.oauthUrl}/revoke`, { method: 'POST', headers, body });
    expect(answer).toMatchObject({ status: 200, body: { status: 'success' } });
    expect((await tokens.api('GET', '/users/me')).status).toBe(401);
    expect((await app.token({ grant_type: 'refresh_token', refresh_token: tokens.refresh })).body).toEqual(DEAD_TOKEN);
  });

  it('gives the scopes of the consent, and names the missing ones', async () => {
    await app.sim('POST', 'users', { email: 'rep@example.com', scopes: ['user:read:user'] });
    const narrow = await app.connect('rep@example.com');
    await app.sim('POST', 'users', { email: 'rep@example.com', scopes: ['user:read:user', 'meeting:write:meeting'] });
    expect(await narrow.api('POST', '/users/me/meetings', {})).toMatchObject({
      status: 400,
      body: {
        code: 4711,
        message: 'Invalid access token, does not contain scopes:[meeting:write:meeting, meeting:write:meeting:admin].',
      },
    });
    const wide = await app.connect('rep@example.com');
    expect((await wide.api('POST', '/users/me/meetings', {})).status).toBe(201);
  });

  it('serves a user-managed app its own user only', async () => {
    const tokens = await app.connect('rep@example.com');
    await app.sim('POST', 'users', { email: 'other@example.com' });
    const me = (await tokens.api('GET', '/users/me')).body;
    expect((await tokens.api('GET', `/users/${me.id}`)).status).toBe(200);
    expect((await tokens.api('GET', '/users/rep@example.com/settings')).status).toBe(200);
    expect((await tokens.api('GET', '/users/other@example.com')).body.code).toBe(4711);
  });
});
