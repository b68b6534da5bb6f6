import { randomUUID } from 'node:crypto';
import { PASSWORD, TestUser, anAccount, anEmail, logIn } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';

describe('users', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    owner = await anAccount(slotlink);
  });

  const at = (user: TestUser) => `/v1/users/${user.userId}`;
  const newUser = (overrides: object = {}) => ({
    name: 'Nora New',
    email: anEmail(),
    password: PASSWORD,
    ...overrides,
  });
  const login = (email: string) => slotlink.http.post('/v1/auth/login').send({ email, password: PASSWORD });
  const facts = async (name: string, accountId: string) =>
    await slotlink
      .query<{ payload: object }>('SELECT payload FROM facts WHERE name = $1 AND account_id = $2', [name, accountId])
      .then((rows) => rows.map(({ payload }) => payload));

  describe('adding', () => {
    it('gives somebody new a user ID, in the zone of the account', async () => {
      const input = newUser({ phone: ' +49 (30) 901820 ' });
      const { body, headers } = await owner.post('/v1/users', input).expect(201);
      expect(body).toEqual({
        id: expect.any(String),
        name: 'Nora New',
        email: input.email,
        role: 'member',
        timezone: 'America/New_York',
        phone: '+49 (30) 901820',
        status: 'active',
        defaultMeetingLocation: null,
        restoredAs: null,
        version: 1,
        createdAt: '2026-11-23T08:00:00.000Z',
      });
      expect(headers.etag).toBe('"1"');
      const read = await owner.get(`/v1/users/${body.id as string}`).expect(200);
      expect(read.body).toEqual(body);
      expect(await facts('user.added', owner.accountId)).toContainEqual({ userId: body.id, role: 'member' });
    });

    it('says to invite who exists already, wherever they are', async () => {
      const elsewhere = await anAccount(slotlink);
      const { body } = await owner.post('/v1/users', newUser({ email: elsewhere.email.toUpperCase() })).expect(409);
      expect(body).toMatchObject({
        type: expect.stringMatching(/\/email-exists$/),
        detail: expect.stringContaining('invite'),
      });
    });

    it.each([
      ['/password', { password: null }],
      ['/role', { role: 'emperor' }],
      ['/role', { role: null }],
      ['/timezone', { timezone: null }],
      ['/phone', { phone: 'call me' }],
      ['/phone', { phone: { number: 1 } }],
      ['/status', { status: 'deleted' }],
    ])('refuses what is wrong with %s', async (pointer, wrong) => {
      const { body } = await owner.post('/v1/users', newUser(wrong)).expect(422);
      expect(body.errors[0].pointer).toBe(pointer);
    });

    it('is not fooled by a prototype in the body', async () => {
      const text = JSON.stringify(newUser()).replace('{', '{"__proto__":{"role":"owner"},');
      await owner.post('/v1/users').set('content-type', 'application/json').send(text).expect(422);
    });

    it('is for admins, and owners are made by owners', async () => {
      const admin = await owner.addUser({ role: 'admin' });
      const member = await owner.addUser();
      await member.post('/v1/users', newUser()).expect(403);
      await admin.post('/v1/users', newUser({ role: 'admin' })).expect(201);
      await admin.post('/v1/users', newUser({ role: 'owner' })).expect(403);
      await owner.post('/v1/users', newUser({ role: 'owner' })).expect(201);
    });
  });

  describe('listing', () => {
    it('shows the living team to everybody in it, page by page', async () => {
      const people = [owner];
      for (let number = 1; number <= 4; number += 1) {
        await slotlink.clock.advance(1000);
        people.push(await owner.addUser({ name: `Member ${number}` }));
      }
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await people[2]!.get(`/v1/users?limit=2${cursor ? `&cursor=${cursor}` : ''}`).expect(200);
        seen.push(...body.items.map(({ id }: { id: string }) => id));
        cursor = body.nextCursor as string | null;
      }
      expect(seen).toEqual(people.map(({ userId }) => userId));
    });

    it('keeps the deleted ones apart', async () => {
      const gone = await owner.addUser();
      await owner.delete(at(gone)).expect(204);
      const living = await owner.get('/v1/users').expect(200);
      expect(living.body.items).toMatchObject([{ id: owner.userId }]);
      const deleted = await owner.get('/v1/users?status=deleted').expect(200);
      expect(deleted.body.items).toMatchObject([{ id: gone.userId, status: 'deleted' }]);
    });

    it.each([
      'limit=0',
      'limit=201',
      'limit=x',
      'cursor=x',
      'status=all',
      'include=secrets',
      'sort=name',
      'status[a]=1',
    ])('refuses ?%s', async (query) => {
      await owner.get(`/v1/users?${query}`).expect(422);
    });
  });

  describe('changing', () => {
    it('lets people change their own details and nobody else’s', async () => {
      const [member, other] = [await owner.addUser(), await owner.addUser()];
      const change = { name: 'Mia', timezone: 'Europe/Berlin', phone: '+1 555 0100' };
      const { body } = await member.patch(at(member), change).expect(200);
      expect(body).toMatchObject({ ...change, version: 2 });
      expect((await member.patch(at(member), { phone: null }).expect(200)).body).toMatchObject({
        name: 'Mia',
        phone: null,
        version: 3,
      });
      await member.patch(at(other), { name: 'Not me' }).expect(403);
    });

    it('writes nothing when nothing changes', async () => {
      const { body } = await owner.patch(at(owner), { name: owner.name, role: 'owner' }).expect(200);
      expect(body.version).toBe(1);
      expect((await owner.patch(at(owner), {}).expect(200)).body.version).toBe(1);
    });

    it('refuses a write onto another version', async () => {
      const member = await owner.addUser();
      await member.patch(at(member), { name: 'First' }).set('if-match', '"1"').expect(200);
      const { body } = await owner.patch(at(member), { name: 'Second' }).set('if-match', '"1"').expect(412);
      expect(body.type).toMatch(/\/stale-version$/);
      await owner.patch(at(member), { name: 'Third' }).set('if-match', 'yesterday').expect(422);
      expect((await owner.get(at(member)).expect(200)).body.name).toBe('First');
    });

    it('gives roles by rank', async () => {
      const admin = await owner.addUser({ role: 'admin' });
      const member = await owner.addUser();
      await member.patch(at(member), { role: 'admin' }).expect(403);
      await member.patch(at(member), { role: 'member', name: 'Same rank' }).expect(200);
      await admin.patch(at(admin), { role: 'owner' }).expect(403);
      await admin.patch(at(member), { role: 'owner' }).expect(403);
      await admin.patch(at(owner), { name: 'Mocked' }).expect(403);
      await admin.patch(at(owner), { role: 'member' }).expect(403);
      await admin.patch(at(member), { role: 'admin' }).expect(200);
      // The new role holds for the session that is open already.
      await member.post('/v1/users', newUser()).expect(201);
      await owner.patch(at(member), { role: 'member' }).expect(200);
      await member.post('/v1/users', newUser()).expect(403);
    });

    it('never leaves an account without an owner, also when two step down at once', async () => {
      const { body } = await owner.patch(at(owner), { role: 'admin' }).expect(409);
      expect(body.type).toMatch(/\/last-owner$/);
      const second = await owner.addUser({ role: 'owner' });
      const answers = await Promise.all([owner, second].map((one) => one.patch(at(one), { role: 'member' })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it.each([
      ['/name', { name: null }],
      ['/name', { name: 'x'.repeat(201) }],
      ['/timezone', { timezone: '' }],
      ['/role', { role: ['admin'] }],
      ['/email', { email: 'new@example.com' }],
      ['/password', { password: PASSWORD }],
    ])('refuses what is wrong with %s', async (pointer, wrong) => {
      const { body } = await owner.patch(at(owner), wrong).expect(422);
      expect(body.errors[0].pointer).toBe(pointer);
    });

    it('leaves the details of a person of two accounts to themselves', async () => {
      const there = await anAccount(slotlink);
      await slotlink.query(
        `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
        [owner.accountId, there.userId],
      );
      await owner.patch(at(there), { name: 'Renamed by others' }).expect(403);
      await owner.patch(at(there), { role: 'admin' }).expect(200);
      await there.patch(at(there), { name: 'Renamed by themselves' }).expect(200);
      expect((await owner.get(at(there)).expect(200)).body).toMatchObject({
        name: 'Renamed by themselves',
        version: 3,
      });
    });
  });

  describe('deleting', () => {
    it('ends the sessions, the logins and the user ID', async () => {
      const member = await owner.addUser();
      await owner.delete(at(member)).expect(204);
      await member.get('/v1/me').expect(401);
      await login(member.email).expect(401);
      expect((await owner.get(at(member)).expect(200)).body.status).toBe('deleted');
      await owner.delete(at(member)).expect(404);
      await owner.patch(at(member), { name: 'Ghost' }).expect(404);
      expect(await facts('user.membership-ended', owner.accountId)).toEqual([{ userId: member.userId, idDied: true }]);
    });

    it('keeps the user ID of a person who belongs elsewhere', async () => {
      const there = await anAccount(slotlink);
      await slotlink.query(
        `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
        [owner.accountId, there.userId],
      );
      const guest = await logIn(slotlink, there.email, owner.accountId);
      await owner.delete(at(there)).expect(204);
      await guest.get('/v1/me').expect(401);
      await there.get('/v1/me').expect(200);
      await login(there.email).expect(200);
      expect(await facts('user.membership-ended', owner.accountId)).toEqual([{ userId: there.userId, idDied: false }]);
      const { body } = await owner.post(`${at(there)}/restore`).expect(409);
      expect(body.type).toMatch(/\/email-exists$/);
    });

    it('is refused for oneself, the last owner, and to those who may not', async () => {
      const admin = await owner.addUser({ role: 'admin' });
      const member = await owner.addUser();
      expect((await owner.delete(at(owner)).expect(409)).body.type).toMatch(/\/last-owner$/);
      expect((await admin.delete(at(admin)).expect(409)).body.type).toMatch(/\/cannot-remove-oneself$/);
      await admin.delete(at(owner)).expect(403);
      await member.delete(at(admin)).expect(403);
      await owner.delete(`${at(member)}?future=forget`).expect(422);
      await owner.delete(`${at(member)}?future=cancel`).expect(204);
    });

    it('lets one of two owners win who delete each other', async () => {
      const second = await owner.addUser({ role: 'owner' });
      const answers = await Promise.all([owner.delete(at(second)), second.delete(at(owner))]);
      expect(answers.map(({ status }) => status).filter((status) => status === 204)).toHaveLength(1);
      const left = await slotlink.query(
        `SELECT FROM memberships WHERE account_id = $1 AND role = 'owner' AND deleted_at IS NULL`,
        [owner.accountId],
      );
      expect(left).toHaveLength(1);
    });
  });

  describe('restoring', () => {
    it('brings a person back under a new user ID, who logs in as before', async () => {
      const former = await owner.addUser({
        role: 'admin',
        name: 'Adele',
        phone: '+1 555 0100',
        timezone: 'Asia/Tokyo',
      });
      await owner.delete(at(former)).expect(204);
      const { body } = await owner.post(`${at(former)}/restore`).expect(201);
      expect(body).toMatchObject({
        email: former.email,
        name: 'Adele',
        phone: '+1 555 0100',
        timezone: 'Asia/Tokyo',
        role: 'admin',
        status: 'active',
        version: 1,
      });
      expect(body.id).not.toBe(former.userId);
      expect((await logIn(slotlink, former.email)).userId).toBe(body.id);
      await former.get('/v1/me').expect(401);
      expect((await owner.get(at(former)).expect(200)).body).toMatchObject({ status: 'deleted', restoredAs: body.id });
      expect(await facts('user.restored', owner.accountId)).toEqual([{ userId: body.id, formerUserId: former.userId }]);
    });

    it('happens once, and only to who was deleted', async () => {
      const former = await owner.addUser();
      expect((await owner.post(`${at(former)}/restore`).expect(409)).body.type).toMatch(/\/not-deleted$/);
      await owner.delete(at(former)).expect(204);
      const twins = await Promise.all([owner.post(`${at(former)}/restore`), owner.post(`${at(former)}/restore`)]);
      expect(twins.map(({ status }) => status).sort()).toEqual([201, 409]);
      const again = await owner.post(`${at(former)}/restore`).expect(409);
      expect(again.body.type).toMatch(/\/already-restored$/);
    });

    it('is refused when somebody living has the e-mail', async () => {
      const former = await owner.addUser();
      await owner.delete(at(former)).expect(204);
      await anAccount(slotlink, { email: former.email });
      const { body } = await owner.post(`${at(former)}/restore`).expect(409);
      expect(body.type).toMatch(/\/email-exists$/);
    });

    it('brings owners back by owners only', async () => {
      const admin = await owner.addUser({ role: 'admin' });
      const second = await owner.addUser({ role: 'owner' });
      await owner.delete(at(second)).expect(204);
      await admin.post(`${at(second)}/restore`).expect(403);
      await owner.post(`${at(second)}/restore`).expect(201);
    });
  });

  it('hides another account as if it were not there', async () => {
    const stranger = await anAccount(slotlink);
    const theirs = await stranger.addUser();
    for (const id of [theirs.userId, randomUUID(), 'nonsense', '%27%20OR%201=1%20--', 'x'.repeat(200)]) {
      await owner.get(`/v1/users/${id}`).expect(404);
      await owner.patch(`/v1/users/${id}`, { name: 'Mine now' }).expect(404);
      await owner.delete(`/v1/users/${id}`).expect(404);
      await owner.post(`/v1/users/${id}/restore`).expect(404);
    }
    const { body } = await owner.get('/v1/users').expect(200);
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([owner.userId]);
    await theirs.get('/v1/me').expect(200);
  });
});
