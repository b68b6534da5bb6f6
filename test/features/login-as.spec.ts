import { anAccount, logIn, PASSWORD, type TestUser } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { noticesByMail, toldOf } from '../kit/notices';
import { openStream } from '../kit/notifications';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';

const MINUTE_MS = 60_000;
const REASON = 'Rita is on the phone and cannot find the button';

describe('Login As User', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  let rep: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    owner = await anAccount(slotlink, { timezone: 'America/Chicago' });
    admin = await owner.addUser({ role: 'admin', name: 'Ada Admin' });
    rep = await owner.addUser({ name: 'Rita Rep' });
  });

  const loginAs = (who: TestUser, userId: string, body: unknown = { reason: REASON }) =>
    who.post(`/v1/users/${userId}/login-as`, body as object);
  const livingAs = async (who: TestUser, { userId }: TestUser) =>
    (await who.get(`/v1/users/${userId}/login-as`).expect(200)).body.items as { actor: { id: string } }[];
  const slug = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);

  describe('begins', () => {
    it('with a token that acts as the user for an hour, and says so', async () => {
      const answer = await loginAs(admin, rep.userId, { reason: `  ${REASON}  ` }).expect(201);
      const expiresAt = new Date(slotlink.clock.ms() + 60 * MINUTE_MS).toISOString();
      expect(answer.body).toEqual({ token: expect.stringMatching(/^[\w-]{43}$/), expiresAt });
      expect(answer.headers['cache-control']).toBe('no-store');
      const me = await slotlink.http.get('/v1/me').set('authorization', `Bearer ${answer.body.token as string}`);
      expect(me.body).toMatchObject({
        user: { id: rep.userId, role: 'member' },
        account: { id: rep.accountId },
        actingAs: { actor: { id: admin.userId, name: 'Ada Admin' }, expiresAt },
      });
      expect((await rep.get('/v1/me').expect(200)).body.actingAs).toBeNull();
      expect((await admin.get('/v1/me').expect(200)).body.actingAs).toBeNull();
    });

    it('by an owner as anybody, by an admin as anybody but an owner, by a member never', async () => {
      const peer = await owner.addUser({ role: 'owner' });
      const otherAdmin = await owner.addUser({ role: 'admin' });
      await loginAs(owner, peer.userId).expect(201);
      await loginAs(owner, admin.userId).expect(201);
      await loginAs(admin, otherAdmin.userId).expect(201);
      expect(slug(await loginAs(admin, owner.userId).expect(403))).toBe('forbidden');
      expect(slug(await loginAs(rep, admin.userId).expect(403))).toBe('forbidden');
      expect(slug(await loginAs(rep, rep.userId).expect(403))).toBe('forbidden');
    });

    it('as nobody who is oneself, deleted, or of another account', async () => {
      const stranger = (await anAccount(slotlink)).userId;
      expect(slug(await loginAs(owner, owner.userId).expect(409))).toBe('cannot-login-as');
      expect(slug(await loginAs(owner, stranger).expect(404))).toBe('not-found');
      await loginAs(owner, 'nonsense').expect(404);
      await owner.delete(`/v1/users/${rep.userId}`).expect(204);
      expect(slug(await loginAs(owner, rep.userId).expect(404))).toBe('not-found');
      await slotlink.http.post(`/v1/users/${admin.userId}/login-as`).send({ reason: REASON }).expect(401);
    });

    it.each<[string, string, unknown]>([
      ['none', '/reason', {}],
      ['an empty one', '/reason', { reason: '   ' }],
      ['501 characters', '/reason', { reason: 'x'.repeat(501) }],
      ['10,000 characters', '/reason', { reason: 'x'.repeat(10_000) }],
      ['two lines', '/reason', { reason: 'two\nlines' }],
      ['a list', '/reason', { reason: ['a'] }],
      ['more time', '/minutes', { reason: REASON, minutes: 600 }],
      ['a prototype', '/__proto__', JSON.parse(`{"reason": "${REASON}", "__proto__": {"role": "owner"}}`)],
    ])('with a reason of one line and nothing else, not with %s', async (_, pointer, body) => {
      const { body: problem } = await loginAs(owner, rep.userId, body).expect(422);
      expect(problem.errors).toContainEqual(expect.objectContaining({ pointer }));
      expect(await livingAs(owner, rep)).toEqual([]);
      await slotlink.drainJobs();
      expect(await toldOf(rep, 'identity.login-as-started')).toEqual([]);
    });

    it('telling the user who, when, until when and why, also by mail', async () => {
      await actAs(slotlink, admin, rep, REASON);
      await slotlink.drainJobs();
      const [told, ...more] = await toldOf(rep, 'identity.login-as-started');
      expect(more).toEqual([]);
      expect(told).toMatchObject({ title: 'Ada Admin logged in as you' });
      expect(told?.body).toContain(
        `Ada Admin (${admin.email}) logged in as you on Monday, November 23, 2026 at 2:00 AM (America/Chicago, UTC-06:00).`,
      );
      expect(told?.body).toContain('ends on Monday, November 23, 2026 at 3:00 AM');
      expect(told?.body).toContain(REASON);
      expect(await noticesByMail(owner, rep)).toEqual(['Ada Admin logged in as you']);
      expect(await toldOf(admin, 'identity.login-as-started')).toEqual([]);
    });

    it('twenty times at once, each with a token of its own', async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => loginAs(admin, rep.userId)));
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
      expect(new Set(answers.map(({ body }) => body.token as string)).size).toBe(20);
      expect(await livingAs(owner, rep)).toHaveLength(20);
      const { body } = await owner.get(`/v1/users/${rep.userId}/login-as?limit=15`).expect(200);
      const rest = await owner.get(`/v1/users/${rep.userId}/login-as?cursor=${body.nextCursor as string}`);
      expect([...body.items, ...rest.body.items].map(({ id }) => id as string).sort()).toEqual(
        (await livingAs(owner, rep)).map((item) => (item as unknown as { id: string }).id).sort(),
      );
      await slotlink.drainJobs();
      expect(await toldOf(rep, 'identity.login-as-started')).toHaveLength(20);
    });

    it('once for a repeated request', async () => {
      const twice = await Promise.all([1, 2].map(() => loginAs(admin, rep.userId).set('idempotency-key', 'k')));
      expect(twice[0]?.body).toEqual(twice[1]?.body);
      expect(await livingAs(owner, rep)).toHaveLength(1);
    });
  });

  it('is listed for owners and admins while it lives', async () => {
    await actAs(slotlink, admin, rep, REASON);
    expect((await owner.get(`/v1/users/${rep.userId}/login-as`).expect(200)).body).toEqual({
      items: [
        {
          id: expect.any(String),
          actor: { id: admin.userId, name: 'Ada Admin' },
          reason: REASON,
          startedAt: MONDAY,
          expiresAt: '2026-11-23T09:00:00.000Z',
        },
      ],
      nextCursor: null,
    });
    await rep.get(`/v1/users/${rep.userId}/login-as`).expect(403);
    const stranger = await anAccount(slotlink);
    await stranger.get(`/v1/users/${rep.userId}/login-as`).expect(404);
    await stranger.delete(`/v1/users/${rep.userId}/login-as`).expect(404);
    await slotlink.clock.advance(60 * MINUTE_MS);
    expect(await livingAs(owner, rep)).toEqual([]);
  });

  it('stands in the audit, its beginning and its end', async () => {
    const entries = (action: string) =>
      slotlink.query(
        `SELECT actor_id, subject_id, target_id FROM audit_entries WHERE account_id = $1 AND action = $2 ORDER BY position`,
        [owner.accountId, action],
      );
    const acting = await actAs(slotlink, admin, rep, REASON);
    const [actor_id, target_id] = [admin.userId, rep.userId];
    expect(await entries('login-as.started')).toEqual([{ actor_id, subject_id: target_id, target_id }]);
    await acting.post('/v1/auth/logout').expect(204);
    expect(await entries('login-as.ended')).toEqual([{ actor_id, subject_id: target_id, target_id }]);
    await actAs(slotlink, admin, rep, REASON);
    await owner.delete(`/v1/users/${admin.userId}`).expect(204);
    await admin.get('/v1/me').expect(401);
    expect(await entries('login-as.ended')).toEqual([
      { actor_id, subject_id: target_id, target_id },
      { actor_id: owner.userId, subject_id: owner.userId, target_id },
    ]);
  });

  describe('acts', () => {
    it('with the rights of the user, not of whoever acts', async () => {
      const acting = await actAs(slotlink, admin, rep);
      await acting.get('/v1/messages').expect(403);
      await acting.patch(`/v1/users/${rep.userId}`, { phone: '+1 555 0100' }).expect(200);
      await acting.patch(`/v1/users/${admin.userId}`, { phone: '+1 555 0100' }).expect(403);
    });

    it('naming both in the facts it causes', async () => {
      const acting = await actAs(slotlink, owner, admin);
      const { body } = await acting.post('/v1/users', {
        name: 'N',
        email: `n.${Date.now()}@example.com`,
        password: PASSWORD,
      });
      expect(
        await slotlink.query(`SELECT actor_id, subject_id FROM facts WHERE name = 'user.added' AND aggregate_id = $1`, [
          body.id,
        ]),
      ).toEqual([{ actor_id: owner.userId, subject_id: admin.userId }]);
    });

    it('keeping answers to repeated requests apart from those the user got', async () => {
      const own = await rep
        .post('/v1/contacts', { name: 'Paula', email: 'paula@example.com' })
        .set('idempotency-key', 'same');
      const acting = await actAs(slotlink, admin, rep);
      const theirs = await acting
        .post('/v1/contacts', { name: 'Quentin', email: 'quentin@example.com' })
        .set('idempotency-key', 'same');
      expect([own.status, theirs.status]).toEqual([201, 201]);
    });

    it('not in what only the person may do', async () => {
      const acting = await actAs(slotlink, owner, admin);
      const third = rep.userId;
      const refused = [
        acting.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: 'something else' }),
        acting.post(`/v1/users/${third}/login-as`, { reason: REASON }),
        acting.get(`/v1/users/${third}/login-as`),
        acting.delete(`/v1/users/${third}/login-as`),
        acting.patch(`/v1/users/${third}`, { role: 'admin' }),
        acting.patch(`/v1/users/${admin.userId}`, { role: 'member' }),
        acting.post('/v1/users', { name: 'N', email: 'new.admin@example.com', password: PASSWORD, role: 'admin' }),
        acting.get('/v1/me/feed'),
      ];
      for (const answer of await Promise.all(refused)) {
        expect([answer.status, slug(answer)]).toEqual([403, 'not-while-acting-as']);
      }
      await logIn(slotlink, admin.email);
      expect((await rep.get('/v1/me').expect(200)).body.user.role).toBe('member');
    });

    it('not as a member in what a member may not see a third do', async () => {
      const acting = await actAs(slotlink, admin, rep);
      expect(slug(await loginAs(acting, owner.userId).expect(403))).toBe('not-while-acting-as');
    });

    it('not on the name, zone or phone of somebody who belongs to another account too', async () => {
      const elsewhere = await anAccount(slotlink);
      await slotlink.query(
        `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
        [elsewhere.accountId, rep.userId],
      );
      const acting = await actAs(slotlink, admin, rep);
      await acting.patch(`/v1/users/${rep.userId}`, { name: 'Somebody Else' }).expect(403);
      await rep.patch(`/v1/users/${rep.userId}`, { name: 'Rita Rep-Reed' }).expect(200);
    });
  });

  describe('ends', () => {
    let acting: TestUser;
    beforeEach(async () => {
      acting = await actAs(slotlink, admin, rep);
      await acting.get('/v1/me').expect(200);
    });

    const dead = () => acting.get('/v1/me').expect(401);
    const alive = () => acting.get('/v1/me').expect(200);

    it('by logging out of it, which leaves both people logged in', async () => {
      await acting.post('/v1/auth/logout').expect(204);
      await dead();
      await acting.patch(`/v1/users/${rep.userId}`, { phone: '+1 555 0100' }).expect(401);
      await admin.get('/v1/me').expect(200);
      expect((await rep.get('/v1/me').expect(200)).body.user.phone).toBeNull();
    });

    it('by any owner or admin, whoever began it', async () => {
      const second = await actAs(slotlink, owner, rep);
      const otherAdmin = await owner.addUser({ role: 'admin' });
      await rep.delete(`/v1/users/${rep.userId}/login-as`).expect(403);
      await alive();
      await otherAdmin.delete(`/v1/users/${rep.userId}/login-as`).expect(204);
      await dead();
      await second.get('/v1/me').expect(401);
      await rep.get('/v1/me').expect(200);
      await otherAdmin.delete(`/v1/users/${rep.userId}/login-as`).expect(204);
    });

    it('after an hour of the clock', async () => {
      await slotlink.clock.advance(60 * MINUTE_MS - 1);
      await alive();
      await slotlink.clock.advance(1);
      await dead();
    });

    it('no later than the login it was begun from', async () => {
      const DAY_MS = 24 * 60 * MINUTE_MS;
      await slotlink.clock.advance(30 * DAY_MS - 10 * MINUTE_MS);
      const { body } = await loginAs(admin, rep.userId).expect(201);
      expect(Date.parse(body.expiresAt as string) - slotlink.clock.ms()).toBe(10 * MINUTE_MS);
    });

    it('with the login it was begun from', async () => {
      const other = await logIn(slotlink, admin.email);
      await other.post('/v1/auth/logout').expect(204);
      await alive();
      await admin.post('/v1/auth/logout').expect(204);
      await dead();
    });

    it.each([
      ['whoever acts is deleted', () => owner.delete(`/v1/users/${admin.userId}`).expect(204)],
      [
        'whoever acts is no admin any more',
        () => owner.patch(`/v1/users/${admin.userId}`, { role: 'member' }).expect(200),
      ],
      ['the user is deleted', () => owner.delete(`/v1/users/${rep.userId}`).expect(204)],
      ['the user becomes an owner', () => owner.patch(`/v1/users/${rep.userId}`, { role: 'owner' }).expect(200)],
      [
        'whoever acts changes their password',
        () => admin.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: 'a new one for me' }).expect(204),
      ],
      [
        'the user changes their password',
        () => rep.post('/v1/me/password', { currentPassword: PASSWORD, newPassword: 'a new one for me' }).expect(204),
      ],
    ])('when %s', async (_, happens) => {
      const window = await openStream(slotlink, acting);
      await happens();
      await dead();
      expect(await window.nextOf('nothing')).toBeNull();
      window.close();
    });

    it('for good: not with the role that comes back', async () => {
      await owner.patch(`/v1/users/${admin.userId}`, { role: 'member' }).expect(200);
      await owner.patch(`/v1/users/${admin.userId}`, { role: 'admin' }).expect(200);
      await dead();
    });

    it('not when the user becomes an admin, or whoever acts an owner', async () => {
      await owner.patch(`/v1/users/${rep.userId}`, { role: 'admin' }).expect(200);
      await alive();
      await owner.patch(`/v1/users/${admin.userId}`, { role: 'owner' }).expect(200);
      await alive();
    });

    it('closing the streams that were open in it, and only those', async () => {
      const [theirs, own] = [await openStream(slotlink, acting), await openStream(slotlink, rep)];
      await owner.delete(`/v1/users/${rep.userId}/login-as`).expect(204);
      expect(await theirs.nextOf('nothing')).toBeNull();
      await loginAs(owner, rep.userId).expect(201);
      await slotlink.drainJobs();
      expect(await own.nextOf('message')).toMatchObject({ data: { kind: 'identity.login-as-started' } });
      theirs.close();
      own.close();
    });

    it('while it is used: each write is whole or refused, and none comes after', async () => {
      const write = (number: number) =>
        acting.post('/v1/contacts', { name: 'Paula Prospect', email: `p${number}.${rep.userId}@example.com` });
      const [end, ...writes] = await Promise.all([
        owner.delete(`/v1/users/${rep.userId}/login-as`),
        ...Array.from({ length: 20 }, (_, number) => write(number)),
      ]);
      expect(end.status).toBe(204);
      const done = writes.filter(({ status }) => status === 201);
      expect(writes.map(({ status }) => status).filter((status) => status !== 201 && status !== 401)).toEqual([]);
      const { body } = await owner.get('/v1/contacts?limit=200').expect(200);
      expect(body.items).toHaveLength(done.length);
      await write(21).expect(401);
    });

    it('leaving none behind when it begins and ends at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          index % 4 === 3 ? owner.delete(`/v1/users/${rep.userId}/login-as`) : loginAs(admin, rep.userId),
        ),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 204]));
      await owner.delete(`/v1/users/${rep.userId}/login-as`).expect(204);
      expect(await livingAs(owner, rep)).toEqual([]);
      for (const { status, body } of answers) {
        if (status !== 201) continue;
        await slotlink.http
          .get('/v1/me')
          .set('authorization', `Bearer ${body.token as string}`)
          .expect(401);
      }
    });

    it('also when its beginning races with the fall of whoever begins it', async () => {
      const [fallen, ...begun] = await Promise.all([
        owner.patch(`/v1/users/${admin.userId}`, { role: 'member' }),
        ...Array.from({ length: 10 }, () => loginAs(admin, rep.userId)),
      ]);
      expect(fallen.status).toBe(200);
      expect(begun.map(({ status }) => status).filter((status) => status !== 201 && status !== 403)).toEqual([]);
      expect(await livingAs(owner, rep)).toEqual([]);
    });
  });
});
