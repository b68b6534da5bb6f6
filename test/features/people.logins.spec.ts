import { codeOf, stepOf } from '../../src/identity/totp.rules';
import { anAccount, anEmail, logIn, PASSWORD, type TestUser } from '../kit/identity';
import { openStream } from '../kit/notifications';
import { accept, alsoIn, invite, mailedToken } from '../kit/people';
import { startTestApp, type TestApp } from '../kit/test-app';
import { fromBase32 } from '../kit/totp';

const ANOTHER = 'another good password';
const STEP_MS = 30_000;

describe('logins', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());

  const login = (email: string, more: object = {}) =>
    slotlink.http.post('/v1/auth/login').send({ email, password: PASSWORD, ...more });
  const slugOf = ({ body }: { body: { type?: string } }) => body.type?.split('/').at(-1);

  describe('where one is logged in', () => {
    const sessionsOf = async (who: TestUser) => (await who.get('/v1/me/sessions').expect(200)).body.items;

    it('is listed, with what and since when', async () => {
      const owner = await anAccount(slotlink, { accountName: 'Home' });
      await slotlink.http
        .post('/v1/auth/login')
        .set('user-agent', `Phone/${'x'.repeat(1000)}`)
        .send({ email: owner.email, password: PASSWORD })
        .expect(200);
      const items = await sessionsOf(owner);
      expect(items).toHaveLength(2);
      expect(items).toContainEqual({
        ...{ id: expect.any(String), current: true, actor: null, userAgent: null, address: '127.0.0.1' },
        account: { id: owner.accountId, name: 'Home' },
        createdAt: '2026-11-23T08:00:00.000Z',
        lastUsedAt: '2026-11-23T08:00:00.000Z',
        expiresAt: '2026-12-23T08:00:00.000Z',
      });
      const phone = items.find(({ current }: { current: boolean }) => !current);
      expect(phone.userAgent).toMatch(/^Phone\/x+$/);
      expect(phone.userAgent).toHaveLength(200);
      expect(JSON.stringify(items)).not.toContain(owner.token);
    });

    it('was used last when it was, to a quarter of an hour', async () => {
      const owner = await anAccount(slotlink);
      const now = slotlink.clock.ms();
      await slotlink.clock.advance(15 * 60_000 - 1);
      expect((await sessionsOf(owner))[0].lastUsedAt).toBe(new Date(now).toISOString());
      await slotlink.clock.advance(1);
      expect((await sessionsOf(owner))[0].lastUsedAt).toBe(new Date(now + 15 * 60_000).toISOString());
      await slotlink.clock.set(new Date(now).toISOString());
    });

    it('is one list for all accounts, and shows who acts as oneself', async () => {
      const [owner, there] = [await anAccount(slotlink), await anAccount(slotlink, { accountName: 'There' })];
      const guest = await alsoIn(slotlink, there, owner);
      await there.post(`/v1/users/${owner.userId}/login-as`, { reason: 'Help' }).expect(201);
      const items = await sessionsOf(guest);
      expect(items.map(({ actor }: { actor: { name: string } | null }) => actor?.name ?? null)).toContain(there.name);
      const helper = items.find(({ actor }: { actor: object | null }) => actor !== null);
      await guest.delete(`/v1/me/sessions/${helper.id}`).expect(204);
      expect(await sessionsOf(guest)).toHaveLength(1);
      const audited = await slotlink.query(
        `SELECT FROM audit_entries WHERE account_id = $1 AND action = 'login-as.ended'`,
        [there.accountId],
      );
      expect(audited).toHaveLength(1);
    });

    it('ends where one says so, with what is open there', async () => {
      const owner = await anAccount(slotlink);
      const lost = await logIn(slotlink, owner.email);
      const stream = await openStream(slotlink, lost);
      const { id } = (await sessionsOf(lost)).find(({ current }: { current: boolean }) => current);
      await owner.delete(`/v1/me/sessions/${id}`).expect(204);
      await lost.get('/v1/me').expect(401);
      expect(await stream.next()).toBeNull();
      await owner.get('/v1/me').expect(200);
      await owner.delete(`/v1/me/sessions/${id}`).expect(404);
      const { body } = await owner.get('/v1/audit?action=session.revoked').expect(200);
      expect(body.items).toMatchObject([{ actor: { id: owner.userId }, target: { kind: 'session', id } }]);
      stream.close();
    });

    it('ends everywhere else at once', async () => {
      const owner = await anAccount(slotlink);
      const others = [await logIn(slotlink, owner.email), await logIn(slotlink, owner.email)];
      await owner.delete('/v1/me/sessions').expect(204);
      for (const other of others) await other.get('/v1/me').expect(401);
      expect(await sessionsOf(owner)).toHaveLength(1);
      await owner.delete('/v1/me/sessions').expect(204);
    });

    it('is nobody else’s business', async () => {
      const owner = await anAccount(slotlink);
      const rep = await owner.addUser();
      const [{ id }] = await sessionsOf(rep);
      await owner.delete(`/v1/me/sessions/${id}`).expect(404);
      await owner.delete('/v1/me/sessions/nonsense').expect(404);
      await rep.get('/v1/me').expect(200);
      const { body: as } = await owner.post(`/v1/users/${rep.userId}/login-as`, { reason: 'Help' }).expect(201);
      const bearer = `Bearer ${as.token as string}`;
      const asRep = slotlink.http.get('/v1/me/sessions').set('authorization', bearer);
      expect(slugOf(await asRep.expect(403))).toBe('not-while-acting-as');
    });

    it('never begins with a password that has just been replaced', async () => {
      for (let round = 1; round <= 3; round += 1) {
        const owner = await anAccount(slotlink);
        const answers = await Promise.all([
          login(owner.email),
          owner.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: ANOTHER }),
          login(owner.email),
        ]);
        expect(answers[1].status).toBe(204);
        for (const { status, body } of [answers[0], answers[2]]) {
          expect([200, 401]).toContain(status);
          if (status !== 200) continue;
          await slotlink.http.get('/v1/me').set('authorization', `Bearer ${body.token}`).expect(401);
        }
      }
    });
  });

  describe('with a second factor', () => {
    const secretOf = async (who: TestUser) => {
      const { body } = await who.post('/v1/me/totp', { password: PASSWORD }).expect(200);
      return fromBase32(body.secret as string);
    };
    /** The app's code, some steps from now. */
    const codeOfNow = (secret: Buffer, away = 0) => codeOf(secret, stepOf(slotlink.clock.ms()) + away);
    const turnedOn = async (who: TestUser) => {
      const secret = await secretOf(who);
      const { body } = await who.post('/v1/me/totp/confirm', { code: codeOfNow(secret) }).expect(200);
      await slotlink.clock.advance(STEP_MS);
      return { secret, recoveryCodes: body.recoveryCodes as string[] };
    };
    const turnOff = (who: TestUser, body: object) =>
      slotlink.http.delete('/v1/me/totp').set('authorization', `Bearer ${who.token}`).send(body);

    it('is on once the app has shown a code, and then asks for one after the right password', async () => {
      const owner = await anAccount(slotlink);
      const { body: begun } = await owner.post('/v1/me/totp', { password: PASSWORD }).expect(200);
      expect(begun.uri).toContain(`secret=${begun.secret}`);
      const secret = fromBase32(begun.secret);
      await login(owner.email).expect(200);
      await owner.post('/v1/me/totp/confirm', { code: '000000' }).expect(422);
      const { body } = await owner.post('/v1/me/totp/confirm', { code: codeOfNow(secret) }).expect(200);
      expect(body.recoveryCodes).toHaveLength(10);
      expect((await owner.get('/v1/me/totp').expect(200)).body).toEqual({ active: true, recoveryCodesLeft: 10 });
      expect(slugOf(await login(owner.email).expect(401))).toBe('totp-required');
      expect(slugOf(await login(owner.email, { password: 'wrong' }).expect(401))).toBe('unauthenticated');
      expect(slugOf(await login(owner.email, { password: 'wrong', code: '123456' }).expect(401))).toBe(
        'unauthenticated',
      );
      // The code that turned it on is used up.
      expect(slugOf(await login(owner.email, { code: codeOfNow(secret) }).expect(401))).toBe('totp-wrong');
      await login(owner.email, { code: codeOfNow(secret, 1) }).expect(200);
      await owner.get('/v1/me').expect(200);
    });

    it('takes each code once, a step early or late', async () => {
      const owner = await anAccount(slotlink);
      const { secret } = await turnedOn(owner);
      await slotlink.clock.advance(2 * STEP_MS);
      expect(slugOf(await login(owner.email, { code: codeOfNow(secret, -2) }))).toBe('totp-wrong');
      expect(slugOf(await login(owner.email, { code: codeOfNow(secret, 2) }))).toBe('totp-wrong');
      await login(owner.email, { code: codeOfNow(secret, -1) }).expect(200);
      const code = codeOfNow(secret);
      const twins = await Promise.all([login(owner.email, { code }), login(owner.email, { code })]);
      expect(twins.map(({ status }) => status).sort()).toEqual([200, 401]);
      expect(slugOf(await login(owner.email, { code }))).toBe('totp-wrong');
    });

    it('opens with a recovery code, each once, as it may be typed', async () => {
      const owner = await anAccount(slotlink);
      const { recoveryCodes } = await turnedOn(owner);
      const [first = '', second = ''] = recoveryCodes;
      await login(owner.email, { code: first.toUpperCase().replaceAll('-', ' ') }).expect(200);
      await login(owner.email, { code: first }).expect(401);
      const twins = await Promise.all([login(owner.email, { code: second }), login(owner.email, { code: second })]);
      expect(twins.map(({ status }) => status).sort()).toEqual([200, 401]);
      expect((await owner.get('/v1/me/totp')).body.recoveryCodesLeft).toBe(8);
      const rows = await slotlink.query<{ text: string }>(
        `SELECT concat((SELECT json_agg(r) FROM recovery_codes r), (SELECT json_agg(t) FROM totp_secrets t)) AS text`,
      );
      for (const code of recoveryCodes) expect(rows[0]!.text).not.toContain(code);
    });

    it('does not use a code up by asking which account', async () => {
      const [owner, there] = [await anAccount(slotlink), await anAccount(slotlink)];
      await alsoIn(slotlink, there, owner);
      const me = await logIn(slotlink, owner.email, owner.accountId);
      const { secret } = await turnedOn(me);
      expect(slugOf(await login(owner.email).expect(401))).toBe('totp-required');
      const code = codeOfNow(secret);
      expect(slugOf(await login(owner.email, { code }).expect(409))).toBe('choose-account');
      await login(owner.email, { code, accountId: there.accountId }).expect(200);
      await login(owner.email, { code, accountId: owner.accountId }).expect(401);
    });

    it('is throttled like passwords', async () => {
      const owner = await anAccount(slotlink);
      const { secret } = await turnedOn(owner);
      for (let guess = 1; guess <= 10; guess += 1) await login(owner.email, { code: '000000' }).expect(401);
      await login(owner.email, { code: codeOfNow(secret) }).expect(429);
    });

    it('is turned off with both factors only, and on only with the password', async () => {
      const owner = await anAccount(slotlink);
      await owner.post('/v1/me/totp', { password: 'wrong' }).expect(422);
      await turnOff(owner, { password: PASSWORD, code: '123456' }).expect(404);
      const { secret, recoveryCodes } = await turnedOn(owner);
      expect(slugOf(await owner.post('/v1/me/totp', { password: PASSWORD }).expect(409))).toBe('totp-active');
      await turnOff(owner, { password: PASSWORD }).expect(422);
      await turnOff(owner, { password: 'wrong', code: codeOfNow(secret) }).expect(422);
      expect(slugOf(await turnOff(owner, { password: PASSWORD, code: '000000' }).expect(401))).toBe('totp-wrong');
      expect((await owner.get('/v1/me/totp')).body.active).toBe(true);
      await turnOff(owner, { password: PASSWORD, code: recoveryCodes[0] }).expect(204);
      await login(owner.email).expect(200);
      expect((await owner.get('/v1/me/totp')).body).toEqual({ active: false, recoveryCodesLeft: 0 });
      const { body } = await owner.get('/v1/audit').expect(200);
      const actions = body.items.map(({ action }: { action: string }) => action);
      expect(actions).toEqual(expect.arrayContaining(['totp.enabled', 'totp.disabled']));
    });

    it('stays on when the password is reset, and when the person comes back under a new ID', async () => {
      const owner = await anAccount(slotlink);
      const rep = await owner.addUser();
      const { secret } = await turnedOn(rep);
      await slotlink.http.post('/v1/auth/password-reset').send({ email: rep.email }).expect(202);
      const token = await mailedToken(slotlink, rep.email);
      await slotlink.http.post('/v1/auth/password-reset/confirm').send({ token, newPassword: ANOTHER }).expect(204);
      expect(slugOf(await login(rep.email, { password: ANOTHER }))).toBe('totp-required');
      await owner.delete(`/v1/users/${rep.userId}`).expect(204);
      await owner.post(`/v1/users/${rep.userId}/restore`).expect(201);
      expect(slugOf(await login(rep.email, { password: ANOTHER }))).toBe('totp-required');
      await login(rep.email, { password: ANOTHER, code: codeOfNow(secret) }).expect(200);
    });

    it('asks whoever accepts an invitation for nothing, and every login for its code', async () => {
      const [owner, there] = [await anAccount(slotlink), await anAccount(slotlink)];
      await turnedOn(owner);
      const invited = await invite(slotlink, there, { email: owner.email });
      const { body } = await accept(slotlink, invited, { password: PASSWORD }).expect(200);
      expect(JSON.stringify(body)).not.toContain('token');
      expect(slugOf(await login(owner.email, { accountId: there.accountId }))).toBe('totp-required');
    });

    it('is nobody else’s to turn on or off', async () => {
      const owner = await anAccount(slotlink);
      const rep = await owner.addUser();
      const { body: as } = await owner.post(`/v1/users/${rep.userId}/login-as`, { reason: 'Help' }).expect(201);
      const asRep = { authorization: `Bearer ${as.token as string}` };
      await slotlink.http.post('/v1/me/totp').set(asRep).send({ password: PASSWORD }).expect(403);
      await slotlink.http.get('/v1/me/totp').set(asRep).expect(403);
    });

    it.each([
      ['code', { code: 123456 }],
      ['code', { code: '' }],
      ['code', { code: 'x'.repeat(10_000) }],
      ['code', { code: null }],
    ])('refuses what is wrong with the %s', async (field, wrong) => {
      const { body } = await login(anEmail(), wrong).expect(422);
      expect(body.errors[0].pointer).toBe(`/${field}`);
    });
  });
});
