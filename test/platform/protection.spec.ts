import { gzipSync } from 'node:zlib';
import { anAccount, anEmail, PASSWORD, type TestUser } from '../kit/identity';
import { startTestApp, type TestApp } from '../kit/test-app';

const SIGNUP = { accountName: 'Acme', timezone: 'UTC', name: 'Ann', password: PASSWORD };

describe('what every answer carries', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { PUBLIC_URL: 'https://book.example.com' } });
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const ALWAYS = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'x-permitted-cross-domain-policies': 'none',
    'strict-transport-security': 'max-age=31536000',
  };
  const feedPath = async () => new URL((await owner.get('/v1/me/feed').expect(200)).body.url).pathname;

  it.each([
    ['JSON', () => owner.get('/v1/users').expect(200)],
    ['JSON of the public', () => slotlink.http.get('/healthz').expect(200)],
    ['figures', () => slotlink.http.get('/metrics').expect(200)],
    ['a refusal', () => slotlink.http.get('/v1/users').expect(401)],
    ['no route', () => slotlink.http.get('/nowhere').expect(404)],
    ['no address', () => slotlink.http.get('/v1/users/%').expect(404)],
    [
      'a body too large',
      () =>
        slotlink.http
          .post('/v1/signup')
          .send({ name: 'x'.repeat(2_000_000) })
          .expect(413),
    ],
    ['a file', async () => slotlink.http.get(await feedPath()).expect(200)],
    ['a page', () => slotlink.http.get('/app/profile/integrations').expect(200)],
    ['a page that refuses', () => slotlink.http.get('/a/nobodys').expect(404)],
    ['a way elsewhere', () => slotlink.http.get('/').expect(302)],
  ])('%s', async (_, ask) => {
    const { headers } = await ask();
    expect(headers).toMatchObject(ALWAYS);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none';.* frame-ancestors 'none'/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|script-src/);
    expect(headers['cache-control']).toMatch(/no-store|^private, no-cache$/);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
  });

  it.each(['/docs', '/docs/swagger-ui-bundle.js'])('%s, whose scripts are our own', async (path) => {
    const { headers } = await slotlink.http.get(path).expect(200);
    expect(headers).toMatchObject(ALWAYS);
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  });

  it('but no promise of TLS where there is none', async () => {
    const plain = await startTestApp({ env: { PUBLIC_URL: 'http://book.example.com' } });
    expect((await plain.http.get('/healthz')).headers).not.toHaveProperty('strict-transport-security');
    await plain.close();
  });
});

describe('a browser on another origin', () => {
  const FRIEND = 'https://app.example';
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { CORS_ORIGINS: `${FRIEND}, https://other.example` } });
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const preflight = (path: string, origin: string) =>
    slotlink.http.options(path).set({
      origin,
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': 'authorization,if-match',
    });
  const allowed = ({ headers }: { headers: Record<string, string> }) => headers['access-control-allow-origin'];

  it('is let through to all when it is named, with what it needs to know', async () => {
    const asked = await preflight('/v1/users', FRIEND).expect(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': FRIEND,
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': 'authorization,if-match',
      'access-control-max-age': '600',
      vary: expect.stringMatching(/origin/i),
    });
    const { headers } = await owner.get('/v1/users').set('origin', FRIEND).expect(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': FRIEND,
      'access-control-expose-headers': expect.stringContaining('retry-after'),
      vary: expect.stringMatching(/origin/i),
    });
  });

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'http://app.example',
    'https://app.example:8443',
    'HTTPS://APP.EXAMPLE',
    'null',
    '',
    '*',
  ])('is not when it is %j, and what is kept of the answer is not taken for another', async (origin) => {
    for (const answer of [await preflight('/v1/users', origin), await owner.get('/v1/users').set('origin', origin)]) {
      expect(allowed(answer)).toBeUndefined();
      expect(answer.headers.vary).toMatch(/origin/i);
    }
  });

  it('is let through to public routes, whoever it is, refused or not', async () => {
    for (const origin of ['https://anyone.example', 'null', FRIEND]) {
      expect(allowed(await preflight('/v1/public/calendars/x', origin).expect(204))).toBe('*');
      expect(allowed(await slotlink.http.get('/v1/public/calendars/x').set('origin', origin).expect(404))).toBe('*');
    }
  });

  it('is never asked for cookies', async () => {
    for (const path of ['/v1/users', '/v1/public/calendars/x']) {
      expect((await preflight(path, FRIEND)).headers).not.toHaveProperty('access-control-allow-credentials');
    }
  });

  it('finds no way by writing a private address as a public one', async () => {
    for (const path of ['/v1/public/../users', '/v1/public/%2e%2e/users', '/v1/public//v1/users', '/v1/public/users']) {
      expect((await owner.get(path)).status).toBe(404);
    }
  });
});

describe('a body', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const sized = (bytes: number) => JSON.stringify({ x: 'x'.repeat(bytes) });
  const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    owner
      .post(path)
      .set({ 'content-type': 'application/json', ...headers })
      .send(body as unknown as string);

  it.each([
    ['/v1/auth/login', 250_000, 270_000],
    ['/v1/signup', 250_000, 270_000],
    ['/v1/public/calendars/x/appointments', 250_000, 270_000],
    ['/v1/public/appointments/x/cancel', 250_000, 270_000],
    ['/v1/contacts', 1_000_000, 1_100_000],
  ])('to %s may have %i bytes and not %i', async (path, fits, tooMany) => {
    expect((await post(path, sized(fits))).status).toBe(422);
    const refused = await post(path, sized(tooMany)).expect(413);
    expect(refused.body).toMatchObject({ type: '/problems/too-large', status: 413 });
  });

  it('of a form may not be larger than a public one', async () => {
    const form = slotlink.http
      .post('/a/x/cancel')
      .type('form')
      .send(`reason=${'x'.repeat(270_000)}`);
    expect((await form).status).toBe(413);
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, identity', 'x'])('packed as %s is not unpacked', async (encoding) => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, ' '));
    const { body } = await post('/v1/contacts', bomb, { 'content-encoding': encoding }).expect(415);
    expect(body).toMatchObject({
      type: '/problems/unsupported-media-type',
      detail: expect.stringContaining('Encoding'),
    });
  });

  it('as it is may say so', async () => {
    const contact = JSON.stringify({ name: 'Petra', email: anEmail() });
    await post('/v1/contacts', contact, { 'content-encoding': 'Identity' }).expect(201);
  });
});

describe('where a request came from', () => {
  const TRIES = 50;

  /** Wrong passwords from as many addresses as a header can claim. @returns the last answer's status */
  async function guess({ http }: TestApp): Promise<number> {
    const wrong = (n: number) =>
      http
        .post('/v1/auth/login')
        .set('x-forwarded-for', `198.51.100.9, 203.0.113.${n}`)
        .send({ email: anEmail(), password: 'wrong' });
    await Promise.all(Array.from({ length: TRIES }, (_, n) => wrong(n)));
    return (await wrong(TRIES)).status;
  }

  it('is what the connection says, whatever a header claims', async () => {
    const slotlink = await startTestApp();
    expect(await guess(slotlink)).toBe(429);
    await slotlink.close();
  });

  it('is what a trusted proxy says, for the throttle and for the audit', async () => {
    const slotlink = await startTestApp({ env: { TRUSTED_PROXIES: '10.0.0.0/8,127.0.0.0/8' } });
    expect(await guess(slotlink)).toBe(401);
    const owner = await anAccount(slotlink);
    const { userId } = await owner.addUser();
    await owner
      .post(`/v1/users/${userId}/login-as`, { reason: 'help' })
      .set('x-forwarded-for', '198.51.100.9, 203.0.113.77, 10.1.2.3')
      .expect(201);
    const told = await slotlink.query<{ content: unknown }>(`SELECT content FROM audit_particulars`);
    expect(JSON.stringify(told)).toContain('203.0.113.77');
    expect(JSON.stringify(told)).not.toMatch(/198\.51\.100\.9|10\.1\.2\.3/);
    await slotlink.close();
  });

  it('is not what a proxy says that nobody trusts', async () => {
    const slotlink = await startTestApp({ env: { TRUSTED_PROXIES: '10.0.0.0/8' } });
    expect(await guess(slotlink)).toBe(429);
    await slotlink.close();
  });
});

describe('a connection', () => {
  it('is not kept for those who never finish what they ask', async () => {
    const slotlink = await startTestApp();
    const server = slotlink.app.getHttpServer();
    expect(server.headersTimeout).toBe(15_000);
    expect(server.requestTimeout).toBe(30_000);
    expect(server.keepAliveTimeout).toBeLessThanOrEqual(72_000);
    await slotlink.close();
  });
});

describe('a request', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
    'is what it is, not what %s says',
    async (header) => {
      await owner.get(`/v1/users/${owner.userId}`).set(header, 'DELETE').expect(200);
      await owner
        .post('/v1/contacts?_method=DELETE', { name: 'Petra', email: anEmail() })
        .set(header, 'GET')
        .expect(422);
    },
  );

  it('may hold nothing that its route does not read', async () => {
    const named = (pointer: string) => [{ pointer, detail: 'unknown field' }];
    const refused = async (asked: PromiseLike<{ status: number; body: { errors: unknown } }>) => {
      const { status, body } = await asked;
      expect(status).toBe(422);
      return body.errors;
    };
    const sweep = '/v1/me/integrations/zoom/sweep';
    expect(await refused(owner.post(sweep, { deep: true }))).toEqual(named('/deep'));
    expect(await refused(owner.post('/v1/me/notifications/read-all', { id: 'x' }))).toEqual(named('/id'));
    expect(await refused(owner.post('/v1/auth/logout?everywhere=1'))).toEqual(named('/everywhere'));
    expect(await refused(owner.get('/v1/me?include=zoom'))).toEqual(named('/include'));
    expect(await refused(owner.post(sweep, ['x']))).toEqual([{ pointer: '', detail: 'takes no body' }]);
    await owner.post('/v1/me/notifications/read-all', {}).expect(204);
    await slotlink.http.get('/app/profile/integrations?utm_source=mail').expect(200);
  });

  it.each([
    ['/v1/users/', 404],
    ['/V1/users', 404],
    ['/v1/users//', 404],
    ['/v1/users;x=1', 404],
    ['/v1/%75sers', 200],
    ['/v1/users/%25%36%66', 404],
    ['/v1/users/..%2fapi-keys', 404],
    ['/v1/users/%2e%2e/api-keys', 404],
    ['/v1/users/%2500', 404],
    ['/v1/users#x', 200],
    ['/v1/users?limit=%31', 200],
    ['/v1/users?limit[]=1', 422],
    ['/v1/users?limit[$gt]=1', 422],
    ['/v1/users?a=1&a=2', 422],
  ])('for %s is answered %i', async (path, status) => {
    expect((await owner.get(path)).status).toBe(status);
  });

  it('that names a field twice is read as the last one says, everywhere', async () => {
    const email = anEmail();
    const body = `{"accountName":"A","timezone":"UTC","name":"First","name":"Last","email":"${email}","password":"${PASSWORD}"}`;
    const made = await slotlink.http.post('/v1/signup').type('json').send(body).expect(201);
    expect(made.body.user.name).toBe('Last');
    const hidden = `{"name":"First","name":{"deep":1},"accountName":"A"}`;
    await slotlink.http.post('/v1/signup').type('json').send(hidden).expect(422);
  });

  it('asks HEAD where it may ask GET, and is answered the same without a body', async () => {
    const answer = await slotlink.http.head('/v1/users').set('authorization', `Bearer ${owner.token}`).expect(200);
    expect(answer.text).toBeFalsy();
    await slotlink.http.head('/v1/users').expect(401);
  });

  it.each([
    'Bearer',
    'Bearer ',
    'Basic YTpi',
    'bearer x y',
    `Bearer ${'x'.repeat(9_000)}`,
    'Bearer \u00ff',
    'Bearer x, Bearer y',
  ])('with the credentials %j is nobody’s', async (authorization) => {
    const { headers } = await slotlink.http.get('/v1/users').set('authorization', authorization).expect(401);
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it.each([
    ['ÄRGER@example.com', 'ärger@example.com'],
    ['Ann@Exämple.com', 'ann@exämple.com'],
  ])('may name %s, which is one person with %s', async (email, same) => {
    const answer = await slotlink.http.post('/v1/signup').send({ ...SIGNUP, email });
    if (answer.status === 422) {
      expect(answer.body.errors).toEqual([{ pointer: '/email', detail: expect.any(String) }]);
      return;
    }
    expect(answer.status).toBe(201);
    await slotlink.http
      .post('/v1/signup')
      .send({ ...SIGNUP, email: same })
      .expect(409);
    await slotlink.http.post('/v1/auth/login').send({ email: same, password: PASSWORD }).expect(200);
  });
});
