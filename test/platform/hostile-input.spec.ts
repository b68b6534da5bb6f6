import { request as httpRequest } from 'node:http';
import { TestUser, anAccount } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';

const SIGNUP = {
  accountName: 'Acme',
  timezone: 'UTC',
  name: 'Ann',
  email: 'ann@example.com',
  password: 'correct horse battery',
};

describe('input of any shape', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const signUp = (body: string, type = 'application/json') =>
    slotlink.http.post('/v1/signup').set('content-type', type).send(body);
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  it.each([
    ['text that is not JSON', '{"name":'],
    ['nothing', ''],
    ['an empty object', '{}'],
    ['an array', '[]'],
    ['an array of requests', JSON.stringify([SIGNUP])],
    ['a string', '"name"'],
    ['a number', '7'],
    ['true', 'true'],
    ['null', 'null'],
    ['10,000 levels', nested(10_000)],
    ['10,000 levels in a field', `{"name":${nested(10_000)}}`],
    ['120,000 levels', nested(120_000)],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22]).toString('latin1')],
    ['__proto__', '{"__proto__":{"admin":true}}'],
    ['__proto__ beside good fields', JSON.stringify(SIGNUP).replace('{', '{"__proto__":{"admin":true},')],
    ['__proto__ as a text', JSON.stringify(SIGNUP).replace('{', '{"__proto__":"x",')],
    ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}'],
    ['constructor beside good fields', JSON.stringify(SIGNUP).replace('{', '{"constructor":1,')],
    ['toString', JSON.stringify({ ...SIGNUP, toString: 1 })],
    ['hasOwnProperty', JSON.stringify({ ...SIGNUP, hasOwnProperty: 1 })],
    ['then', JSON.stringify({ ...SIGNUP, then: 1 })],
    ['an unknown field', JSON.stringify({ ...SIGNUP, isAdmin: true })],
    ['an unknown field without a name', JSON.stringify({ ...SIGNUP, '': 1 })],
    ['20,000 unknown fields', `{${Array.from({ length: 20_000 }, (_, n) => `"f${n}":1`).join(',')}}`],
    ['a number too large', JSON.stringify(SIGNUP).replace('"Ann"', '1e999')],
  ])('refuses %s', async (_name, body) => {
    const response = await signUp(body).expect(422);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.body).toMatchObject({
      type: '/problems/invalid',
      title: expect.any(String),
      status: 422,
      detail: expect.any(String),
      instance: '/v1/signup',
      errors: expect.any(Array),
    });
    expect(JSON.stringify(response.body).length).toBeLessThan(20_000);
  });

  it.each([
    ['/isAdmin', { ...SIGNUP, isAdmin: true }],
    ['/a~1b~0c', { ...SIGNUP, 'a/b~c': 1 }],
    ['/name', { ...SIGNUP, name: 'A\0nn' }],
    ['/name', { ...SIGNUP, name: 'A\ud800nn' }],
    ['/name', { ...SIGNUP, name: { deep: 'x' } }],
    ['/name', { ...SIGNUP, name: 'x'.repeat(10_000) }],
  ])('names the field %s', async (pointer, body) => {
    const response = await signUp(JSON.stringify(body)).expect(422);
    expect(response.body.errors).toEqual([{ pointer, detail: expect.any(String) }]);
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('names the field %s', async (name) => {
    const response = await signUp(JSON.stringify(SIGNUP).replace('{', `{"${name}":{"prototype":1},`)).expect(422);
    expect(response.body.errors).toEqual([{ pointer: `/${name}`, detail: 'unknown field' }]);
  });

  it('names a field whose very name cannot be stored', async () => {
    const response = await signUp(JSON.stringify({ ...SIGNUP, 'a/\0': 1 })).expect(422);
    expect(response.body.errors).toHaveLength(1);
  });

  it('refuses 2 MB', async () => {
    const response = await signUp(JSON.stringify({ ...SIGNUP, name: 'x'.repeat(2_000_000) })).expect(413);
    expect(response.body).toMatchObject({ type: expect.stringMatching(/\/too-large$/), status: 413 });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'multipart/form-data', 'nonsense'])(
    'refuses a body of type %s',
    async (type) => {
      const response = await signUp('name=x', type).expect(415);
      expect(response.body).toMatchObject({ type: expect.stringMatching(/\/unsupported-media-type$/), status: 415 });
    },
  );

  it('takes JSON with a charset, and a merge patch', async () => {
    await signUp(JSON.stringify(SIGNUP), 'application/json; charset=UTF-8').expect(201);
    await owner
      .patch(`/v1/users/${owner.userId}`)
      .set('content-type', 'application/merge-patch+json')
      .send('{"name":"Olive"}')
      .expect(200);
  });

  it('takes an action without a body, whatever it says about the body', async () => {
    const twin = await anAccount(slotlink);
    await twin.post('/v1/auth/logout').set('content-type', 'application/json').expect(204);
  });

  it('names unknown query parameters', async () => {
    const response = await owner.get('/v1/users?colour=red').expect(422);
    expect(response.body.errors).toEqual([{ pointer: '/colour', detail: 'unknown field' }]);
  });

  it.each([
    ['/v1/users?limit=0', 422],
    ['/v1/users?limit=201', 422],
    ['/v1/users?limit=1e2x', 422],
    ['/v1/users?limit=1&limit=2', 422],
    ['/v1/users?cursor=%F0%9F%92%A5', 422],
    ['/v1/users?cursor=MTAwMDAwMDAwMDAwMDAwMDAwX3g', 422],
    [`/v1/users?cursor=${Buffer.from(`999999999999999_${'f'.repeat(36)}`).toString('base64url')}`, 422],
    [`/v1/users?cursor=${Buffer.from(`1_${'-'.repeat(36)}`).toString('base64url')}`, 422],
    ['/v1/users?__proto__=1', 422],
    ['/v1/users?__proto__[x]=1', 422],
    ['/v1/users?constructor=1', 422],
    ['/v1/users?%00=1', 422],
    ['/v1/users?cursor=%00', 422],
    ['/v1/users/%00', 422],
    ['/v1/users/not-an-id', 404],
    ['/v1/users/00000000-0000-0000-0000-000000000000', 404],
    [`/v1/users/${'a'.repeat(400)}`, 404],
    ['/v1/users/%', 404],
    ['/v1/users/%ff', 404],
    ['//v1//users', 404],
    ['/v1/../etc/passwd', 404],
    ['/docs/../../package.json', 403],
    ['/docs/%2e%2e%2fpackage.json', 404],
    [`/v1/users?limit=99999999999999999999`, 422],
  ])('answers GET %s with %i', async (path, status) => {
    const response = await owner.get(path);
    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it.each(['HEAD', 'OPTIONS', 'PUT', 'TRACE', 'PROPFIND', 'DELETE'])('answers %s', async (method) => {
    const { status } = await raw(slotlink.url, method, '/v1/users');
    expect(status).toBeGreaterThanOrEqual(200);
    expect(status).toBeLessThan(500);
  });

  it('answers a huge header', async () => {
    expect((await raw(slotlink.url, 'GET', '/healthz', { 'x-huge': 'x'.repeat(100_000) })).status).toBe(431);
  });

  it.each([
    ['If-Match', 'nonsense'],
    ['If-Match', '"1", "2"'],
    ['If-Match', '"99999999999999999999"'],
  ])('refuses %s: %s', async (header, value) => {
    const response = await owner.patch(`/v1/users/${owner.userId}`, { name: 'Ola' }).set(header, value).expect(422);
    expect(response.body.errors).toEqual([{ pointer: 'If-Match', detail: expect.any(String) }]);
  });

  it('carries the security headers, on refusals too', async () => {
    for (const path of ['/healthz', '/nowhere', '/v1/users', '/docs', '/v1/users/%']) {
      const { headers } = await slotlink.http.get(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
      });
    }
  });
});

describe('requests from a browser on another origin', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { CORS_ORIGINS: 'https://app.example, https://other.example' } });
  });
  afterAll(() => slotlink.close());

  const preflight = (path: string, origin: string) =>
    slotlink.http
      .options(path)
      .set({ origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'authorization' });

  it('are let through to public routes from anywhere, refusals included', async () => {
    const asked = await preflight('/v1/public/calendars/x', 'https://anyone.example').expect(204);
    expect(asked.headers['access-control-allow-origin']).toBe('*');
    const refused = await slotlink.http.get('/v1/public/nowhere').set('origin', 'https://anyone.example');
    expect(refused.headers['access-control-allow-origin']).toBe('*');
  });

  it('are let through to the others only from CORS_ORIGINS', async () => {
    for (const origin of ['https://app.example', 'https://other.example']) {
      const { headers } = await preflight('/v1/users', origin);
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers['access-control-allow-methods']).toContain('PATCH');
    }
    const { headers } = await preflight('/v1/users', 'https://evil.example');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });
});

/** supertest refuses to send some of this. */
function raw(url: string, method: string, path: string, headers = {}): Promise<{ status: number }> {
  return new Promise((resolve, reject) => {
    httpRequest(new URL(path, url), { method, headers }, (response) => {
      response.resume();
      response.on('end', () => {
        resolve({ status: response.statusCode! });
      });
    })
      .on('error', reject)
      .end();
  });
}
