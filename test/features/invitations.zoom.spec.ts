import { TUESDAY_11 } from '../kit/booking';
import type { TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { bookAndTell, ics, mailsAbout, mailsTo, only, steps } from '../kit/invitations';
import { aZoomCalendar, aZoomHost, type ZoomHost, zoomFails, zoomRecovers } from '../kit/meetings';
import { startTestApp, type TestApp } from '../kit/test-app';

const TWO_MINUTES = 120_000;

describe('invitations to a Zoom meeting', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const patch = async (id: string, change: object) => {
    await owner.patch(`/v1/appointments/${id}`, change).expect(200);
  };
  const cancel = async (id: string, reason?: string) => {
    await owner.post(`/v1/appointments/${id}/cancel`, { reason });
    await slotlink.drainJobs();
  };
  const appointmentOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body;
  const booked = (calendar: TestCalendar, overrides?: object) => bookAndTell(slotlink, calendar, overrides);

  let host: ZoomHost;
  let calendar: TestCalendar;
  beforeEach(async () => {
    host = await aZoomHost(slotlink, owner);
    calendar = await aZoomCalendar(owner, host);
  });
  afterEach(() => zoomRecovers(slotlink));

  /** For half an hour; until then the link is pending. */
  const zoomPutsOff = () =>
    zoomFails(slotlink, {
      kind: 'status',
      status: 429,
      headers: { 'Retry-After': '1800' },
      body: {
        code: 429,
        message: 'You have reached the maximum per-second rate limit for this API. Try again later.',
      },
      times: 1_000,
    });

  it('wait for the link', async () => {
    const { id, email, links } = await booked(calendar);
    const { meetingLocation } = await appointmentOf(id);
    expect(meetingLocation.state).toBe('ready');
    const mails = await mailsAbout(owner, id);
    expect(steps(mails)).toEqual(['REQUEST 0', 'REQUEST 0']);
    for (const mail of mails) {
      expect(mail.body).toContain(`Join: ${meetingLocation.joinUrl}`);
      expect(mail.body).toContain(`Meeting ID: ${meetingLocation.zoom.meetingId}`);
      expect(mail.body).toContain(`Passcode: ${meetingLocation.zoom.passcode}`);
      expect(mail.body).toContain(links.join);
      expect(mail.body).not.toMatch(/\/s\/\d+|zak=/);
      expect(ics(mail, 'LOCATION')).toBe(meetingLocation.joinUrl);
    }
    await slotlink.clock.advance(TWO_MINUTES);
    await slotlink.drainJobs();
    expect(await mailsTo(owner, id, email)).toHaveLength(1);
  });

  it('go without it after two minutes, and again with it', async () => {
    await zoomPutsOff();
    const { id, email, links } = await booked(calendar);
    await slotlink.clock.advance(TWO_MINUTES - 1_000);
    await patch(id, { title: 'A better title' });
    await slotlink.drainJobs();
    expect(await mailsAbout(owner, id)).toEqual([]);
    await slotlink.clock.advance(1_000);
    await slotlink.drainJobs();
    const [first, ...others] = await mailsTo(owner, id, email);
    expect(others).toEqual([]);
    expect(first!.subject).toContain('A better title');
    expect(first!.body).toContain('The link follows in a moment, and this address always leads to the meeting');
    expect(first!.body).toContain(`Join: ${links.join}`);
    expect(ics(first!, 'LOCATION')).toBe(links.join);

    await zoomRecovers(slotlink);
    await slotlink.clock.advance(60 * 60_000);
    await slotlink.drainJobs();
    const { meetingLocation } = await appointmentOf(id);
    expect(meetingLocation.state).toBe('ready');
    const mails = await mailsTo(owner, id, email);
    expect(steps(mails)).toEqual(['REQUEST 0', 'REQUEST 1']);
    expect(mails[1]!.body).toContain(meetingLocation.joinUrl);
  });

  it('name what holds without one, and tell the host why', async () => {
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await slotlink.drainJobs();
    const { id, email } = await booked(calendar);
    expect((await appointmentOf(id)).meetingLocation.state).toBe('failed');
    const mails = await mailsAbout(owner, id);
    for (const mail of mails) expect(mail.body).toContain('The host will send you the details');
    expect(only(mails, host.user.email).body).toMatch(/No Zoom link: connect Zoom/);
    expect(only(mails, email).body).not.toContain('No Zoom link');
  });

  it('tell nobody of a booking that was cancelled before they left', async () => {
    await zoomPutsOff();
    const { id } = await booked(calendar);
    await cancel(id);
    await slotlink.clock.advance(TWO_MINUTES);
    await slotlink.drainJobs();
    expect(await mailsAbout(owner, id)).toEqual([]);
  });

  it('tell all who share a slot, and none of the others', async () => {
    await zoomPutsOff();
    const shared = await aZoomCalendar(owner, host, { appointmentsPerSlot: 2 });
    const [anna, bert] = [anEmail('anna'), anEmail('bert')];
    const first = await booked(shared, { contact: { name: 'Anna Alder', email: anna } });
    const second = await booked(shared, { contact: { name: 'Bert Baker', email: bert } });
    await slotlink.clock.advance(TWO_MINUTES);
    await slotlink.drainJobs();
    await zoomRecovers(slotlink);
    await slotlink.clock.advance(60 * 60_000);
    await slotlink.drainJobs();
    const { meetingLocation } = await appointmentOf(first.id);
    const [toAnna, toBert] = [await mailsTo(owner, first.id, anna), await mailsTo(owner, second.id, bert)];
    for (const mails of [toAnna, toBert]) {
      expect(steps(mails)).toEqual(['REQUEST 0', 'REQUEST 1']);
      expect(mails[1]!.body).toContain(meetingLocation.joinUrl);
    }
    expect(JSON.stringify(toAnna)).not.toMatch(/bert|baker/i);
    expect(JSON.stringify(toBert)).not.toMatch(/anna|alder/i);
  });

  it('follow it to another time', async () => {
    const { id, email } = await booked(calendar);
    await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    await slotlink.drainJobs();
    const { meetingLocation } = await appointmentOf(id);
    const mails = await mailsTo(owner, id, email);
    expect(steps(mails)).toEqual(['REQUEST 0', 'REQUEST 1']);
    expect(mails[1]!.body).toContain(meetingLocation.joinUrl);
    expect(mails[0]!.body).not.toContain(meetingLocation.joinUrl);
    expect(mails[1]!.body).toMatch(/When: .*5:00 – 5:30 PM[\s\S]*Before: .*4:00 – 4:30 PM/);
  });

  it('give no link to what is cancelled', async () => {
    const { id, email } = await booked(calendar);
    const { meetingLocation } = await appointmentOf(id);
    await cancel(id);
    const mails = await mailsAbout(owner, id);
    expect(steps(mails)).toEqual(['REQUEST 0', 'REQUEST 0', 'CANCEL 1', 'CANCEL 1']);
    for (const mail of mails.slice(2)) {
      const said = [mail.body, mail.html, mail.calendar!.content.replace(/\r\n[ \t]/g, '')].join();
      expect(said).not.toContain(meetingLocation.joinUrl);
      expect(said).not.toContain(meetingLocation.zoom.passcode);
    }
    expect(only(mails.slice(2), email).subject).toMatch(/^Cancelled: /);
  });
});
