import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import type { TestCalendar } from '../kit/calendars';
import { anAccount, logIn, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, type ZoomHost } from '../kit/meetings';
import { noticesByMail, settle, toldOf } from '../kit/notices';
import { inboxOf } from '../kit/notifications';
import { bookSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';
import { simulator, tryToConnect } from '../kit/zoom';

const LOST = 'meetings.links-lost';

describe('notices', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let admin: TestUser;
  let colleague: TestUser;
  let host: ZoomHost;
  let calendar: TestCalendar;
  beforeAll(async () => {
    slotlink = await startTestApp();
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    owner = await anAccount(slotlink);
    admin = await owner.addUser({ role: 'admin', name: 'Ada Admin', timezone: 'Europe/Berlin' });
    colleague = await owner.addUser({ name: 'Carl Colleague' });
    host = await aZoomHost(slotlink, owner);
    calendar = await aZoomCalendar(owner, host);
  });
  afterEach(async () => {
    expect(await inboxOf(colleague)).toEqual([]);
    expect(await noticesByMail(owner, colleague)).toEqual([]);
  });

  const disconnect = () => host.user.delete('/v1/me/integrations/zoom').expect(204);
  const join = ({ accountId }: TestUser, { userId }: TestUser) =>
    slotlink.query(`INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`, [
      accountId,
      userId,
    ]);
  const theirMails = () => noticesByMail(owner, host.user);

  describe('of links that failed', () => {
    it('name the appointment to host and admins, each in their own zone, and say what helps', async () => {
      await disconnect();
      await book(slotlink, calendar, TUESDAY_10);
      await settle(slotlink);
      const [toHost, ...more] = await toldOf(host.user, LOST);
      expect(more).toEqual([]);
      expect(toHost).toMatchObject({ title: 'No Zoom link for 1 appointment', readAt: null });
      expect(toHost?.body).toContain('You have connected no Zoom account.');
      expect(toHost?.body).toMatch(
        /- .*, Tuesday, November 24, 2026, 10:00 – 10:30 AM \(America\/New_York, UTC-05:00\)/,
      );
      expect(toHost?.body).toContain(`Connect Zoom: ${slotlink.url}/app/profile/integrations`);
      expect(await theirMails()).toEqual(['No Zoom link for 1 appointment']);
      for (const reader of [owner, admin]) {
        expect(await toldOf(reader, LOST)).toMatchObject([{ title: 'Rita Rep: no Zoom link for 1 appointment' }]);
        expect(await noticesByMail(owner, reader)).toEqual([]);
      }
      const [toAdmin] = await toldOf(admin, LOST);
      expect(toAdmin?.body).toContain('4:00 – 4:30 PM (Europe/Berlin, UTC+01:00)');
      expect(toAdmin?.body).not.toContain('/app/profile/integrations');
    });

    it('are one for many, and one for each host, however many work on them at the same time', async () => {
      const others = [await aZoomHost(slotlink, owner), await aZoomHost(slotlink, owner)];
      const hosts = [host, ...others];
      for (const each of hosts) {
        const theirs = await aZoomCalendar(owner, each);
        await each.user.delete('/v1/me/integrations/zoom').expect(204);
        for (const start of [TUESDAY_10, TUESDAY_11]) await book(slotlink, theirs, start);
      }
      const all = () => Promise.all(Array.from({ length: 4 }, () => slotlink.drainJobs()));
      await all();
      await slotlink.clock.advance(10_000);
      await all();
      await settle(slotlink);
      for (const { user } of hosts) {
        expect(await toldOf(user, LOST)).toMatchObject([{ title: 'No Zoom link for 2 appointments' }]);
      }
      for (const reader of [owner, admin]) expect(await toldOf(reader, LOST)).toHaveLength(3);
    });

    it('name the soonest of many', async () => {
      await disconnect();
      const recurrence = { rrule: 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=20', onConflict: 'skip' };
      await bookSeries(owner, calendar, TUESDAY_10, recurrence);
      await settle(slotlink);
      const [notice, ...more] = await toldOf(host.user, LOST);
      expect(more).toEqual([]);
      expect(notice?.title).toBe('No Zoom link for 20 appointments');
      expect(notice?.body.match(/^- .*UTC/gm)).toHaveLength(5);
      expect(notice?.body).toContain('- and 15 more');
      expect(await theirMails()).toHaveLength(1);
    });

    it('come once a day', async () => {
      await disconnect();
      await book(slotlink, calendar, TUESDAY_10);
      await settle(slotlink);
      await book(slotlink, calendar, TUESDAY_11);
      await settle(slotlink);
      expect(await toldOf(host.user, LOST)).toHaveLength(1);
      const today = slotlink.clock.now();
      await slotlink.clock.set('2026-11-24T08:00:00Z');
      await book(slotlink, calendar, '2026-11-25T15:00:00.000Z');
      await settle(slotlink);
      expect((await toldOf(host.user, LOST)).map(({ title }) => title)).toEqual([
        'No Zoom link for 3 appointments',
        'No Zoom link for 1 appointment',
      ]);
      expect(await theirMails()).toHaveLength(2);
      await slotlink.clock.set(today.toISOString());
    });

    it('say nothing of what was mended or cancelled before anybody heard of it', async () => {
      await disconnect();
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await book(slotlink, calendar, TUESDAY_11);
      await slotlink.drainJobs();
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      expect((await tryToConnect(slotlink, host.user, host.email)).status).toBe(200);
      await settle(slotlink);
      expect(await toldOf(host.user, LOST)).toEqual([]);
    });

    it('tell the host when the day is spent and a slot cannot wait', async () => {
      await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
      await book(slotlink, calendar, '2026-11-23T15:00:00.000Z');
      await settle(slotlink);
      const [notice] = await toldOf(host.user, LOST);
      expect(notice?.body).toMatch(/^Today's requests to Zoom are used up/);
      expect(notice?.body).toContain('Agree with your guests on where to meet.');
      expect(notice?.body).not.toContain('Connect');
      expect((await toldOf(admin, LOST))[0]?.body).toMatch(/^Rita Rep has used up today's requests to Zoom/);
    });

    it("reach nobody of the host's other accounts", async () => {
      const elsewhere = await anAccount(slotlink);
      await join(elsewhere, host.user);
      await disconnect();
      await book(slotlink, calendar, TUESDAY_10);
      await settle(slotlink);
      expect(await inboxOf(elsewhere)).toEqual([]);
    });

    it('tell a host who is an admin once', async () => {
      const both = await aZoomCalendar(owner, { user: host.user });
      await owner.patch(`/v1/users/${host.user.userId}`, { role: 'admin' }).expect(200);
      await disconnect();
      await book(slotlink, both, TUESDAY_10);
      await settle(slotlink);
      expect(await toldOf(host.user, LOST)).toMatchObject([{ title: 'No Zoom link for 1 appointment' }]);
    });
  });

  it('tell a rep once to connect Zoom again, by mail too, and the admins that they must', async () => {
    await simulator(slotlink, 'POST', 'revoke', { email: host.email });
    await book(slotlink, calendar, TUESDAY_10);
    await book(slotlink, calendar, TUESDAY_11);
    await settle(slotlink);
    const told = await toldOf(host.user, 'zoom.reconnect-required');
    expect(told).toMatchObject([{ title: 'Connect Zoom again' }]);
    expect(told[0]?.body).toContain(`Connect Zoom again: ${slotlink.url}/app/profile/integrations`);
    for (const reader of [owner, admin]) {
      expect(await toldOf(reader, 'zoom.reconnect-required')).toMatchObject([
        { title: 'Rita Rep must connect Zoom again' },
      ]);
    }
    // Which appointments it cost a link is said beside it, and not mailed again.
    expect(await toldOf(host.user, LOST)).toMatchObject([{ title: 'No Zoom link for 2 appointments' }]);
    expect(await theirMails()).toEqual(['Connect Zoom again']);
  });

  it("tell a rep and the admins in every account of theirs what is the matter with the rep's Zoom", async () => {
    const elsewhere = await anAccount(slotlink);
    await join(elsewhere, host.user);
    const there = await logIn(slotlink, host.user.email, elsewhere.accountId);
    await book(slotlink, calendar, TUESDAY_10);
    await settle(slotlink);
    // They leave the account in which they had connected.
    await owner.delete(`/v1/users/${host.user.userId}?future=cancel`).expect(204);
    await settle(slotlink);
    const left = await inboxOf(owner);
    const fresh = await aZoomCalendar(elsewhere, { user: there });
    await simulator(slotlink, 'POST', 'revoke', { email: host.email });
    await book(slotlink, fresh, TUESDAY_11);
    await settle(slotlink);
    expect(await toldOf(there, 'zoom.reconnect-required')).toHaveLength(1);
    expect(await toldOf(elsewhere, 'zoom.reconnect-required')).toHaveLength(1);
    expect(await noticesByMail(elsewhere, host.user)).toEqual(['Connect Zoom again']);
    expect(await inboxOf(owner)).toEqual(left);
  });

  it('go by mail once to a rep of several accounts', async () => {
    const elsewhere = await anAccount(slotlink);
    await join(elsewhere, host.user);
    await simulator(slotlink, 'POST', 'revoke', { email: host.email });
    await book(slotlink, calendar, TUESDAY_10);
    await settle(slotlink);
    for (const reader of [owner, elsewhere]) expect(await toldOf(reader, 'zoom.reconnect-required')).toHaveLength(1);
    expect(await theirMails()).toEqual(['Connect Zoom again']);
    expect(await noticesByMail(elsewhere, host.user)).toEqual([]);
  });

  describe('of a connection that ended', () => {
    const KIND = 'zoom.disconnected';

    it('tell who ended it what goes on unmanaged, in the application only', async () => {
      await book(slotlink, calendar, TUESDAY_10);
      await settle(slotlink);
      await disconnect();
      await settle(slotlink);
      const [notice] = await toldOf(host.user, KIND);
      expect(notice?.title).toBe('Zoom is disconnected, with links of 1 appointment left');
      expect(notice?.body).toContain('November 24, 2026');
      expect(await theirMails()).toEqual([]);
      expect(await inboxOf(admin)).toEqual([]);
    });

    it('say nothing when nothing is left behind', async () => {
      await disconnect();
      await settle(slotlink);
      expect(await inboxOf(host.user)).toEqual([]);
    });

    it('tell a rep who released their Zoom account, and why', async () => {
      await book(slotlink, calendar, TUESDAY_10);
      await settle(slotlink);
      await admin
        .post(`/v1/users/${host.user.userId}/integrations/zoom/release`, { reason: 'It belongs to a colleague.' })
        .expect(204);
      await settle(slotlink);
      const told = await inboxOf(host.user);
      expect(told.map(({ kind }) => kind)).toEqual(['zoom.released']);
      expect(told[0]?.body).toMatch(
        /^Ada Admin released the Zoom account .* The reason given: It belongs to a colleague\./,
      );
      expect(told[0]?.body).toContain('Links made so far go on working');
      expect(await theirMails()).toEqual(['Your Zoom account was released']);
      expect(await inboxOf(admin)).toEqual([]);
    });

    it('tell nobody of one who is gone and holds nothing any more', async () => {
      await owner.delete(`/v1/users/${host.user.userId}`).expect(204);
      await owner.post(`/v1/users/${host.user.userId}/integrations/zoom/release`, { reason: 'Gone.' }).expect(204);
      await settle(slotlink);
      expect(await inboxOf(owner)).toEqual([]);
      expect(await theirMails()).toEqual([]);
    });
  });
});
