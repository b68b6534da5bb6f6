import { randomBytes } from 'node:crypto';
import { auditVerifier } from '../../src/audit';
import { Secrets } from '../../src/platform/crypto';
import { Database } from '../../src/platform/database';
import { JobHandlers } from '../../src/platform/worker';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, logIn, PASSWORD, type TestUser } from '../kit/identity';
import { actAs } from '../kit/login-as';
import { aZoomCalendar, meetingsAtZoom, type ZoomHost } from '../kit/meetings';
import { settle } from '../kit/notices';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { tracesOf } from '../kit/traces';
import { connectZoom } from '../kit/zoom';

const WEDNESDAY_10 = '2026-11-25T15:00:00.000Z';

describe('data rights of a user', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    owner = await anAccount(slotlink);
  });

  const erase = (userId: string, who = owner) => who.post(`/v1/users/${userId}/erase`);
  const slug = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);

  interface Rep extends ZoomHost {
    phone: string;
    /** What nothing but this person has. */
    spellings: string[];
  }

  /** One whose every trace can be told from everybody else's. */
  async function aRep(): Promise<Rep> {
    const mark = randomBytes(5).toString('hex');
    const phone = `+1 ${String(randomBytes(4).readUInt32BE()).padStart(10, '2')}`;
    const name = `Rita O'Rëp ${mark}`;
    const user = await owner.addUser({ name, phone, email: `rita.${mark}@example.com` });
    const email = await connectZoom(slotlink, user, {
      displayName: `Zoom ${name}`,
      email: `zoom.rita.${mark}@example.com`,
    });
    return { user, email, phone, spellings: [name, mark, user.email, email, phone, phone.replace(/\D/g, '').slice(1)] };
  }

  /** One who left traces wherever a user can, and whose appointments others took over. */
  async function aKnownRep(): Promise<Rep> {
    const rep = await aRep();
    const { user } = rep;
    const colleague = await owner.addUser({ name: 'Cole Colleague' });
    await connectZoom(slotlink, colleague);
    const members = [user, colleague].map(({ userId }) => ({ userId, meetingLocation: { kind: 'zoom' } }));
    const calendar = await aZoomCalendar(owner, rep, {
      members,
      fallbackLocation: { kind: 'phone', value: rep.phone },
    });
    for (const start of [TUESDAY_10, TUESDAY_11, WEDNESDAY_10]) await book(slotlink, calendar, start);
    await user
      .put(`/v1/users/${user.userId}/default-meeting-location`, { kind: 'phone', value: rep.phone })
      .expect(200);
    const rules = [{ type: 'weekday', day: 'friday', intervals: [{ from: '09:00', to: '17:00' }] }];
    await user
      .put(`/v1/users/${user.userId}/schedule`, { name: `Hours of ${user.name}`, timezone: 'UTC', rules })
      .expect(200);
    const [start, end] = ['2026-12-01T08:00:00Z', '2026-12-01T09:00:00Z'];
    await owner.post('/v1/blocks', { calendarId: calendar.id, start, end, title: `${user.name} is away` }).expect(201);
    await user.post('/v1/api-keys', { name: `Key of ${user.name}`, scopes: ['self.read'] }).expect(201);
    await user.get('/v1/me/feed').expect(200);
    await actAs(slotlink, owner, user, `${user.name} asked for help`);
    await owner
      .patch(`/v1/users/${user.userId}`, { timezone: 'Europe/Berlin' })
      .set('idempotency-key', user.email)
      .expect(200);
    await settle(slotlink);
    return rep;
  }

  async function remove({ user }: Rep): Promise<void> {
    await owner.delete(`/v1/users/${user.userId}?future=reassign`).expect(204);
    await settle(slotlink);
  }

  describe('a copy of oneself', () => {
    it('holds all there is, and no secret', async () => {
      const { user, email, phone } = await aKnownRep();
      const { body, text, headers } = await user.get('/v1/me/export').expect(200);
      expect(headers['cache-control']).toBe('no-store');
      expect(body).toMatchObject({
        exportedAt: slotlink.clock.now().toISOString(),
        user: { id: user.userId, name: user.name, email: user.email, phone, formerIds: [] },
        account: { id: owner.accountId },
        apiKeys: [{ name: `Key of ${user.name}`, scopes: ['self.read'] }],
        zoomConnections: [{ email }],
        blocks: [],
        busyFeeds: [],
      });
      expect(body.sessions.length).toBeGreaterThanOrEqual(2);
      expect(body.sessions).toContainEqual(
        expect.objectContaining({ actorId: owner.userId, reason: `${user.name} asked for help` }),
      );
      expect(body.schedules).toHaveLength(1);
      expect(body.hostedAppointments.length).toBeGreaterThan(0);
      expect(body.messages.map(({ to }: { to: string }) => to)).toContain(user.email);
      expect(text).not.toContain(user.token);
      expect(text).not.toMatch(/argon2|token|hash|secret/i);
    });

    it('is not for whoever acts as them, nor for a key', async () => {
      const { user } = await aRep();
      expect(slug(await (await actAs(slotlink, owner, user)).get('/v1/me/export').expect(403))).toBe(
        'not-while-acting-as',
      );
      await slotlink.http.get('/v1/me/export').expect(401);
    });
  });

  describe('erasure', () => {
    it('leaves no trace in any table', async () => {
      const rep = await aKnownRep();
      await remove(rep);
      const places = new Set((await tracesOf(slotlink, rep.spellings)).map((each) => each.split(':')[0]));
      // What the test is worth: they are known in all of these.
      expect([...places]).toEqual(
        expect.arrayContaining([
          ...['appointments.title', 'audit_particulars.content', 'blocks.title', 'calendars.fallback_location'],
          ...['facts.payload', 'invitations.told', 'memberships.default_meeting_location', 'memberships.shown_as'],
          ...[
            'messages.body',
            'messages.calendar_content',
            'messages.recipient',
            'messages.subject',
            'meetings.sent_topic',
          ],
          ...[
            'slots.topic',
            'users.email',
            'users.name',
            'users.phone',
            'zoom_connections.email',
            'zoom_connections.display_name',
          ],
        ]),
      );
      const { body: receipt } = await erase(rep.user.userId).expect(201);
      await settle(slotlink);
      expect(await tracesOf(slotlink, rep.spellings)).toEqual([]);
      expect(receipt).toMatchObject({ kind: 'user', personId: rep.user.userId, actorId: owner.userId });
      expect(receipt.erased).toMatchObject({ users: 1, memberships: 1, zoom_connections: 1 });
      expect((await owner.get(`/v1/erasures/${receipt.id as string}`).expect(200)).body).toEqual(receipt);
    });

    it('tells Zoom of new names for what is still to come', async () => {
      const rep = await aKnownRep();
      await remove(rep);
      await erase(rep.user.userId).expect(201);
      await settle(slotlink);
      const { body } = await owner.get('/v1/appointments').expect(200);
      const items = body.items as { host: { userId: string }; title: string }[];
      expect(items.map(({ title }) => title)).toEqual(expect.arrayContaining([expect.stringContaining('[erased]')]));
      for (const { userId } of items.map(({ host }) => host)) {
        const { body: zoom } = await owner.get(`/v1/users/${userId}/integrations/zoom`).expect(200);
        const topics = (await meetingsAtZoom(slotlink, zoom.zoomUser.email as string)).map(({ topic }) => topic);
        expect(topics.join()).not.toContain(rep.user.name);
      }
    });

    it('leaves the ID, of nobody, with its Zoom account bound until it is released', async () => {
      const rep = await aRep();
      await remove(rep);
      await erase(rep.user.userId).expect(201);
      const { body } = await owner.get(`/v1/users/${rep.user.userId}`).expect(200);
      expect(body).toMatchObject({ id: rep.user.userId, name: '[erased]', email: '', phone: null, status: 'deleted' });
      await slotlink.http.post('/v1/auth/login').send({ email: rep.user.email, password: PASSWORD }).expect(401);
      const bound = () => slotlink.query(`SELECT FROM zoom_bindings WHERE user_id = $1`, [rep.user.userId]);
      expect(await bound()).toHaveLength(1);
      await owner.post(`/v1/users/${rep.user.userId}/integrations/zoom/release`, { reason: 'left' }).expect(204);
      expect(await bound()).toHaveLength(0);
      // The same person may come again, as somebody new.
      await owner.addUser({ email: rep.user.email });
    });

    it('is for deleted users, and final', async () => {
      const rep = await aRep();
      expect(slug(await erase(rep.user.userId).expect(409))).toBe('cannot-erase');
      expect(slug(await erase(owner.userId).expect(409))).toBe('cannot-erase');
      await remove(rep);
      await erase(rep.user.userId).expect(201);
      expect(slug(await erase(rep.user.userId).expect(409))).toBe('cannot-erase');
      expect(slug(await owner.post(`/v1/users/${rep.user.userId}/restore`).expect(409))).toBe('not-deleted');
    });

    it('takes former IDs along, and waits for whoever came back', async () => {
      const rep = await aRep();
      await remove(rep);
      const { body: restored } = await owner.post(`/v1/users/${rep.user.userId}/restore`).expect(201);
      expect((await erase(rep.user.userId).expect(409)).body.restoredAs).toBe(restored.id);
      await owner.delete(`/v1/users/${restored.id as string}`).expect(204);
      const { body: receipt } = await erase(restored.id as string).expect(201);
      expect(receipt.erased).toMatchObject({ users: 2, memberships: 2 });
      await settle(slotlink);
      expect(await tracesOf(slotlink, rep.spellings)).toEqual([]);
    });

    it('waits while somebody in the account has the same e-mail', async () => {
      const rep = await aRep();
      await remove(rep);
      const again = await owner.addUser({ email: rep.user.email, name: 'Rita Again' });
      expect(slug(await erase(rep.user.userId).expect(409))).toBe('cannot-erase');
      expect((await again.get('/v1/me').expect(200)).body.user.email).toBe(rep.user.email);
    });

    it('leaves alone whoever lives on elsewhere, but for what this account knew', async () => {
      const rep = await aRep();
      const elsewhere = await anAccount(slotlink);
      await slotlink.query(
        `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
        [elsewhere.accountId, rep.user.userId],
      );
      await remove(rep);
      await erase(rep.user.userId).expect(201);
      expect((await owner.get(`/v1/users/${rep.user.userId}`).expect(200)).body).toMatchObject({
        name: '[erased]',
        email: '',
      });
      const there = await logIn(slotlink, rep.user.email);
      expect((await there.get('/v1/me').expect(200)).body.user).toMatchObject({
        name: rep.user.name,
        phone: rep.phone,
      });
      expect((await there.get('/v1/me/integrations/zoom').expect(200)).body.zoomUser.email).toBe(rep.email);
    });

    it('is for owners and admins in person, of owners for owners', async () => {
      const [rep, admin] = [await aRep(), await owner.addUser({ role: 'admin' })];
      const former = await owner.addUser({ role: 'owner' });
      await remove(rep);
      await owner.delete(`/v1/users/${former.userId}`).expect(204);
      const member = await owner.addUser();
      await erase(rep.user.userId, member).expect(403);
      await erase(rep.user.userId, await anAccount(slotlink)).expect(404);
      await erase('nonsense').expect(404);
      expect(slug(await erase(rep.user.userId, await actAs(slotlink, owner, admin)).expect(403))).toBe(
        'not-while-acting-as',
      );
      await erase(former.userId, admin).expect(403);
      expect((await owner.get(`/v1/users/${rep.user.userId}`).expect(200)).body.name).toBe(rep.user.name);
      await erase(rep.user.userId, admin).expect(201);
      await erase(former.userId).expect(201);
    });

    it('happens once when asked for twenty times', async () => {
      const rep = await aRep();
      await remove(rep);
      const answers = await Promise.all(Array.from({ length: 20 }, () => erase(rep.user.userId)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
      expect((await owner.get('/v1/erasures').expect(200)).body.items).toHaveLength(1);
    });

    it('leaves an audit that still verifies, with the name removed', async () => {
      const rep = await aKnownRep();
      await remove(rep);
      const acts = () =>
        slotlink.query(
          `SELECT id, action FROM audit_entries WHERE account_id = $1 AND $2 IN (actor_id::text, target_id) ORDER BY position`,
          [owner.accountId, rep.user.userId],
        );
      const before = await acts();
      await erase(rep.user.userId).expect(201);
      await settle(slotlink);
      expect((await acts()).slice(0, before.length)).toEqual(before);
      expect(await slotlink.query(`SELECT FROM audit_particulars WHERE person_id = $1`, [rep.user.userId])).toEqual([]);
      const seal = slotlink.app.get(JobHandlers).taskList()['audit.seal-entries']!;
      await seal({ accountId: owner.accountId }, {} as never);
      const verdict = await auditVerifier(slotlink.app.get(Database), slotlink.app.get(Secrets)).run([]);
      expect(verdict.findings).toEqual([]);
    });
  });
});
