import { randomUUID } from 'node:crypto';
import { PASSWORD, TestUser, anAccount, anEmail, logIn } from '../kit/identity';
import { postForm } from '../kit/guests';
import { aProvenMember, accept, alsoIn, invite, mailedInPrivate, mailedToken } from '../kit/people';
import { startSmtpServer } from '../kit/smtp-server';
import { TestApp, startTestApp } from '../kit/test-app';

const DAY_MS = 86_400_000;
const ANOTHER = 'another good password';

describe('invitations to a team', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  beforeEach(async () => {
    owner = await anAccount(slotlink, { accountName: 'ABC Marketing', timezone: 'Asia/Kathmandu' });
  });
  afterAll(() => slotlink.close());

  const look = (token: string) => slotlink.http.get(`/v1/invitations/${token}`);
  const login = (email: string, password: string, accountId?: string) =>
    slotlink.http.post('/v1/auth/login').send({ email, password, ...(accountId ? { accountId } : {}) });
  const rows = async () =>
    JSON.stringify(
      await slotlink.query(
        `SELECT (SELECT json_agg(u ORDER BY u.id) FROM users u) AS u, (SELECT json_agg(m ORDER BY m.user_id) FROM memberships m) AS m,
           (SELECT json_agg(i ORDER BY i.id) FROM team_invitations i) AS i, (SELECT count(*) FROM facts) AS f`,
      ),
    );

  describe('of somebody new', () => {
    it('are mailed, looked at, and accepted with a password and a corrected name', async () => {
      const email = anEmail('Ines');
      const { body: user } = await owner
        .post('/v1/users', { name: 'Inez', email, role: 'admin', phone: '+1 555 0100' })
        .expect(201);
      expect(user).toEqual({
        id: expect.any(String),
        ...{ name: 'Inez', email, role: 'admin', timezone: 'Asia/Kathmandu', phone: '+1 555 0100' },
        ...{ status: 'invited', defaultMeetingLocation: null, restoredAs: null, version: 1 },
        createdAt: '2026-11-23T08:00:00.000Z',
        invitationExpiresAt: '2026-11-30T08:00:00.000Z',
      });
      const [mail, ...more] = await mailedInPrivate(slotlink, email);
      expect(more).toEqual([]);
      expect(mail).toContain('Subject: Join ABC Marketing on Slotlink');
      expect(mail).toContain('Olivia Owner invites you');
      const token = await mailedToken(slotlink, email);
      expect((await look(token).expect(200)).body).toEqual({
        account: { id: owner.accountId, name: 'ABC Marketing' },
        invitedBy: { name: 'Olivia Owner' },
        ...{ email, name: 'Inez', role: 'admin', expiresAt: '2026-11-30T08:00:00.000Z' },
        ...{ known: false, passwordNeeded: true },
      });
      const { body } = await accept(slotlink, { token }, { password: PASSWORD, name: 'Inès' }).expect(200);
      expect(body).toMatchObject({
        account: { id: owner.accountId },
        user: { id: user.id, name: 'Inès', role: 'admin', status: 'active', phone: '+1 555 0100' },
      });
      const ines = await logIn(slotlink, email);
      expect(ines.userId).toBe(user.id);
      await ines.post('/v1/users', { name: 'By an admin', email: anEmail() }).expect(201);
    });

    it('make nobody a member before: no login, no host, not in the team, no oracle at the login', async () => {
      const { id, email } = await invite(slotlink, owner);
      await login(email, PASSWORD).expect(401);
      const { body: team } = await owner.get('/v1/users').expect(200);
      expect(team.items.map((one: { id: string }) => one.id)).toEqual([owner.userId]);
      const { body: invited } = await owner.get('/v1/users?status=invited').expect(200);
      expect(invited.items).toMatchObject([{ id, email, status: 'invited' }]);
      const calendar = { name: 'Discovery', type: 'round_robin', members: [{ userId: id }] };
      await owner.post('/v1/calendars', calendar).expect(422);
      await owner.post('/v1/blocks', {
        userId: id,
        start: '2026-11-24T10:00Z',
        end: '2026-11-24T11:00Z',
        title: 'Off',
      });
      const [count] = await slotlink.query<{ n: number }>(`SELECT count(*)::int AS n FROM blocks WHERE user_id = $1`, [
        id,
      ]);
      expect(count!.n).toBe(0);
    });

    it('are accepted once, by one of two at the same moment', async () => {
      const invited = await invite(slotlink, owner);
      const twins = await Promise.all([PASSWORD, ANOTHER].map((password) => accept(slotlink, invited, { password })));
      expect(twins.map(({ status }) => status).sort()).toEqual([200, 410]);
      const winner = twins[0]!.status === 200 ? PASSWORD : ANOTHER;
      await login(invited.email, winner).expect(200);
      const replay = await accept(slotlink, invited, { password: 'taken over now' }).expect(410);
      expect(replay.body.type).toMatch(/\/link-over$/);
      await login(invited.email, 'taken over now').expect(401);
      await look(invited.token).expect(410);
    });

    it('of two accounts at once make one user ID with two memberships', async () => {
      const there = await anAccount(slotlink);
      const here = await invite(slotlink, owner);
      const elsewhere = await invite(slotlink, there, { email: here.email.toUpperCase() });
      const answers = await Promise.all([
        accept(slotlink, here, { password: PASSWORD }),
        accept(slotlink, elsewhere, { password: PASSWORD }),
      ]);
      // The second finds a person who proved the address a moment ago, and who needs no other password.
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
      const late = answers[0].status === 200 ? elsewhere : here;
      await accept(slotlink, late).expect(200);
      const { body } = await login(here.email, PASSWORD).expect(409);
      expect(body.accounts).toHaveLength(2);
      const people = await slotlink.query(`SELECT FROM users WHERE lower(email) = lower($1)`, [here.email]);
      expect(people).toHaveLength(1);
    });

    it('need a password worth the name', async () => {
      const invited = await invite(slotlink, owner);
      const before = await rows();
      for (const [input, pointer] of [
        [{}, '/password'],
        [{ password: 'short' }, '/password'],
        [{ password: null }, '/password'],
        [{ password: PASSWORD, name: ' ' }, '/name'],
        [{ password: PASSWORD, name: 'x'.repeat(10_000) }, '/name'],
        [{ password: PASSWORD, role: 'owner' }, '/role'],
        [{ password: PASSWORD, email: 'mine@example.com' }, '/email'],
        [{ password: PASSWORD, accountId: randomUUID() }, '/accountId'],
      ] as const) {
        const { body } = await accept(slotlink, invited, input).expect(422);
        expect(body.errors[0].pointer).toBe(pointer);
      }
      expect(await rows()).toBe(before);
      await accept(slotlink, invited, { password: PASSWORD }).expect(200);
    });
  });

  describe('the link', () => {
    it('works for seven days', async () => {
      const { token } = await invite(slotlink, owner);
      const now = slotlink.clock.ms();
      await slotlink.clock.advance(7 * DAY_MS - 1);
      await look(token).expect(200);
      await slotlink.clock.advance(1);
      await look(token).expect(410);
      await accept(slotlink, { token }, { password: PASSWORD }).expect(410);
      await slotlink.clock.set(new Date(now).toISOString());
    });

    it('is replaced by a later one, also where the former mail has not left yet', async () => {
      const invited = await invite(slotlink, owner);
      await owner.post(`/v1/users/${invited.id}/invitation`).expect(200);
      await owner.post(`/v1/users/${invited.id}/invitation`).expect(200);
      const mails = await mailedInPrivate(slotlink, invited.email);
      expect(mails).toHaveLength(2);
      await accept(slotlink, invited, { password: PASSWORD }).expect(410);
      const token = await mailedToken(slotlink, invited.email);
      await accept(slotlink, { token }, { password: PASSWORD }).expect(200);
      await owner.post(`/v1/users/${invited.id}/invitation`).expect(404);
    });

    it('ends when the invitation is withdrawn, which leaves no trace of the person', async () => {
      const invited = await invite(slotlink, owner);
      await owner.delete(`/v1/users/${invited.id}`).expect(204);
      await accept(slotlink, invited, { password: PASSWORD }).expect(410);
      await owner.get(`/v1/users/${invited.id}`).expect(404);
      await owner.delete(`/v1/users/${invited.id}`).expect(404);
      await anAccount(slotlink, { email: invited.email });
    });

    it.each(['nonsense', 'x'.repeat(43), '..%2f..%2fapp', '%00', 'a'.repeat(3000)])(
      'that never was opens nothing: %s',
      async (token) => {
        const { status } = await look(token);
        expect([404, 410, 414, 422, 431]).toContain(status);
      },
    );

    it('is nobody else’s: not in the delivery log, not in the database, not in the answer to the inviter', async () => {
      const invited = await invite(slotlink, owner);
      const { body } = await owner.get('/v1/messages?channel=email').expect(200);
      const log = body.items.find(({ to }: { to: string }) => to === invited.email);
      expect(log).toMatchObject({ state: 'sent', body: expect.stringContaining('/app/invitations/[left out]') });
      expect(JSON.stringify(body)).not.toContain(invited.token);
      const tables = await slotlink.query<{ text: string }>(
        `SELECT concat((SELECT json_agg(m) FROM messages m), (SELECT json_agg(i) FROM team_invitations i)) AS text`,
      );
      expect(tables[0]!.text).not.toContain(invited.token);
      expect(JSON.stringify((await owner.get(`/v1/users/${invited.id}`)).body)).not.toContain(invited.token);
    });

    it('waits sealed while its mail does, and reaches the mailbox whole', async () => {
      const smtp = await startSmtpServer();
      const beside = await startTestApp({ beside: slotlink, env: { SMTP_URL: smtp.url } });
      const email = anEmail('smtp');
      await owner.post('/v1/users', { name: 'Sam', email }).expect(201);
      const [waiting] = await slotlink.query<{ body: string; secret: string }>(
        `SELECT body, secret FROM messages WHERE recipient = $1`,
        [email],
      );
      expect(waiting!.body).toContain('/app/invitations/[left out]');
      await beside.drainJobs();
      const mail = smtp.received.find(({ to }) => to === email)!;
      expect(mail.headers['reply-to']).toContain(owner.email);
      for (const { content } of mail.parts) {
        const [, token] = /\/app\/invitations\/([\w-]{43})/.exec(content) ?? [];
        await look(token ?? '').expect(200);
        expect(waiting!.secret).not.toContain(token);
      }
      await beside.close();
      await smtp.close();
    });
  });

  describe('of somebody who has a user ID', () => {
    it('give the same ID one more membership, and change nothing else about them', async () => {
      const first = await anAccount(slotlink);
      const person = await aProvenMember(slotlink, first, { name: 'Pat Person', timezone: 'Asia/Tokyo' });
      const invited = await invite(slotlink, owner, { email: person.email, name: 'Patty', role: 'admin' });
      expect((await owner.get(`/v1/users/${invited.id}`)).body).toMatchObject({ name: 'Patty', status: 'invited' });
      expect((await look(invited.token)).body).toMatchObject({ known: true, passwordNeeded: false });
      for (const [input, pointer] of [
        [{ password: ANOTHER }, '/password'],
        [{ name: 'Somebody else' }, '/name'],
      ] as const) {
        expect((await accept(slotlink, invited, input).expect(422)).body.errors[0].pointer).toBe(pointer);
      }
      const { body } = await accept(slotlink, invited).expect(200);
      expect(body.user).toMatchObject({ id: person.userId, name: 'Pat Person', timezone: 'Asia/Tokyo', role: 'admin' });
      await person.get('/v1/me').expect(200);
      expect((await person.get('/v1/me')).body.user.role).toBe('member');
      await login(person.email, ANOTHER).expect(401);
    });

    it('show the inviter nothing of the other account until they accept', async () => {
      const first = await anAccount(slotlink, { name: 'Secret Name' });
      await first.patch(`/v1/users/${first.userId}`, { phone: '+1 555 0199' }).expect(200);
      const known = await owner.post('/v1/users', { name: 'X', email: first.email.toUpperCase() }).expect(201);
      const unknown = await owner.post('/v1/users', { name: 'X', email: anEmail() }).expect(201);
      const words = (user: object) => ({ ...user, id: 'an ID', email: 'an e-mail' });
      expect(words(known.body)).toEqual(words(unknown.body));
      expect(known.body.email).toBe(first.email.toUpperCase());
    });

    it('throw out whoever signed up with an address that is not theirs', async () => {
      const squatter = await anAccount(slotlink, { name: 'Mallory' });
      const invited = await invite(slotlink, owner, { email: squatter.email });
      expect((await look(invited.token)).body).toMatchObject({ known: true, passwordNeeded: true });
      await accept(slotlink, invited).expect(422);
      await accept(slotlink, invited, { password: ANOTHER }).expect(200);
      await squatter.get('/v1/me').expect(401);
      await login(squatter.email, PASSWORD, owner.accountId).expect(401);
      await login(squatter.email, ANOTHER, owner.accountId).expect(200);
    });

    it('cannot be replaced by a password that another account chooses', async () => {
      const first = await anAccount(slotlink);
      const taken = await owner.post('/v1/users', { name: 'X', email: first.email, password: ANOTHER }).expect(409);
      expect(taken.body.type).toMatch(/\/email-exists$/);
      const invited = await invite(slotlink, owner);
      // An invitation is nobody's address yet: whoever reads its mail may still sign up.
      await anAccount(slotlink, { email: invited.email });
    });

    it('bring back somebody who left and lives elsewhere under the same ID', async () => {
      const first = await anAccount(slotlink);
      const person = await alsoIn(slotlink, owner, first, { role: 'admin' });
      await owner.delete(`/v1/users/${person.userId}`).expect(204);
      expect((await owner.post(`/v1/users/${person.userId}/restore`).expect(409)).body.type).toMatch(/email-exists$/);
      const again = await alsoIn(slotlink, owner, first);
      expect(again.userId).toBe(first.userId);
      expect((await owner.get(`/v1/users/${first.userId}`)).body).toMatchObject({ status: 'active', role: 'member' });
    });

    it('give a new ID to whoever lost the former before they accepted', async () => {
      const first = await anAccount(slotlink);
      const gone = await first.addUser();
      const invited = await invite(slotlink, owner, { email: gone.email });
      expect(invited.id).toBe(gone.userId);
      await first.delete(`/v1/users/${gone.userId}`).expect(204);
      const { body } = await accept(slotlink, invited, { password: ANOTHER }).expect(200);
      expect(body.user.id).not.toBe(gone.userId);
      await owner.get(`/v1/users/${gone.userId}`).expect(404);
    });

    it('race with the end of their last membership, and leave one living ID', async () => {
      const first = await anAccount(slotlink);
      const person = await aProvenMember(slotlink, first);
      const invited = await invite(slotlink, owner, { email: person.email });
      const [joined, left] = await Promise.all([accept(slotlink, invited), first.delete(`/v1/users/${person.userId}`)]);
      expect(left.status).toBe(204);
      expect([200, 422]).toContain(joined.status);
      const { body } = await accept(slotlink, invited, { password: ANOTHER });
      const living = await slotlink.query<{ id: string }>(
        `SELECT id FROM users WHERE lower(email) = lower($1) AND deleted_at IS NULL`,
        [person.email],
      );
      expect(living).toHaveLength(1);
      expect(joined.status === 200 ? joined.body.user.id : body.user.id).toBe(living[0]!.id);
      expect(living[0]!.id === person.userId).toBe(joined.status === 200);
    });
  });

  describe('among admins and members', () => {
    it('are for admins, and for owners where they make one', async () => {
      const admin = await owner.addUser({ role: 'admin' });
      const member = await owner.addUser();
      const before = await rows();
      await member.post('/v1/users', { name: 'X', email: anEmail() }).expect(403);
      await admin.post('/v1/users', { name: 'X', email: anEmail(), role: 'owner' }).expect(403);
      expect(await rows()).toBe(before);
      const boss = await invite(slotlink, owner, { role: 'owner' });
      for (const answer of [
        await admin.delete(`/v1/users/${boss.id}`),
        await admin.post(`/v1/users/${boss.id}/invitation`),
        await admin.patch(`/v1/users/${boss.id}`, { role: 'member' }),
        await member.patch(`/v1/users/${boss.id}`, { name: 'Mocked' }),
        await member.delete(`/v1/users/${boss.id}`),
      ]) {
        expect(answer.status).toBe(403);
      }
      const small = await invite(slotlink, admin);
      await admin.patch(`/v1/users/${small.id}`, { role: 'owner' }).expect(403);
      const { body } = await admin.patch(`/v1/users/${small.id}`, { role: 'admin', name: 'Ida' }).expect(200);
      expect(body).toMatchObject({ role: 'admin', name: 'Ida', version: 2 });
      const { body: joined } = await accept(slotlink, small, { password: PASSWORD }).expect(200);
      expect(joined.user).toMatchObject({ role: 'admin', name: 'Ida' });
    });

    it('go once to one address, also from two admins at once', async () => {
      const email = anEmail();
      const twins = await Promise.all(
        [email, email.toUpperCase()].map((to) => owner.post('/v1/users', { name: 'X', email: to })),
      );
      expect(twins.map(({ status }) => status).sort()).toEqual([201, 409]);
      const refused = twins.find(({ status }) => status === 409)!.body;
      expect(refused).toMatchObject({ type: expect.stringMatching(/email-exists$/), userId: expect.any(String) });
      const member = await owner.addUser();
      await owner.post('/v1/users', { name: 'X', email: member.email }).expect(409);
      expect(await mailedInPrivate(slotlink, email)).toHaveLength(1);
    });

    it('give way to a password that the same account chooses', async () => {
      const invited = await invite(slotlink, owner);
      await owner.post('/v1/users', { name: 'X', email: invited.email, password: PASSWORD }).expect(201);
      await accept(slotlink, invited, { password: ANOTHER }).expect(410);
      await login(invited.email, PASSWORD).expect(200);
    });

    it('are unknown to other accounts', async () => {
      const { id } = await invite(slotlink, owner);
      const stranger = await anAccount(slotlink);
      await stranger.get(`/v1/users/${id}`).expect(404);
      await stranger.patch(`/v1/users/${id}`, { name: 'Mine' }).expect(404);
      await stranger.delete(`/v1/users/${id}`).expect(404);
      await stranger.post(`/v1/users/${id}/invitation`).expect(404);
      expect((await stranger.get('/v1/users?status=invited').expect(200)).body.items).toEqual([]);
    });

    it('flood nobody', async () => {
      const invited = await invite(slotlink, owner);
      const answers: number[] = [];
      for (let time = 1; time <= 6; time += 1) {
        answers.push((await owner.post(`/v1/users/${invited.id}/invitation`)).status);
      }
      expect(answers).toEqual([200, 200, 200, 200, 429, 429]);
    });
  });

  describe('as a page', () => {
    const pageOf = (token: string) => slotlink.http.get(`/app/invitations/${token}`);
    const press = (token: string, fields: Record<string, string>) =>
      postForm(slotlink, `/app/invitations/${token}`, fields);

    it('ask before they act: those who open links of mails change nothing', async () => {
      const { token, email } = await invite(slotlink, owner, { name: 'Ines <b>' });
      const before = await rows();
      for (let scan = 1; scan <= 3; scan += 1) {
        const { text, headers } = await pageOf(token).expect(200);
        expect(text).toContain('Join ABC Marketing');
        expect(text).toContain('Ines &lt;b&gt;');
        expect(text).not.toContain('<script');
        expect(headers['referrer-policy']).toBe('no-referrer');
        expect(headers['cache-control']).toBe('no-store');
      }
      await slotlink.http.head(`/app/invitations/${token}`).expect(200);
      expect(await rows()).toBe(before);
      const again = await press(token, { name: 'Ines', password: 'short' }).expect(422);
      expect(again.text).toContain('must have 8 to 200 characters');
      expect(again.text).not.toContain('value="short"');
      expect(again.text).toContain('value="Ines"');
      const done = await press(token, { name: 'Ines', password: PASSWORD }).expect(200);
      expect(done.text).toContain('Welcome');
      await login(email, PASSWORD).expect(200);
      await press(token, { name: 'Ines', password: PASSWORD }).expect(410);
      expect((await pageOf(token).expect(410)).headers['content-type']).toContain('text/html');
    });

    it('ask a person who is known and proven for nothing but the button', async () => {
      const first = await anAccount(slotlink);
      const person = await aProvenMember(slotlink, first);
      const { token } = await invite(slotlink, owner, { email: person.email });
      const { text } = await pageOf(token).expect(200);
      expect(text).not.toContain('type="password"');
      expect(text).not.toContain('name="name"');
      await press(token, {}).expect(200);
      await logIn(slotlink, person.email, owner.accountId);
    });
  });
});
