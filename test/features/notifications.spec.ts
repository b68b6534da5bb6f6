import { randomUUID } from 'node:crypto';
import { Database } from '../../src/platform/database';
import { aQuietAppointment } from '../kit/booking';
import { aRoundRobin } from '../kit/calendars';
import { anAccount, anEmail, logIn, type TestUser } from '../kit/identity';
import { inboxOf, notify } from '../kit/notifications';
import { startTestApp, type TestApp } from '../kit/test-app';

describe('notifications', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let rep: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    rep = await owner.addUser({ name: 'Rita Rep' });
  });

  it('are what one was told, newest first, with the words of the message', async () => {
    const calendar = await aRoundRobin(owner);
    const { id: appointmentId } = await aQuietAppointment(slotlink, owner);
    await notify(slotlink, rep, { title: 'First', about: { appointmentId, calendarId: calendar.id } });
    await slotlink.clock.advance(60_000);
    await notify(slotlink, rep, {
      kind: 'zoom.somewhat',
      title: 'Second',
      body: 'One thing.\n\nAnother.',
      link: { label: 'Go', url: 'https://slotlink.example/app' },
    });
    const { body } = await rep.get('/v1/me/notifications').expect(200);
    expect(body).toEqual({
      items: [
        {
          id: expect.any(String),
          kind: 'zoom.somewhat',
          title: 'Second',
          body: 'One thing.\n\nAnother.\n\nGo: https://slotlink.example/app',
          appointmentId: null,
          calendarId: null,
          createdAt: slotlink.clock.now().toISOString(),
          readAt: null,
        },
        expect.objectContaining({ title: 'First', body: 'There is news.', appointmentId, calendarId: calendar.id }),
      ],
      nextCursor: null,
      unread: 2,
      lastEventId: '2',
    });
  });

  it('stand in the delivery log as what was delivered in the application', async () => {
    const { id: appointmentId } = await aQuietAppointment(slotlink, owner);
    await notify(slotlink, rep, { title: 'Logged', about: { appointmentId } });
    const { body } = await owner.get(`/v1/messages?channel=in_app&appointmentId=${appointmentId}`).expect(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        id: (await inboxOf(rep))[0]!.id,
        channel: 'in_app',
        to: rep.email,
        subject: 'Logged',
        body: 'There is news.',
        state: 'delivered',
        sentAt: slotlink.clock.now().toISOString(),
        workflowId: null,
      }),
    ]);
  });

  it('go by mail, too, when they should', async () => {
    const link = { label: 'Connect', url: 'https://slotlink.example/app' };
    await notify(slotlink, rep, { title: 'Mind <this>', body: 'One.\n\nTwo.', link, mail: true });
    await slotlink.drainJobs();
    const { body } = await owner.get('/v1/messages?channel=email').expect(200);
    expect(body.items.filter(({ to }: { to: string }) => to === rep.email)).toEqual([
      expect.objectContaining({
        subject: 'Mind <this>',
        body: 'One.\n\nTwo.\n\nConnect: https://slotlink.example/app\n',
        html: expect.stringContaining('<a href="https://slotlink.example/app">'),
        state: 'sent',
        calendar: null,
      }),
    ]);
  });

  it('are told once, however many tell them at once', async () => {
    const dedupeKey = 'the same';
    const told = await Promise.all(Array.from({ length: 12 }, () => notify(slotlink, rep, { dedupeKey, mail: true })));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await inboxOf(rep)).toHaveLength(1);
    expect(await notify(slotlink, owner, { dedupeKey })).toBe(true);
    const [{ mails }] = (await slotlink.query<{ mails: string }>(
      `SELECT count(*) AS mails FROM messages WHERE channel = 'email' AND recipient = $1`,
      [rep.email],
    )) as [{ mails: string }];
    expect(mails).toBe('1');
  });

  it('were never told when what tells them is undone', async () => {
    const act = slotlink.app.get(Database).transaction(async () => {
      await notify(slotlink, rep, { mail: true });
      throw new Error('undone');
    });
    await expect(act).rejects.toThrow('undone');
    expect(await inboxOf(rep)).toEqual([]);
  });

  it('are told to nobody who is not, or no longer, of the account', async () => {
    const stranger = await anAccount(slotlink);
    expect(await notify(slotlink, { accountId: owner.accountId, userId: stranger.userId })).toBe(false);
    await owner.delete(`/v1/users/${rep.userId}`).expect(204);
    expect(await notify(slotlink, rep, { mail: true })).toBe(false);
  });

  it('are read once', async () => {
    await notify(slotlink, rep, { title: 'Old' });
    await notify(slotlink, rep, { title: 'New' });
    const { id } = (await inboxOf(rep)).find(({ title }) => title === 'Old')!;
    await slotlink.clock.advance(1_000);
    const readAt = slotlink.clock.now().toISOString();
    await rep.post(`/v1/me/notifications/${id}/read`).expect(204);
    await slotlink.clock.advance(1_000);
    await rep.post(`/v1/me/notifications/${id}/read`).expect(204);
    expect((await inboxOf(rep)).map((item) => [item.title, item.readAt]).sort()).toEqual([
      ['New', null],
      ['Old', readAt],
    ]);
    const { body } = await rep.get('/v1/me/notifications?unread=true').expect(200);
    expect(body).toMatchObject({ items: [{ title: 'New' }], unread: 1 });
    expect(await inboxOf(rep, '?unread=false')).toHaveLength(2);
  });

  it('are all read together', async () => {
    await notify(slotlink, rep);
    await notify(slotlink, rep);
    await notify(slotlink, owner, { title: 'not theirs' });
    await rep.post('/v1/me/notifications/read-all').expect(204);
    await rep.post('/v1/me/notifications/read-all').expect(204);
    expect((await rep.get('/v1/me/notifications').expect(200)).body.unread).toBe(0);
    expect(await inboxOf(owner, '?unread=true')).toEqual(
      expect.arrayContaining([expect.objectContaining({ title: 'not theirs' })]),
    );
  });

  it('come in pages', async () => {
    for (let index = 0; index < 5; index += 1) await notify(slotlink, rep, { title: String(index) });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`;
      const { body } = await rep.get(`/v1/me/notifications${query}`).expect(200);
      seen.push(...body.items.map(({ title }: { title: string }) => title));
      cursor = body.nextCursor as string | null;
    } while (cursor !== null);
    expect(seen).toEqual(['4', '3', '2', '1', '0']);
  });

  it("are nobody else's, not even the owner's, and of one account each", async () => {
    const email = anEmail();
    const here = await owner.addUser({ email });
    await notify(slotlink, here);
    const { id } = (await inboxOf(here))[0]!;
    await owner.post(`/v1/me/notifications/${id}/read`).expect(404);
    const stranger = await anAccount(slotlink);
    await stranger.post(`/v1/me/notifications/${id}/read`).expect(404);
    await slotlink.query(
      `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'admin', now())`,
      [stranger.accountId, here.userId],
    );
    const there = await logIn(slotlink, email, stranger.accountId);
    expect(await inboxOf(there)).toEqual([]);
    await there.post(`/v1/me/notifications/${id}/read`).expect(404);
    await there.post('/v1/me/notifications/read-all').expect(204);
    expect(await inboxOf(here, '?unread=true')).toHaveLength(1);
  });

  it.each(['unread=yes', 'unread=', 'unread=true&unread=true', 'limit=0', 'cursor=x', 'colour=red'])(
    'refuse ?%s',
    async (query) => {
      const { body } = await rep.get(`/v1/me/notifications?${query}`).expect(422);
      expect(body.errors).toEqual([{ pointer: `/${query.split('=')[0]}`, detail: expect.any(String) }]);
    },
  );

  it('need a login, and an ID that can be one', async () => {
    await slotlink.http.get('/v1/me/notifications').expect(401);
    await slotlink.http.get('/v1/me/notifications/stream').expect(401);
    await slotlink.http.post('/v1/me/notifications/read-all').expect(401);
    await rep.post('/v1/me/notifications/7/read').expect(404);
    await rep.post(`/v1/me/notifications/${randomUUID()}/read`).expect(404);
  });
});
