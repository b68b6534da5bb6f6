import { randomUUID } from 'node:crypto';
import { addKey } from '../kit/api-keys';
import { PASSWORD, type TestUser, anAccount, anEmail, withToken } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { openStream } from '../kit/notifications';
import { type TestApp, startTestApp } from '../kit/test-app';

const MINUTE_MS = 60_000;

describe('API keys', () => {
  let slotlink: TestApp;
  let beside: TestApp;
  let owner: TestUser;
  let rep: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    beside = await startTestApp({ beside: slotlink });
  });
  afterAll(async () => {
    await beside.close();
    await slotlink.close();
  });
  beforeEach(async () => {
    owner = await anAccount(slotlink);
    rep = await owner.addUser({ name: 'Rita Rep' });
  });

  const keysOf = async (user: TestUser) => (await user.get('/v1/api-keys').expect(200)).body.items as object[];
  const later = (ms: number) => new Date(slotlink.clock.ms() + ms).toISOString();
  const slug = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);

  describe('making', () => {
    it('shows the secret once, and keeps no more of it than how it begins', async () => {
      const input = { name: 'CRM', scopes: ['appointments.read', 'calendars.read'], expiresAt: later(MINUTE_MS) };
      const { body, headers } = await rep.post('/v1/api-keys', input).expect(201);
      expect(headers['cache-control']).toBe('no-store');
      const { secret, ...key } = body as { secret: string; id: string };
      expect(secret).toMatch(/^sl_key_[\w-]{43}$/);
      expect(key).toEqual({
        id: expect.any(String),
        ...input,
        user: { id: rep.userId, name: 'Rita Rep' },
        hint: secret.slice(0, 11),
        createdAt: later(0),
        lastUsedAt: null,
      });
      expect(await keysOf(rep)).toEqual([key]);
      const [stored] = await slotlink.query<{ text: string }>(`SELECT k::text AS text FROM api_keys k WHERE id = $1`, [
        key.id,
      ]);
      expect(stored!.text).not.toContain(secret.slice(12));
      const answers = await slotlink.query<{ text: string }>(`SELECT i::text AS text FROM idempotency_keys i`);
      expect(answers.map(({ text }) => text).join()).not.toContain(secret);
    });

    it('answers a repetition with the same key', async () => {
      const make = () =>
        rep.post('/v1/api-keys', { name: 'CRM', scopes: ['self.read'] }).set('idempotency-key', 'make-key');
      const twins = await Promise.all([make(), make()]);
      expect(new Set(twins.map(({ body }) => body.secret as string)).size).toBe(1);
      expect(await keysOf(rep)).toHaveLength(1);
    });

    it.each([
      ['/name', { name: '' }],
      ['/name', { name: 'x'.repeat(10_000) }],
      ['/name', { name: 'two\nlines' }],
      ['/name', { name: { first: 'x' } }],
      ['/scopes', { scopes: undefined }],
      ['/scopes', { scopes: [] }],
      ['/scopes', { scopes: 'self.read' }],
      ['/scopes', { scopes: ['self.read', 'self.read'] }],
      ['/scopes', { scopes: ['everything'] }],
      ['/scopes', { scopes: ['constructor'] }],
      ['/scopes', { scopes: [['self.read']] }],
      ['/scopes', { scopes: ['keys.manage'] }],
      ['/scopes', { scopes: ['self.credentials'] }],
      ['/scopes', { scopes: ['users.login-as'] }],
      ['/scopes/1', { scopes: ['self.read', 'calendars.manage'] }],
      ['/expiresAt', { expiresAt: 'tomorrow' }],
      ['/expiresAt', { expiresAt: '2026-11-23T08:00:00Z' }],
      ['/userId', { userId: randomUUID() }],
      ['/accountId', { accountId: randomUUID() }],
      ['/secret', { secret: 'sl_key_mine' }],
    ])('refuses what is wrong with %s', async (pointer, wrong) => {
      const answer = await rep.post('/v1/api-keys', { name: 'CRM', scopes: ['self.read'], ...wrong }).expect(422);
      expect(answer.body.errors[0].pointer).toBe(pointer);
      expect(await keysOf(rep)).toEqual([]);
    });

    it('stops at 20 of a person, also when they are made all at once', async () => {
      const made = await Promise.all(
        Array.from({ length: 25 }, (_, number) =>
          rep.post('/v1/api-keys', { name: `Key ${number}`, scopes: ['self.read'] }),
        ),
      );
      expect(made.filter(({ status }) => status === 201)).toHaveLength(20);
      const refused = made.find(({ status }) => status !== 201)!;
      expect([refused.status, slug(refused)]).toEqual([409, 'too-many-api-keys']);
      await addKey(slotlink, owner, ['self.read']);
    });
  });

  describe('using', () => {
    it('acts as who made it, within its scopes', async () => {
      const key = await addKey(slotlink, rep, ['self.read', 'contacts.write']);
      expect((await key.get('/v1/me').expect(200)).body).toMatchObject({ user: { id: rep.userId }, actingAs: null });
      await key.post('/v1/contacts', { name: 'Carl', email: anEmail() }).expect(201);
      const refused = await key.get('/v1/contacts').expect(403);
      expect([slug(refused), refused.body.detail]).toEqual(['forbidden', expect.stringContaining('contacts.read')]);
      // Its own details are not the team's.
      await key.patch(`/v1/users/${rep.userId}`, { name: 'Renamed' }).expect(403);
    });

    it('changes oneself with self.write, and others with users.manage alone', async () => {
      const own = await addKey(slotlink, owner, ['self.write']);
      await own.patch(`/v1/users/${owner.userId}`, { name: 'Olive' }).expect(200);
      await own.patch(`/v1/users/${rep.userId}`, { name: 'Not mine' }).expect(403);
      await own.put(`/v1/users/${rep.userId}/default-meeting-location`, { kind: 'phone' }).expect(403);
      const all = await addKey(slotlink, owner, ['self.write', 'users.manage']);
      await all.patch(`/v1/users/${rep.userId}`, { name: 'Rita Renamed' }).expect(200);
      await all.put(`/v1/users/${rep.userId}/default-meeting-location`, { kind: 'phone' }).expect(200);
    });

    it('neither makes keys, nor logs in as others, nor changes credentials or roles', async () => {
      const everything = await addKey(
        slotlink,
        owner,
        (await scopesOffered()).filter((scope) => scope !== 'self.log-out'),
      );
      const newUser = { name: 'Nora', email: anEmail(), password: PASSWORD };
      await everything.post('/v1/users', { ...newUser, role: 'admin' }).expect(403);
      await everything.post('/v1/users', newUser).expect(201);
      await everything.patch(`/v1/users/${rep.userId}`, { role: 'admin' }).expect(403);
      await everything.post('/v1/api-keys', { name: 'Child', scopes: ['self.read'] }).expect(403);
      await everything.get('/v1/api-keys').expect(403);
      await everything.delete(`/v1/api-keys/${everything.keyId}`).expect(403);
      const change = { currentPassword: PASSWORD, newPassword: 'something else entirely' };
      await everything.post('/v1/me/password', change).expect(403);
      await everything.post('/v1/auth/logout').expect(403);
      await everything.get('/v1/me/feed').expect(403);
    });

    const scopesOffered = async () => {
      const { body } = await slotlink.http.get('/openapi.json').expect(200);
      return body.components.schemas.MakeApiKeyInput.properties.scopes.items.enum as string[];
    };

    it('is not made in the name of another', async () => {
      const acting = await actAs(slotlink, owner, rep);
      const key = await addKey(slotlink, rep, ['self.read']);
      const refused = await acting.post('/v1/api-keys', { name: 'Back door', scopes: ['self.read'] }).expect(403);
      expect(slug(refused)).toBe('not-while-acting-as');
      await acting.delete(`/v1/api-keys/${key.keyId}`).expect(403);
      expect(await keysOf(acting)).toMatchObject([{ id: key.keyId }]);
    });

    it('does no more than the role of who made it, from the moment that changes', async () => {
      await owner.patch(`/v1/users/${rep.userId}`, { role: 'admin' }).expect(200);
      const key = await addKey(slotlink, rep, ['messages.read', 'self.read']);
      await key.get('/v1/messages').expect(200);
      await owner.patch(`/v1/users/${rep.userId}`, { role: 'member' }).expect(200);
      await key.get('/v1/messages').expect(403);
      await key.get('/v1/me').expect(200);
    });

    it('notes when it was used, once a minute', async () => {
      const key = await addKey(slotlink, rep, ['self.read']);
      const lastUsedAt = async () => ((await keysOf(rep)) as { lastUsedAt: string }[])[0]!.lastUsedAt;
      await Promise.all(Array.from({ length: 5 }, () => key.get('/v1/me').expect(200)));
      expect(await lastUsedAt()).toBe(later(0));
      const first = later(0);
      await slotlink.clock.advance(MINUTE_MS - 1);
      await key.get('/v1/me').expect(200);
      expect(await lastUsedAt()).toBe(first);
      await slotlink.clock.advance(1);
      // What it may not do uses it too.
      await key.get('/v1/contacts').expect(403);
      expect(await lastUsedAt()).toBe(later(0));
    });

    it.each([
      ['nothing after its prefix', ''],
      ['a secret nobody was given', 'x'.repeat(43)],
      ['other characters', '%F0%9F%92%A5'],
      ['more than anybody was given', 'x'.repeat(8_000)],
    ])('answers 401 to a key with %s', async (_, rest) => {
      await withToken(slotlink, rep, `sl_key_${rest}`).get('/v1/me').expect(401);
    });

    it('opens a stream, which ends when it is revoked', async () => {
      const key = await addKey(slotlink, rep, ['self.read']);
      const stream = await openStream(slotlink, key);
      await rep.delete(`/v1/api-keys/${key.keyId}`).expect(204);
      expect(await stream.nextOf('none')).toBeNull();
    });
  });

  it('is recorded, without its secret', async () => {
    const key = await addKey(slotlink, rep, ['self.read'], { name: 'CRM' });
    await owner.delete(`/v1/api-keys/${key.keyId}`).expect(204);
    const entries = await slotlink.query<Record<string, unknown>>(
      `SELECT action, actor_id, target_kind, target_id FROM audit_entries WHERE account_id = $1 AND action LIKE 'api-key.%'
       ORDER BY action`,
      [owner.accountId],
    );
    const target = { target_kind: 'api-key', target_id: key.keyId };
    expect(entries).toEqual([
      { action: 'api-key.made', actor_id: rep.userId, ...target },
      { action: 'api-key.revoked', actor_id: owner.userId, ...target },
    ]);
    const rows = await slotlink.query<{ text: string }>(
      `SELECT e::text || p::text AS text FROM audit_entries e, audit_particulars p`,
    );
    expect(rows.map(({ text }) => text).join()).not.toContain(key.token);
  });

  describe('ending', () => {
    it('is dead on every instance once it is revoked', async () => {
      const key = await addKey(slotlink, rep, ['self.read']);
      const elsewhere = () => fetch(`${beside.url}/v1/me`, { headers: { authorization: `Bearer ${key.token}` } });
      expect((await elsewhere()).status).toBe(200);
      await rep.delete(`/v1/api-keys/${key.keyId}`).expect(204);
      await key.get('/v1/me').expect(401);
      expect((await elsewhere()).status).toBe(401);
      await rep.delete(`/v1/api-keys/${key.keyId}`).expect(404);
      await rep.get('/v1/me').expect(200);
    });

    it('is dead from the instant it expires', async () => {
      const key = await addKey(slotlink, rep, ['self.read'], { expiresAt: later(MINUTE_MS) });
      await slotlink.clock.advance(MINUTE_MS - 1);
      await key.get('/v1/me').expect(200);
      await slotlink.clock.advance(1);
      await key.get('/v1/me').expect(401);
      expect(await keysOf(rep)).toHaveLength(1);
    });

    it('dies with the membership, and does not come back with the person', async () => {
      const key = await addKey(slotlink, rep, ['self.read']);
      await owner.delete(`/v1/users/${rep.userId}`).expect(204);
      await key.get('/v1/me').expect(401);
      await owner.post(`/v1/users/${rep.userId}/restore`).expect(201);
      await key.get('/v1/me').expect(401);
      expect(await keysOf(owner)).toEqual([]);
    });

    it('is seen and done by who made it, and by admins', async () => {
      const [own, theirs] = [await addKey(slotlink, rep, ['self.read']), await addKey(slotlink, owner, ['self.read'])];
      expect(await keysOf(rep)).toMatchObject([{ id: own.keyId }]);
      expect(await keysOf(owner)).toHaveLength(2);
      await rep.delete(`/v1/api-keys/${theirs.keyId}`).expect(404);
      const admin = await owner.addUser({ role: 'admin' });
      await admin.delete(`/v1/api-keys/${own.keyId}`).expect(204);
      await own.get('/v1/me').expect(401);
      const stranger = await anAccount(slotlink);
      await stranger.delete(`/v1/api-keys/${theirs.keyId}`).expect(404);
      await theirs.get('/v1/me').expect(200);
    });

    it('lists them page by page', async () => {
      for (let number = 0; number < 3; number += 1)
        await addKey(slotlink, rep, ['self.read'], { name: `Key ${number}` });
      const names: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await rep.get(`/v1/api-keys?limit=2${cursor && `&cursor=${cursor}`}`).expect(200);
        names.push(...body.items.map(({ name }: { name: string }) => name));
        cursor = body.nextCursor as string | null;
      }
      expect(names.toSorted()).toEqual(['Key 0', 'Key 1', 'Key 2']);
    });
  });
});
