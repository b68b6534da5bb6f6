import { PASSWORD, TestUser, anAccount, anEmail, logIn } from '../kit/identity';
import { postForm } from '../kit/guests';
import { aProvenMember, alsoIn, mailedInPrivate, mailedToken } from '../kit/people';
import { TestApp, startTestApp } from '../kit/test-app';
import { connectZoom } from '../kit/zoom';

const ANOTHER = 'another good password';
const HOUR_MS = 3_600_000;

describe('what people log in with', () => {
  let slotlink: TestApp;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());

  const post = (path: string, body: object) => slotlink.http.post(path).send(body);
  const ask = (email: string) => post('/v1/auth/password-reset', { email });
  const reset = (token: string, newPassword = ANOTHER) =>
    post('/v1/auth/password-reset/confirm', { token, newPassword });
  const login = (email: string, password: string) => post('/v1/auth/login', { email, password });
  const confirm = (token: string) => post('/v1/auth/email-change/confirm', { token });
  const subjectsTo = async (email: string) => {
    await slotlink.drainJobs();
    const rows = await slotlink.query<{ subject: string }>(`SELECT subject FROM messages WHERE recipient = $1`, [
      email,
    ]);
    return rows.map(({ subject }) => subject);
  };
  const audited = async (accountId: string, action: string) =>
    slotlink.query(`SELECT FROM audit_entries WHERE account_id = $1 AND action = $2`, [accountId, action]);

  describe('a forgotten password', () => {
    it('is replaced by who reads the mail, and logs everybody out', async () => {
      const owner = await anAccount(slotlink);
      const rep = await owner.addUser();
      const { body: as } = await owner.post(`/v1/users/${rep.userId}/login-as`, { reason: 'Help' }).expect(201);
      await ask(rep.email.toUpperCase()).expect(202);
      const token = await mailedToken(slotlink, rep.email);
      await reset(token).expect(204);
      await rep.get('/v1/me').expect(401);
      await slotlink.http.get('/v1/me').set('authorization', `Bearer ${as.token}`).expect(401);
      await owner.get('/v1/me').expect(200);
      await login(rep.email, PASSWORD).expect(401);
      await login(rep.email, ANOTHER).expect(200);
      expect(await subjectsTo(rep.email)).toContain('Your Slotlink password was changed');
      expect(await audited(owner.accountId, 'password.reset')).toHaveLength(1);
    });

    it('ends what the person does as others, too', async () => {
      const owner = await anAccount(slotlink);
      const admin = await owner.addUser({ role: 'admin' });
      const rep = await owner.addUser();
      const { body: as } = await admin.post(`/v1/users/${rep.userId}/login-as`, { reason: 'Help' }).expect(201);
      await ask(admin.email).expect(202);
      await reset(await mailedToken(slotlink, admin.email)).expect(204);
      await slotlink.http.get('/v1/me').set('authorization', `Bearer ${as.token}`).expect(401);
      await rep.get('/v1/me').expect(200);
    });

    it('is asked for alike by those who exist and those who do not', async () => {
      const owner = await anAccount(slotlink);
      const gone = await owner.addUser();
      await owner.delete(`/v1/users/${gone.userId}`).expect(204);
      const nobody = anEmail('nobody');
      const answers = [await ask(owner.email), await ask(nobody), await ask(gone.email)];
      expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [202, '']));
      // Whether somebody has the address is not looked up before the answer.
      const [{ n } = { n: 0 }] = await slotlink.query<{ n: number }>(`SELECT count(*)::int AS n FROM mail_links`);
      await slotlink.drainJobs();
      expect(await subjectsTo(nobody)).toEqual([]);
      expect(await subjectsTo(gone.email)).toEqual([]);
      expect(await subjectsTo(owner.email)).toEqual(['Choose a new password for Slotlink']);
      const [{ n: later } = { n: 0 }] = await slotlink.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM mail_links`,
      );
      expect(later - n).toBe(1);
    });

    it('has a link that works once, for an hour, until the next', async () => {
      const owner = await anAccount(slotlink);
      await ask(owner.email).expect(202);
      const first = await mailedToken(slotlink, owner.email);
      await ask(owner.email).expect(202);
      const second = await mailedToken(slotlink, owner.email);
      expect((await reset(first).expect(410)).body.type).toMatch(/\/link-over$/);
      const twins = await Promise.all([reset(second), reset(second, 'a third good password')]);
      expect(twins.map(({ status }) => status).sort()).toEqual([204, 410]);
      await reset(second, 'replayed later on').expect(410);
      await login(owner.email, 'replayed later on').expect(401);

      const late = await anAccount(slotlink);
      await ask(late.email).expect(202);
      const token = await mailedToken(slotlink, late.email);
      const now = slotlink.clock.ms();
      await slotlink.clock.advance(HOUR_MS);
      await reset(token).expect(410);
      await slotlink.clock.set(new Date(now).toISOString());
      await login(late.email, PASSWORD).expect(200);
    });

    it('does not bring back who was deleted meanwhile', async () => {
      const owner = await anAccount(slotlink);
      const rep = await owner.addUser();
      await ask(rep.email).expect(202);
      const token = await mailedToken(slotlink, rep.email);
      await owner.delete(`/v1/users/${rep.userId}`).expect(204);
      await reset(token).expect(410);
    });

    it('ends the throttle of those who tried too often, who then get in', async () => {
      const owner = await anAccount(slotlink);
      for (let time = 1; time <= 10; time += 1) await login(owner.email, 'wrong').expect(401);
      await login(owner.email, PASSWORD).expect(429);
      await ask(owner.email).expect(202);
      await reset(await mailedToken(slotlink, owner.email)).expect(204);
      await login(owner.email, ANOTHER).expect(200);
    });

    it('floods nobody, and says so to whoever asks, known or not', async () => {
      const owner = await anAccount(slotlink);
      for (const email of [owner.email, anEmail('nobody')]) {
        const answers: number[] = [];
        for (let time = 1; time <= 6; time += 1) answers.push((await ask(email)).status);
        expect(answers).toEqual([202, 202, 202, 202, 202, 429]);
      }
    });

    it.each([
      ['/v1/auth/password-reset', '/email', {}],
      ['/v1/auth/password-reset', '/email', { email: ['a@example.com'] }],
      ['/v1/auth/password-reset', '/email', { email: 'x'.repeat(10_000) }],
      ['/v1/auth/password-reset/confirm', '/token', { newPassword: ANOTHER }],
      ['/v1/auth/password-reset/confirm', '/token', { token: {}, newPassword: ANOTHER }],
      ['/v1/auth/password-reset/confirm', '/token', { token: 'x'.repeat(10_000), newPassword: ANOTHER }],
      ['/v1/auth/password-reset/confirm', '/newPassword', { token: 'x', newPassword: '1234567' }],
      ['/v1/auth/password-reset/confirm', '/userId', { token: 'x', newPassword: ANOTHER, userId: 'mine' }],
      ['/v1/auth/email-change/confirm', '/token', { token: null }],
    ])('POST %s refuses what is wrong with %s', async (path, pointer, body) => {
      expect((await post(path, body).expect(422)).body.errors[0].pointer).toBe(pointer);
    });

    it('is no secret of the delivery log', async () => {
      const owner = await anAccount(slotlink);
      await ask(owner.email).expect(202);
      const token = await mailedToken(slotlink, owner.email);
      const { text } = await owner.get('/v1/messages').expect(200);
      expect(text).toContain('/app/password-reset/[left out]');
      expect(text).not.toContain(token);
    });

    it('has pages of its own', async () => {
      const owner = await anAccount(slotlink);
      await slotlink.http.get('/app/password-reset').expect(200);
      await postForm(slotlink, '/app/password-reset', { email: 'nonsense' }).expect(422);
      const asked = await postForm(slotlink, '/app/password-reset', { email: owner.email }).expect(200);
      expect(asked.text).not.toContain(owner.email);
      const path = `/app/password-reset/${await mailedToken(slotlink, owner.email)}`;
      for (let scan = 1; scan <= 2; scan += 1)
        expect((await slotlink.http.get(path).expect(200)).text).toContain('<form');
      expect((await postForm(slotlink, path, { password: 'short' }).expect(422)).text).toContain('8 to 200');
      await postForm(slotlink, path, { password: ANOTHER }).expect(200);
      await postForm(slotlink, path, { password: PASSWORD }).expect(410);
      await slotlink.http.get(path).expect(410);
      await login(owner.email, ANOTHER).expect(200);
    });
  });

  describe('a new e-mail', () => {
    const askChange = (who: TestUser, email: string, password = PASSWORD) =>
      who.post('/v1/me/email', { email, password });

    it('is confirmed from there, while the old address hears of it', async () => {
      const owner = await anAccount(slotlink);
      const zoom = await connectZoom(slotlink, owner);
      const elsewhere = await anAccount(slotlink);
      await alsoIn(slotlink, elsewhere, owner);
      const me = await logIn(slotlink, owner.email, owner.accountId);
      const email = anEmail('new');
      await askChange(me, email).expect(202);
      expect((await me.get('/v1/me')).body.user.email).toBe(owner.email);
      expect(await subjectsTo(owner.email)).toContain('A new e-mail address for your Slotlink login');
      expect((await confirm(await mailedToken(slotlink, email)).expect(200)).body).toEqual({ email });
      expect((await me.get('/v1/me').expect(200)).body.user.email).toBe(email);
      expect((await me.get('/v1/me/integrations/zoom')).body).toMatchObject({
        state: 'connected',
        zoomUser: { email: zoom },
      });
      expect(await subjectsTo(owner.email)).toContain('Your Slotlink login has a new e-mail address');
      await login(owner.email, PASSWORD).expect(401);
      await login(email, PASSWORD).expect(409);
      for (const { accountId } of [owner, elsewhere]) expect(await audited(accountId, 'email.changed')).toHaveLength(1);
      // The old address is anybody's again.
      await anAccount(slotlink, { email: owner.email });
    });

    it('needs the password, and an address that is nobody else’s', async () => {
      const owner = await anAccount(slotlink);
      const other = await anAccount(slotlink);
      expect((await askChange(owner, anEmail(), 'wrong').expect(422)).body.errors[0].pointer).toBe('/password');
      expect((await askChange(owner, other.email.toUpperCase()).expect(409)).body.type).toMatch(/email-exists$/);
      await askChange(owner, 'nonsense').expect(422);
      await owner.post('/v1/me/email', { email: anEmail(), password: PASSWORD, userId: other.userId }).expect(422);
      expect(await subjectsTo(other.email)).toEqual([]);
    });

    it('is lost to whoever was faster, and to nobody else', async () => {
      const owner = await anAccount(slotlink);
      const email = anEmail('wanted');
      await askChange(owner, email).expect(202);
      const token = await mailedToken(slotlink, email);
      const faster = await anAccount(slotlink, { email });
      expect((await confirm(token).expect(409)).body.type).toMatch(/email-exists$/);
      expect((await owner.get('/v1/me')).body.user.email).toBe(owner.email);
      await faster.post('/v1/me/email', { email: anEmail(), password: PASSWORD }).expect(202);
    });

    it('goes to one of two who confirm it at once', async () => {
      const [one, two] = [await anAccount(slotlink), await anAccount(slotlink)];
      const email = anEmail('wanted');
      await askChange(one, email).expect(202);
      const first = await mailedToken(slotlink, email);
      await askChange(two, email).expect(202);
      const second = await mailedToken(slotlink, email);
      const answers = await Promise.all([confirm(first), confirm(second)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const holders = await slotlink.query(`SELECT FROM users WHERE email = $1 AND deleted_at IS NULL`, [email]);
      expect(holders).toHaveLength(1);
    });

    it('is over once the password changes, as the note to the old address says', async () => {
      const owner = await anAccount(slotlink);
      const email = anEmail('thief');
      await askChange(owner, email).expect(202);
      const token = await mailedToken(slotlink, email);
      await owner.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: ANOTHER }).expect(204);
      await confirm(token).expect(410);
    });

    it('ends a reset that was sent to the old one', async () => {
      const owner = await anAccount(slotlink);
      await ask(owner.email).expect(202);
      const old = await mailedToken(slotlink, owner.email);
      const email = anEmail('new');
      await askChange(owner, email).expect(202);
      await confirm(await mailedToken(slotlink, email)).expect(200);
      await reset(old).expect(410);
    });

    it('may be one’s own, which confirms it', async () => {
      const owner = await anAccount(slotlink);
      await askChange(owner, owner.email).expect(202);
      expect(await mailedInPrivate(slotlink, owner.email)).toHaveLength(1);
      await confirm(await mailedToken(slotlink, owner.email)).expect(200);
      await askChange(owner, owner.email).expect(422);
      const proven = await aProvenMember(slotlink, owner);
      await askChange(proven, proven.email).expect(422);
    });

    it('is nobody else’s to choose', async () => {
      const owner = await anAccount(slotlink);
      const rep = await owner.addUser();
      await owner.patch(`/v1/users/${rep.userId}`, { email: anEmail() }).expect(422);
      const { body: as } = await owner.post(`/v1/users/${rep.userId}/login-as`, { reason: 'Help' }).expect(201);
      const bearer = `Bearer ${as.token as string}`;
      for (const [path, body] of [
        ['/v1/me/email', { email: anEmail(), password: PASSWORD }],
        ['/v1/me/password', { currentPassword: PASSWORD, newPassword: ANOTHER }],
      ] as const) {
        const answer = await post(path, body).set('authorization', bearer).expect(403);
        expect(answer.body.type).toMatch(/not-while-acting-as$/);
      }
    });

    it('has a page that asks', async () => {
      const owner = await anAccount(slotlink);
      const email = anEmail('page');
      await askChange(owner, email).expect(202);
      const path = `/app/email-change/${await mailedToken(slotlink, email)}`;
      expect((await slotlink.http.get(path).expect(200)).text).toContain(email);
      await login(owner.email, PASSWORD).expect(200);
      await postForm(slotlink, path, {}).expect(200);
      await login(email, PASSWORD).expect(200);
      await postForm(slotlink, path, {}).expect(410);
    });
  });

  describe('guessing from one network', () => {
    it('counts an IPv6 network of 64 bits as one address', async () => {
      const from = (remoteAddress: string, email: string, password: string) =>
        slotlink.app.inject({ method: 'POST', url: '/v1/auth/login', payload: { email, password }, remoteAddress });
      for (let host = 1; host <= 50; host += 1) {
        const { statusCode } = await from(`2001:db8:7:7::${host.toString(16)}`, anEmail('guess'), 'wrong');
        expect(statusCode).toBe(401);
      }
      const { email } = await anAccount(slotlink);
      expect((await from('2001:db8:7:7:ffff::1', email, PASSWORD)).statusCode).toBe(429);
      expect((await from('2001:db8:7:8::1', email, PASSWORD)).statusCode).toBe(200);
    });
  });
});
