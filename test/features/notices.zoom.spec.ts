import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, type ZoomHost } from '../kit/meetings';
import { noticesByMail, settle, toldOf } from '../kit/notices';
import { inboxOf } from '../kit/notifications';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { listenToZoom, zoomIsSilent } from '../kit/webhooks';
import { simulator } from '../kit/zoom';

describe('notices', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let colleague: TestUser;
  let host: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    await listenToZoom(slotlink);
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    owner = await anAccount(slotlink, { timezone: 'America/Chicago' });
    colleague = await owner.addUser({ role: 'member' });
    host = await aZoomHost(slotlink, owner);
  });
  afterEach(async () => {
    expect(await inboxOf(colleague)).toEqual([]);
  });

  const mails = () => noticesByMail(owner, host.user);

  describe("of the day's requests", () => {
    it('say once a day that most of them are used', async () => {
      const calendar = await aZoomCalendar(owner, host);
      await book(slotlink, calendar, TUESDAY_10);
      await settle(slotlink);
      await slotlink.query(`UPDATE zoom_quota_days SET used = 79 WHERE user_id = $1`, [host.user.userId]);
      for (const start of [TUESDAY_11, '2026-11-25T15:00:00.000Z']) {
        await book(slotlink, calendar, start);
        await settle(slotlink);
      }
      const KIND = 'zoom.quota-warned';
      const toRep = await toldOf(host.user, KIND);
      expect(toRep).toMatchObject([{ title: '80 of 100 Zoom requests of the day are used' }]);
      expect(toRep[0]?.body).toContain('Monday, November 23, 2026 at 6:00 PM (America/Chicago, UTC-06:00)');
      expect(await toldOf(owner, KIND)).toMatchObject([
        { title: 'Rita Rep: 80 of 100 Zoom requests of the day are used' },
      ]);
      expect(await mails()).toEqual(['80 of 100 Zoom requests of the day are used']);
      expect(await noticesByMail(owner, owner)).toEqual([]);
    });

    it('say once that links wait, until when, and that they are made', async () => {
      const calendar = await aZoomCalendar(owner, host);
      await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
      for (const start of [TUESDAY_10, TUESDAY_11]) {
        await book(slotlink, calendar, start);
        await settle(slotlink);
      }
      const [parked, ...more] = await toldOf(host.user, 'meetings.links-parked');
      expect(more).toEqual([]);
      expect(parked?.title).toBe('Zoom links wait for the next day');
      expect(parked?.body).toContain('Monday, November 23, 2026 at 6:00 PM (America/Chicago, UTC-06:00)');
      expect(await toldOf(owner, 'meetings.links-parked')).toHaveLength(1);
      // Nothing has failed: the links are on their way.
      expect(await toldOf(host.user, 'meetings.links-lost')).toEqual([]);
      await slotlink.clock.set('2026-11-24T01:00:00Z');
      await settle(slotlink);
      expect(await toldOf(host.user, 'meetings.links-resumed')).toMatchObject([
        { title: '2 Zoom links that had waited are made' },
      ]);
      expect(await toldOf(owner, 'meetings.links-resumed')).toMatchObject([
        { title: 'Rita Rep: 2 Zoom links that had waited are made' },
      ]);
      expect(await mails()).toEqual(['2 Zoom links that had waited are made', 'Zoom links wait for the next day']);
    });
  });

  describe('of a meeting that somebody changes in Zoom', () => {
    const KIND = 'meetings.changed-in-zoom';
    async function booked(onChangedInZoom: 'restore' | 'accept') {
      const calendar = await aZoomCalendar(owner, host, { zoom: { onChangedInZoom } });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await zoomIsSilent(slotlink);
      const { body } = await owner.get(`/v1/appointments/${id}`).expect(200);
      return { id: id as string, path: `meetings/${body.meetingLocation.zoom.meetingId}` };
    }

    it('tell the host that it was changed back', async () => {
      const { id, path } = await booked('restore');
      await simulator(slotlink, 'PATCH', path, { topic: 'Mine', startTime: '2026-11-25T09:00:00Z', duration: 60 });
      await zoomIsSilent(slotlink);
      const [notice, ...more] = await inboxOf(host.user);
      expect(more).toEqual([]);
      expect(notice).toMatchObject({ kind: KIND, title: 'A Zoom meeting was changed back', appointmentId: id });
      expect(notice?.body).toMatch(
        /^Somebody changed it in Zoom \(topic, time and duration\)\. .*\n\n- Petra .*\(America\/Chicago, UTC-06:00\)$/,
      );
      expect(await inboxOf(owner)).toEqual([]);
      expect(await mails()).toEqual([]);
    });

    it('tell the host that it was made anew', async () => {
      const { path } = await booked('restore');
      await simulator(slotlink, 'DELETE', path);
      await zoomIsSilent(slotlink);
      expect(await inboxOf(host.user)).toMatchObject([{ title: 'A Zoom meeting was removed, and made anew' }]);
    });

    it('tell host and admins when its removal stands, the host once', async () => {
      const { path } = await booked('accept');
      await simulator(slotlink, 'DELETE', path);
      await zoomIsSilent(slotlink);
      await settle(slotlink);
      expect(await inboxOf(host.user)).toMatchObject([{ kind: KIND, title: 'A Zoom meeting was removed in Zoom' }]);
      expect(await inboxOf(owner)).toMatchObject([
        { kind: 'meetings.links-lost', title: 'Rita Rep: no Zoom link for 1 appointment' },
      ]);
    });

    it('tell the host that what they insist on stands', async () => {
      const { path } = await booked('accept');
      await simulator(slotlink, 'PATCH', path, { topic: 'Mine' });
      await zoomIsSilent(slotlink);
      const [notice] = await inboxOf(host.user);
      expect(notice?.title).toBe('A Zoom meeting was changed in Zoom');
      expect(notice?.body).toContain('Guests were told nothing of it.');
    });
  });

  it('tell rep and admins of an app that was removed in Zoom, by mail too', async () => {
    const calendar = await aZoomCalendar(owner, host);
    await book(slotlink, calendar, TUESDAY_10);
    await zoomIsSilent(slotlink);
    await simulator(slotlink, 'POST', 'uninstall', { email: host.email });
    await zoomIsSilent(slotlink);
    await settle(slotlink);
    const [notice, ...more] = await inboxOf(host.user);
    expect(more).toEqual([]);
    expect(notice?.title).toBe('Zoom is disconnected: the app was removed');
    expect(notice?.body).toContain('Links made so far go on working');
    expect(await inboxOf(owner)).toMatchObject([
      { title: 'Zoom is disconnected for Rita Rep: the app was removed', kind: 'zoom.disconnected' },
    ]);
    expect(await mails()).toEqual(['Zoom is disconnected: the app was removed']);
  });
});
