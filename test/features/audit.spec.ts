import { Audit, changed } from '../../src/audit';
import { NOBODY, runInContext } from '../../src/platform/context';
import { JobHandlers } from '../../src/platform/worker';
import { TUESDAY_10, book } from '../kit/booking';
import { anUnassigned } from '../kit/calendars';
import { eventually } from '../kit/eventually';
import { TestUser, anAccount } from '../kit/identity';
import { TestApp, startTestApp } from '../kit/test-app';
import { connectZoom, tryToConnect } from '../kit/zoom';

describe('the audit', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let audit: Audit;
  beforeAll(async () => {
    slotlink = await startTestApp();
    audit = slotlink.app.get(Audit);
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    owner = await anAccount(slotlink);
  });

  /** As a request of the owner's would. */
  const asOwner = <T>(work: () => Promise<T>) =>
    runInContext(
      {
        ...NOBODY,
        ...{ accountId: owner.accountId, actorId: owner.userId, subjectId: owner.userId, actorName: owner.name },
        ...{ requestId: 'a-request', address: '192.0.2.1' },
      },
      work,
    );

  describe('in the database', () => {
    beforeEach(() =>
      asOwner(() =>
        audit.record('user.changed', {
          target: { kind: 'user', id: owner.userId },
          ...changed({ name: 'Olivia', role: 'owner' }, { name: 'Olivia Owner', role: 'owner' }),
        }),
      ),
    );

    it.each([
      `UPDATE audit_entries SET action = 'user.deleted'`,
      `UPDATE audit_entries SET number = 1, hash = '', action = 'user.deleted'`,
      `DELETE FROM audit_entries`,
      `TRUNCATE audit_entries CASCADE`,
      `UPDATE audit_particulars SET content = '{}'`,
      `DELETE FROM audit_particulars`,
      `TRUNCATE audit_particulars`,
      `TRUNCATE audit_heads`,
      `SET session_replication_role = replica; DELETE FROM audit_entries`,
    ])('is refused: %s', async (sql) => {
      await expect(slotlink.query(sql)).rejects.toThrow(/append-only/);
    });
  });

  it('keeps who, what, whence, and parts what is personal', async () => {
    await asOwner(() =>
      audit.record('user.changed', {
        target: { kind: 'user', id: owner.userId },
        before: { name: 'Olivia', role: 'member' },
        after: { name: 'Olivia Owner', role: 'owner', password: 'never passed, yet passed' },
      }),
    );
    const [entry] = await slotlink.query<{ id: string }>(
      `SELECT * FROM audit_entries WHERE account_id = $1 AND request_id = 'a-request'`,
      [owner.accountId],
    );
    expect(entry).toMatchObject({
      ...{ account_id: owner.accountId, actor_id: owner.userId, subject_id: owner.userId, action: 'user.changed' },
      ...{ target_kind: 'user', target_id: owner.userId, request_id: 'a-request', number: null },
      before: { name: '[erased]', role: 'member' },
      after: { name: '[erased]', role: 'owner', password: '[redacted]' },
    });
    const parts = await slotlink.query(
      `SELECT part, person_id AS person, content FROM audit_particulars WHERE entry_id = $1 ORDER BY part`,
      [entry!.id],
    );
    expect(parts).toEqual([
      { part: 'actor', person: owner.userId, content: { name: owner.name, address: '192.0.2.1' } },
      {
        part: 'values',
        person: owner.userId,
        content: { before: { name: 'Olivia' }, after: { name: 'Olivia Owner' } },
      },
    ]);
  });

  it('forgets a person, and says that it did', async () => {
    const target = { kind: 'user', id: owner.userId };
    await asOwner(async () => {
      await audit.record('user.changed', { target, before: { name: 'Olivia' }, after: { name: 'Olivia Owner' } });
      await audit.forget(owner.accountId, owner.userId);
    });
    const left = await slotlink.query(`SELECT * FROM audit_particulars WHERE person_id = $1`, [owner.userId]);
    expect(left).toEqual([]);
    const entries = await slotlink.query(
      `SELECT action, target_id AS target, after FROM audit_entries WHERE account_id = $1 AND request_id = 'a-request'
       ORDER BY position`,
      [owner.accountId],
    );
    expect(entries).toEqual([
      { action: 'user.changed', target: owner.userId, after: { name: '[erased]' } },
      { action: 'person.forgotten', target: owner.userId, after: { parts: expect.any(Number) } },
    ]);
  });

  describe('as admins read it', () => {
    const list = async (query: object = {}, reader = owner) =>
      (await reader.get('/v1/audit').query(query).expect(200)).body.items;
    const target = { kind: 'calendar', id: 'a-calendar' };

    it('shows each act with who did it, as whom, to what, and from where, newest first', async () => {
      await asOwner(async () => {
        await audit.record('calendar.created', { target, after: { name: 'Intro', active: true } });
        await audit.record('calendar.changed', { target, before: { active: true }, after: { active: false } });
      });
      const person = { id: owner.userId, name: owner.name };
      const common = {
        actor: person,
        subject: person,
        target,
        keyId: null,
        requestId: 'a-request',
        address: '192.0.2.1',
      };
      const own = { ...common, id: expect.any(String), at: slotlink.clock.now().toISOString() };
      expect(await list({ targetId: 'a-calendar' })).toEqual([
        { ...own, action: 'calendar.changed', before: { active: true }, after: { active: false } },
        { ...own, action: 'calendar.created', before: null, after: { name: 'Intro', active: true } },
      ]);
    });

    it('names both under Login As User', async () => {
      const member = await owner.addUser();
      const { body } = await owner.post(`/v1/users/${member.userId}/login-as`, { reason: 'helping' }).expect(201);
      await slotlink.http
        .patch(`/v1/users/${member.userId}`)
        .set('authorization', `Bearer ${body.token}`)
        .send({ phone: '+49 30 901820' })
        .expect(200);
      const [started] = await list({ action: 'login-as.started' });
      expect(started).toMatchObject({
        actor: { id: owner.userId, name: owner.name },
        subject: { id: member.userId, name: member.name },
      });
    });

    it('tells of failed logins of a known user, and by whom nobody can say', async () => {
      const attempt = (email: string) =>
        slotlink.http.post('/v1/auth/login').send({ email, password: 'not the password' }).expect(401);
      await attempt(`nobody.${owner.email}`);
      await attempt(owner.email);
      // Whoever waits for the answer does not wait for the entry.
      const failed = () => list({ action: 'user.login-failed' });
      await eventually(async () => (await failed()).length > 0, { withinMs: 10_000 });
      expect(await failed()).toMatchObject([
        { actor: null, subject: null, target: { kind: 'user', id: owner.userId }, address: expect.any(String) },
      ]);
    });

    it('tells of guests with an actor of null', async () => {
      await book(slotlink, await anUnassigned(owner), TUESDAY_10);
      const [entry] = await list({ action: 'appointment.booked' });
      expect(entry).toMatchObject({ actor: null, subject: null, after: { start: TUESDAY_10, status: 'confirmed' } });
      expect(JSON.stringify(entry)).not.toContain('Petra');
    });

    it('tells which Zoom account was refused, and why', async () => {
      const [first, second] = [await owner.addUser(), await owner.addUser()];
      const email = await connectZoom(slotlink, first);
      expect((await tryToConnect(slotlink, second, email)).status).toBe(409);
      const [refused] = await list({ action: 'zoom.refused' });
      expect(refused).toMatchObject({
        actor: { id: second.userId },
        target: { kind: 'user', id: second.userId },
        after: { why: 'zoom-account-bound', zoomEmail: email },
      });
    });

    it('is found by actor, subject, target, action and time', async () => {
      await asOwner(() => audit.record('calendar.created', { target, after: {} }));
      const elsewhere = '0f8b7c0e-0000-4000-8000-000000000000';
      const found = async (query: object) => (await list(query)).length;
      const [entry] = await list({ targetId: 'a-calendar' });
      for (const query of [
        { targetId: 'a-calendar', actorId: owner.userId },
        { targetId: 'a-calendar', subjectId: owner.userId },
        { action: 'calendar.created' },
        { action: 'calendar.*' },
        { targetId: 'a-calendar', from: entry.at },
      ]) {
        expect([query, await found(query)]).toEqual([query, 1]);
      }
      for (const query of [
        { actorId: elsewhere },
        { subjectId: elsewhere },
        { action: 'calendar' },
        { action: 'calendar.create' },
        { targetId: 'another' },
        { to: entry.at },
      ]) {
        expect([query, await found(query)]).toEqual([query, 0]);
      }
    });

    it('comes in pages, also where many entries are of one instant', async () => {
      await asOwner(() =>
        audit.recordAll(
          'calendar.changed',
          Array.from({ length: 25 }, (_, count) => ({ target, after: { count } })),
        ),
      );
      const counts: number[] = [];
      let cursor: string | null = null;
      do {
        const page: { body: { items: { after: { count: number } }[]; nextCursor: string | null } } = await owner
          .get('/v1/audit')
          .query({ action: 'calendar.changed', limit: 10, ...(cursor === null ? {} : { cursor }) })
          .expect(200);
        counts.push(...page.body.items.map(({ after }) => after.count));
        cursor = page.body.nextCursor;
      } while (cursor !== null);
      expect(counts).toEqual(Array.from({ length: 25 }, (_, index) => 24 - index));
    });

    it('is for owners and admins of the account alone', async () => {
      const [member, admin] = [await owner.addUser(), await owner.addUser({ role: 'admin' })];
      await asOwner(() => audit.record('calendar.created', { target }));
      for (const path of ['/v1/audit', '/v1/audit.csv', '/v1/audit/head']) {
        await member.get(path).expect(403);
        await slotlink.http.get(path).expect(401);
        await admin.get(path).expect(200);
      }
      const stranger = await anAccount(slotlink);
      expect(await list({ targetId: 'a-calendar' }, stranger)).toEqual([]);
      expect((await stranger.get('/v1/audit.csv').expect(200)).text).not.toContain('a-calendar');
    });

    it.each([
      { actorId: 'x' },
      { from: 'yesterday' },
      { limit: 0 },
      { cursor: 'x' },
      { unknown: 1 },
      { action: 'x'.repeat(101) },
    ])('refuses %j', async (query) => {
      await owner.get('/v1/audit').query(query).expect(422);
    });

    it('is exported as CSV, which does not calculate and is recorded itself', async () => {
      await asOwner(async () => {
        await audit.record('calendar.created', {
          target: { kind: 'calendar', id: '=1+1' },
          after: { about: 'a "b", c' },
        });
        await audit.recordAll(
          'calendar.changed',
          Array.from({ length: 1_200 }, (_, count) => ({ target, after: { count } })),
        );
      });
      const { text, headers } = await owner.get('/v1/audit.csv').query({ action: 'calendar.*' }).expect(200);
      expect(headers).toMatchObject({
        'content-type': 'text/csv; charset=utf-8; header=present',
        'content-disposition': 'attachment; filename="audit.csv"',
        'cache-control': 'no-store',
      });
      const lines = text.split('\r\n');
      expect(lines).toHaveLength(1 + 1_201 + 1);
      expect(lines[0]).toBe(
        'id,at,actorId,actorName,subjectId,subjectName,keyId,action,targetKind,targetId,before,after,requestId,address',
      );
      const who = `${owner.userId},${owner.name}`;
      expect(lines.at(-2)).toMatch(
        new RegExp(
          `,${who},${who},,calendar.created,calendar,'=1\\+1,,"{""about"":""a \\\\""b\\\\"", c""}",a-request,192.0.2.1$`,
        ),
      );
      expect((await list({ action: 'audit.exported' })).map(({ after }: { after: object }) => after)).toEqual([
        { action: 'calendar.*' },
      ]);
    });

    it('shows nothing any more of whom it has forgotten', async () => {
      const member = await owner.addUser({ name: 'Maria Member' });
      await asOwner(async () => {
        await audit.record('user.changed', {
          target: { kind: 'user', id: member.userId },
          before: { name: 'Maria Member', role: 'member' },
          after: { name: 'Maria Meyer', role: 'admin' },
        });
        await audit.forget(owner.accountId, member.userId);
      });
      const [entry] = await list({ action: 'user.changed', targetId: member.userId });
      expect([entry.before, entry.after]).toEqual([
        { name: '[erased]', role: 'member' },
        { name: '[erased]', role: 'admin' },
      ]);
    });

    it('tells how far the chain goes, for somebody to note', async () => {
      await asOwner(() => audit.record('calendar.created', { target }));
      const head = async () => (await owner.get('/v1/audit/head').expect(200)).body;
      const { unsealed } = await head();
      expect(await head()).toEqual({ accountId: owner.accountId, number: 0, hash: '', sealedAt: null, unsealed });
      await slotlink.app.get(JobHandlers).taskList()['audit.find-unsealed']!({}, {} as never);
      await slotlink.drainJobs();
      expect(await head()).toEqual({
        accountId: owner.accountId,
        number: unsealed,
        hash: expect.stringMatching(/^[\w-]{43}$/),
        sealedAt: slotlink.clock.now().toISOString(),
        unsealed: 0,
      });
    });
  });
});
