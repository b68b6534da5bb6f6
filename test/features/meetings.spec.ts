import { ZoomSessions } from '../../src/zoom';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, writesOf, type ZoomHost } from '../kit/meetings';
import type { TestCalendar } from '../kit/calendars';
import { startTestApp, type TestApp } from '../kit/test-app';
import { simulator } from '../kit/zoom';

describe('the meeting of a slot', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    host = await aZoomHost(slotlink, owner);
  });
  afterAll(() => slotlink.close());

  const appointmentOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
  const atZoom = () => meetingsAtZoom(slotlink, host.email);

  async function booked(calendar: TestCalendar, start = TUESDAY_10) {
    const { id } = await book(slotlink, calendar, start);
    await slotlink.drainJobs();
    return appointmentOf(id);
  }

  it('is made as soon as whoever asked Zoom something else for the host is done', async () => {
    const calendar = await aZoomCalendar(owner, host);
    const meanwhile = () => booked(calendar);
    const turn = await slotlink.app.get(ZoomSessions).using(host.user.userId, meanwhile);
    expect(turn).toMatchObject({ state: 'done', result: { meetingLocation: { state: 'pending' } } });
    await slotlink.drainJobs();
    const [shown] = (await owner.get('/v1/appointments').query({ calendarId: calendar.id }).expect(200)).body.items;
    expect(shown.meetingLocation.state).toBe('ready');
  });

  it('is made with a passcode of its own, and everything that matters said', async () => {
    const calendar = await aZoomCalendar(owner, host, { zoom: { waitingRoom: false, joinBeforeHost: true } });
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    expect((await appointmentOf(id)).meetingLocation).toMatchObject({ kind: 'zoom', state: 'pending', value: null });

    await slotlink.drainJobs();
    const [meeting, ...others] = await atZoom();
    expect(others).toEqual([]);
    expect(meeting).toMatchObject({
      topic: 'Petra Prospect and Rita Rep',
      startTime: '2026-11-24T15:00:00Z',
      duration: 30,
      timezone: 'America/New_York',
      agenda: expect.stringMatching(/^slotlink:[0-9a-f]{8}:[0-9a-f]{32}:\S+\n/),
      settings: {
        use_pmi: false,
        waiting_room: false,
        join_before_host: true,
        auto_recording: 'none',
        approval_type: 2,
        email_notification: false,
        registrants_email_notification: false,
      },
    });
    const { meetingLocation } = await appointmentOf(id);
    expect(meetingLocation).toMatchObject({
      state: 'ready',
      value: meeting!.joinUrl,
      joinUrl: meeting!.joinUrl,
      unmanaged: false,
      zoom: { meetingId: String(meeting!.id), passcode: expect.stringMatching(/^[A-Z](?:[0-9][a-z])*[0-9]$/) },
    });
    const requests = await simulator<{ method: string; body: { password?: string } }[]>(
      slotlink,
      'GET',
      `requests?email=${host.email}`,
    );
    const { body } = requests.find(({ method, body }) => method === 'POST' && 'topic' in body)!;
    expect(body).toEqual({
      type: 2,
      topic: 'Petra Prospect and Rita Rep',
      agenda: meeting!.agenda,
      start_time: '2026-11-24T15:00:00Z',
      duration: 30,
      timezone: 'America/New_York',
      password: meetingLocation.zoom.passcode,
      settings: {
        use_pmi: false,
        waiting_room: false,
        join_before_host: true,
        auto_recording: 'none',
        meeting_authentication: false,
        approval_type: 2,
        alternative_hosts_email_notification: false,
        email_notification: false,
        registrants_email_notification: false,
        registrants_confirmation_email: false,
      },
    });
  });

  it('is not made for an appointment that waits for confirmation, until it is confirmed', async () => {
    const calendar = await aZoomCalendar(owner, host, { autoConfirm: false });
    const { id, meetingLocation } = await booked(calendar);
    expect(meetingLocation.state).toBe('none');
    expect(await atZoom()).toEqual([]);
    await owner.patch(`/v1/appointments/${id}`, { status: 'confirmed' }).expect(200);
    await slotlink.drainJobs();
    expect((await appointmentOf(id)).meetingLocation.state).toBe('ready');
  });

  it('is shared by all who sit in the slot, named after the calendar, and goes with the last of them', async () => {
    const calendar = await aZoomCalendar(owner, host, { appointmentsPerSlot: 3, name: 'Open class' });
    const first = await booked(calendar);
    const second = await booked(calendar);
    expect(second.meetingLocation.joinUrl).toBe(first.meetingLocation.joinUrl);
    expect(await atZoom()).toMatchObject([{ topic: 'Open class' }]);

    await owner.post(`/v1/appointments/${first.id}/cancel`, {}).expect(200);
    await slotlink.drainJobs();
    expect(await atZoom()).toHaveLength(1);
    await owner.post(`/v1/appointments/${second.id}/cancel`, {}).expect(200);
    await slotlink.drainJobs();
    expect(await atZoom()).toEqual([]);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1, DELETE: 1 });
  });

  it('is not handed out again: after a cancellation the same time has another link', async () => {
    const calendar = await aZoomCalendar(owner, host);
    const first = await booked(calendar);
    await owner.post(`/v1/appointments/${first.id}/cancel`, {}).expect(200);
    const second = await booked(calendar);
    expect(second.meetingLocation).toMatchObject({ state: 'ready' });
    expect(second.meetingLocation.joinUrl).not.toBe(first.meetingLocation.joinUrl);
    expect(await atZoom()).toHaveLength(1);
  });

  it('stays behind when its appointment moves, which finds another one where it arrives', async () => {
    const calendar = await aZoomCalendar(owner, host);
    const before = await booked(calendar);
    await owner.post(`/v1/appointments/${before.id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    await slotlink.drainJobs();
    const after = await appointmentOf(before.id);
    expect(after.meetingLocation).toMatchObject({ state: 'ready' });
    expect(after.meetingLocation.joinUrl).not.toBe(before.meetingLocation.joinUrl);
    expect(await atZoom()).toMatchObject([{ startTime: '2026-11-24T16:00:00Z' }]);
  });

  it('follows five edits with one request', async () => {
    const calendar = await aZoomCalendar(owner, host);
    const { id, meetingLocation } = await booked(calendar);
    for (const title of ['One', 'Two', 'Three', 'Four']) {
      await owner.patch(`/v1/appointments/${id}`, { title }).expect(200);
    }
    await owner.patch(`/v1/appointments/${id}`, { end: '2026-11-24T15:45:00Z' }).expect(200);
    await slotlink.drainJobs();
    expect(await atZoom()).toMatchObject([{ topic: 'Four', duration: 45 }]);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1, PATCH: 1 });
    expect((await appointmentOf(id)).meetingLocation).toEqual(meetingLocation);
  });

  it('is not touched by an edit that is taken back before Zoom hears of it', async () => {
    const calendar = await aZoomCalendar(owner, host);
    const { id, title } = await booked(calendar);
    await owner.patch(`/v1/appointments/${id}`, { title: 'Other' }).expect(200);
    await owner.patch(`/v1/appointments/${id}`, { title }).expect(200);
    await slotlink.drainJobs();
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
  });

  it('comes again with a new link when an edit finds it removed in Zoom', async () => {
    const calendar = await aZoomCalendar(owner, host);
    const before = await booked(calendar);
    await simulator(slotlink, 'DELETE', `meetings/${before.meetingLocation.zoom.meetingId}`);
    await owner.patch(`/v1/appointments/${before.id}`, { title: 'Other' }).expect(200);
    await slotlink.drainJobs();
    const after = await appointmentOf(before.id);
    expect(after.meetingLocation).toMatchObject({ state: 'ready' });
    expect(after.meetingLocation.joinUrl).not.toBe(before.meetingLocation.joinUrl);
    expect(await atZoom()).toMatchObject([{ topic: 'Other' }]);
    const { body: history } = await owner.get(`/v1/appointments/${before.id}/history`).expect(200);
    const states = history.items
      .filter(({ type }: { type: string }) => type === 'appointment.link-settled')
      .map(({ detail }: { detail: { state: string } }) => detail.state);
    expect(states).toEqual(['ready', 'pending', 'ready']);
  });

  it('is done with when a deletion finds it removed in Zoom', async () => {
    const calendar = await aZoomCalendar(owner, host);
    const { id, meetingLocation } = await booked(calendar);
    await simulator(slotlink, 'DELETE', `meetings/${meetingLocation.zoom.meetingId}`);
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    await slotlink.drainJobs();
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1, DELETE: 1 });
    expect(
      await slotlink.query(`SELECT FROM meetings WHERE host_user_id = $1 AND owes IS NOT NULL`, [host.user.userId]),
    ).toEqual([]);
  });

  it.each([
    ['Asia/Kathmandu', '2026-11-24T03:15:00.000Z'],
    ['Australia/Lord_Howe', '2026-11-25T23:30:00.000Z'],
    // Clocks go forward at 07:00Z and back at 06:00Z on these days.
    ['America/New_York', '2027-03-14T13:00:00.000Z'],
    ['America/New_York', '2027-11-07T14:00:00.000Z'],
  ])('is at the very instant of its slot in %s', async (timezone, start) => {
    const calendar = await aZoomCalendar(owner, host, { timezone, bookingWindow: 'P400D' });
    await owner
      .post('/v1/appointments', {
        calendarId: calendar.id,
        start,
        contact: { name: 'Petra', email: 'petra@example.com' },
        overrideAvailability: true,
      })
      .expect(201);
    await slotlink.drainJobs();
    expect(await atZoom()).toMatchObject([{ startTime: start.replace('.000', ''), timezone, duration: 30 }]);
  });

  describe("the host's start link", () => {
    it('is fetched fresh, costs no quota and is kept nowhere', async () => {
      const { id, meetingLocation } = await booked(await aZoomCalendar(owner, host));
      const start = host.user.post(`/v1/appointments/${id}/start-link`).set('idempotency-key', 'means nothing here');
      const { body } = await start.expect(200);
      expect(body.startUrl).toContain(meetingLocation.zoom.meetingId);
      expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
      const [row] = await slotlink.query<object>(`SELECT * FROM meetings WHERE host_user_id = $1`, [host.user.userId]);
      expect(JSON.stringify(row)).not.toContain(new URL(body.startUrl).search);
    });

    it('is for the lead host alone', async () => {
      const { id } = await booked(await aZoomCalendar(owner, host));
      const { body } = await owner.post(`/v1/appointments/${id}/start-link`).expect(403);
      expect(body.type).toMatch(/not-lead-host$/);
      const other = await owner.addUser();
      await other.post(`/v1/appointments/${id}/start-link`).expect(404);
      const stranger = await anAccount(slotlink);
      await stranger.post(`/v1/appointments/${id}/start-link`).expect(404);
    });

    it('says when there is no meeting, and lets one be made when it was removed in Zoom', async () => {
      const calendar = await aZoomCalendar(owner, host);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const early = await host.user.post(`/v1/appointments/${id}/start-link`).expect(409);
      expect(early.body.type).toMatch(/meeting-not-ready$/);
      await slotlink.drainJobs();
      const { meetingLocation } = await appointmentOf(id);
      await simulator(slotlink, 'DELETE', `meetings/${meetingLocation.zoom.meetingId}`);
      await host.user.post(`/v1/appointments/${id}/start-link`).expect(409);
      await slotlink.drainJobs();
      await host.user.post(`/v1/appointments/${id}/start-link`).expect(200);
      expect((await appointmentOf(id)).meetingLocation.joinUrl).not.toBe(meetingLocation.joinUrl);
    });
  });
});
