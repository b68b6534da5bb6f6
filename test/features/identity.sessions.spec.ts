import { randomUUID } from 'node:crypto';
import { PASSWORD, anAccount, anEmail, logIn } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';

const DAY_MS = 86_400_000;

describe('sessions', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());

  const post = (path: string, body: unknown) => slotlink.http.post(path).send(body as object);
  const login = (body: object) => post('/v1/auth/login', body);
  const me = (authorization: string) => slotlink.http.get('/v1/me').set('authorization', authorization);

  describe('signing up', () => {
    it('makes an account with its owner, who is logged in', async () => {
      const owner = await anAccount(slotlink, { name: 'Ann', accountName: 'Ann & Co', timezone: 'Asia/Kathmandu' });
      const { body } = await owner.get('/v1/me').expect(200);
      expect(body).toEqual({
        user: {
          id: owner.userId,
          name: 'Ann',
          email: owner.email,
          role: 'owner',
          timezone: 'Asia/Kathmandu',
          phone: null,
          status: 'active',
          defaultMeetingLocation: null,
          restoredAs: null,
          version: 1,
          createdAt: '2026-11-23T08:00:00.000Z',
        },
        account: { id: owner.accountId, name: 'Ann & Co', timezone: 'Asia/Kathmandu' },
        actingAs: null,
      });
    });

    it('takes an e-mail once, whatever its capitals, also from two at once', async () => {
      const email = anEmail();
      const input = { accountName: 'A', timezone: 'UTC', name: 'N', email, password: PASSWORD };
      const twins = await Promise.all([post('/v1/signup', input), post('/v1/signup', input)]);
      expect(twins.map(({ status }) => status).sort()).toEqual([201, 409]);
      const again = await post('/v1/signup', { ...input, email: email.toUpperCase() }).expect(409);
      expect(again.body.type).toMatch(/\/email-exists$/);
      const accounts = await slotlink.query(
        `SELECT FROM accounts a JOIN memberships m ON m.account_id = a.id JOIN users u ON u.id = m.user_id
         WHERE u.email = $1`,
        [email],
      );
      expect(accounts).toHaveLength(1);
    });

    it('answers a repeated request with the first answer', async () => {
      const input = { accountName: 'A', timezone: 'UTC', name: 'N', email: anEmail(), password: PASSWORD };
      const key = randomUUID();
      const first = await post('/v1/signup', input).set('idempotency-key', key).expect(201);
      const second = await post('/v1/signup', input).set('idempotency-key', key).expect(201);
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(second.body).toEqual(first.body);
    });

    it.each([
      ['/accountName', { accountName: '' }],
      ['/accountName', { accountName: 'x'.repeat(10_000) }],
      ['/name', { name: '   ' }],
      ['/name', { name: 'Ann\r\nBcc: all@example.com' }],
      ['/name', { name: { $ne: null } }],
      ['/timezone', { timezone: 'Mars/Olympus' }],
      ['/timezone', { timezone: 7 }],
      ['/email', { email: 'not an address' }],
      ['/email', { email: `${'x'.repeat(300)}@example.com` }],
      ['/email', { email: ['a@example.com'] }],
      ['/password', { password: 'short' }],
      ['/password', { password: 'x'.repeat(201) }],
      ['/password', { password: 12345678 }],
      ['/role', { role: 'owner' }],
      ['/name', { name: 'half a pair \ud800' }],
      ['/name', { name: 'nul \0' }],
    ])('refuses what is wrong with %s', async (pointer, wrong) => {
      const input = { accountName: 'A', timezone: 'UTC', name: 'N', email: anEmail(), password: PASSWORD, ...wrong };
      const { body } = await post('/v1/signup', input).expect(422);
      expect(body.errors).toEqual([expect.objectContaining({ pointer })]);
    });

    it.each([[[]], ['"text"'], ['null'], ['{'], ['']])('refuses the body %j', async (raw) => {
      const text = typeof raw === 'string' ? raw : JSON.stringify(raw);
      const { status } = await slotlink.http.post('/v1/signup').set('content-type', 'application/json').send(text);
      expect(status).toBe(422);
    });

    it('keeps names in any script', async () => {
      const owner = await anAccount(slotlink, { name: '  ज्ञान 👩‍🚀 O’Neil ', accountName: 'Žluťoučký' });
      expect(owner.name).toBe('ज्ञान 👩‍🚀 O’Neil');
    });
  });

  describe('logging in and out', () => {
    it('opens a session that lasts 30 days', async () => {
      const owner = await anAccount(slotlink);
      const session = await login({ email: ` ${owner.email.toUpperCase()}`, password: PASSWORD }).expect(200);
      expect(session.headers['cache-control']).toBe('no-store');
      expect(session.body).toMatchObject({
        expiresAt: new Date(slotlink.clock.ms() + 30 * DAY_MS).toISOString(),
        user: { id: owner.userId, role: 'owner' },
        account: { id: owner.accountId, name: 'ABC Marketing' },
      });
      const bearer = `Bearer ${session.body.token as string}`;
      const before = slotlink.clock.ms();
      await slotlink.clock.advance(30 * DAY_MS - 1);
      await me(bearer).expect(200);
      await slotlink.clock.advance(1);
      await me(bearer).expect(401);
      await slotlink.clock.set(new Date(before).toISOString());
    });

    it('stores no token and no password', async () => {
      const owner = await anAccount(slotlink);
      const rows = await slotlink.query<{ text: string }>(
        `SELECT s::text || u::text AS text FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.id = $1`,
        [owner.userId],
      );
      expect(rows[0]!.text).not.toContain(owner.token);
      expect(rows[0]!.text).not.toContain(PASSWORD);
      expect(rows[0]!.text).toContain('$argon2id$');
    });

    it('says the same to an unknown e-mail and to a wrong password', async () => {
      const owner = await anAccount(slotlink);
      const unknown = await login({ email: anEmail(), password: PASSWORD }).expect(401);
      const wrong = await login({ email: owner.email, password: `${PASSWORD}!` }).expect(401);
      expect(wrong.body).toEqual(unknown.body);
      expect(wrong.body.type).toMatch(/\/unauthenticated$/);
    });

    it('kills the token at once on logging out, and no other', async () => {
      const owner = await anAccount(slotlink);
      const other = await logIn(slotlink, owner.email);
      await owner.post('/v1/auth/logout').expect(204);
      await owner.get('/v1/me').expect(401);
      await owner.post('/v1/auth/logout').expect(401);
      await other.get('/v1/me').expect(200);
    });

    it.each([[''], ['Bearer'], ['Bearer '], ['Bearer nonsense'], ['Basic YTpi'], [`Bearer ${'x'.repeat(5000)}`]])(
      'answers 401 to the header %j',
      async (authorization) => {
        const { body, headers } = await me(authorization).expect(401);
        expect(body.type).toMatch(/\/unauthenticated$/);
        expect(headers['www-authenticate']).toBe('Bearer');
      },
    );

    it('answers 401 without a header, before it looks at the input', async () => {
      await slotlink.http.get('/v1/me').expect(401);
      await slotlink.http.post('/v1/users').send({ nonsense: true }).expect(401);
    });

    it('asks a person of several accounts which one', async () => {
      const here = await anAccount(slotlink, { accountName: 'Here' });
      const there = await anAccount(slotlink, { accountName: 'There' });
      const elsewhere = await anAccount(slotlink);
      await slotlink.query(
        `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
        [there.accountId, here.userId],
      );
      const credentials = { email: here.email, password: PASSWORD };
      const { body } = await login(credentials).expect(409);
      expect(body).toMatchObject({
        type: expect.stringMatching(/\/choose-account$/),
        accounts: [
          { id: here.accountId, name: 'Here' },
          { id: there.accountId, name: 'There' },
        ],
      });
      const wrong = await login({ ...credentials, password: 'not the one' }).expect(401);
      expect(JSON.stringify(wrong.body)).not.toContain('There');
      const guest = await logIn(slotlink, here.email, there.accountId);
      expect((await guest.get('/v1/me').expect(200)).body.user).toMatchObject({ id: here.userId, role: 'member' });
      await login({ ...credentials, accountId: elsewhere.accountId }).expect(404);
      await login({ ...credentials, accountId: 'nonsense' }).expect(422);
    });
  });

  describe('changing the password', () => {
    it('ends the other sessions and keeps this one', async () => {
      const owner = await anAccount(slotlink);
      const other = await logIn(slotlink, owner.email);
      const change = { currentPassword: PASSWORD, newPassword: 'something else entirely' };
      await owner.post('/v1/me/password', change).expect(204);
      await owner.get('/v1/me').expect(200);
      await other.get('/v1/me').expect(401);
      await login({ email: owner.email, password: PASSWORD }).expect(401);
      await login({ email: owner.email, password: change.newPassword }).expect(200);
    });

    it('needs the current one, and a new one worth the name', async () => {
      const owner = await anAccount(slotlink);
      const wrong = await owner
        .post('/v1/me/password', { currentPassword: 'wrong', newPassword: PASSWORD })
        .expect(422);
      expect(wrong.body.errors).toEqual([{ pointer: '/currentPassword', detail: 'is not your password' }]);
      const short = await owner.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: '1234567' });
      expect(short.body.errors[0].pointer).toBe('/newPassword');
    });
  });

  describe('guessing passwords', () => {
    // Addresses of documentation, so that nobody else's logins are slowed down when the counters are shared.
    const from = async (remoteAddress: string, email: string, password: string) =>
      slotlink.app.inject({ method: 'POST', url: '/v1/auth/login', payload: { email, password }, remoteAddress });

    it('is over after 10 failures for one e-mail, for the right password too', async () => {
      const { email } = await anAccount(slotlink);
      for (let failure = 1; failure <= 10; failure += 1) {
        expect((await from('203.0.113.1', email, 'wrong')).statusCode).toBe(401);
      }
      const refused = await from('203.0.113.2', email.toUpperCase(), PASSWORD);
      expect(refused.statusCode).toBe(429);
      expect(refused.json().type).toMatch(/\/rate-limited$/);
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
      expect((await from('203.0.113.1', (await anAccount(slotlink)).email, PASSWORD)).statusCode).toBe(200);
    });

    it('gains nothing from guessing all at once', async () => {
      const { email } = await anAccount(slotlink);
      const guesses = Array.from({ length: 40 }, () => from('203.0.113.3', email, 'wrong'));
      const right = from('203.0.113.3', email, PASSWORD);
      await Promise.all(guesses);
      expect((await right).statusCode).toBe(429);
    });

    it('is over after 50 failures from one address', async () => {
      const { email } = await anAccount(slotlink);
      const guesses = Array.from({ length: 50 }, () => from('203.0.113.4', anEmail(), 'wrong'));
      await Promise.all(guesses);
      expect((await from('203.0.113.4', email, PASSWORD)).statusCode).toBe(429);
      expect((await from('203.0.113.5', email, PASSWORD)).statusCode).toBe(200);
    });
  });
});

describe('what the operator chooses', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { ALLOW_SIGNUP: 'false', RATE_LIMITS: 'off' } });
  });
  afterAll(() => slotlink.close());

  it('turns signing up off', async () => {
    const input = { accountName: 'A', timezone: 'UTC', name: 'N', email: anEmail(), password: PASSWORD };
    const { body } = await slotlink.http.post('/v1/signup').send(input).expect(403);
    expect(body.type).toMatch(/\/signup-disabled$/);
  });

  it('lifts the limits', async () => {
    const body = { email: anEmail(), password: 'wrong' };
    for (let failure = 1; failure <= 12; failure += 1)
      await slotlink.http.post('/v1/auth/login').send(body).expect(401);
  });
});
