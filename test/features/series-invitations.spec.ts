import { TUESDAY_10 } from '../kit/booking';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { mailsAbout, mailsTo, only, steps, type TestMail } from '../kit/invitations';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, zoomFails, zoomRecovers } from '../kit/meetings';
import { bookSeries, startsOf, type TestSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';

const WEEKLY_4 = { rrule: 'FREQ=WEEKLY;COUNT=4' };

describe('invitations to a series', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const booked = async (calendar: TestCalendar, overrides: object = {}) => {
    const email = anEmail('petra');
    const contact = { name: 'Petra Prospect', email };
    const series = await bookSeries(owner, calendar, TUESDAY_10, WEEKLY_4, {
      contact,
      timezone: 'Europe/Berlin',
      ...overrides,
    });
    await slotlink.drainJobs();
    return { ...series, email };
  };
  const mailsOf = async ({ appointments }: Pick<TestSeries, 'appointments'>) => {
    const mails: TestMail[] = [];
    for (const { id } of appointments) mails.push(...(await mailsAbout(owner, id)));
    return mails;
  };
  const valuesOf = ({ calendar }: TestMail, property: string) =>
    [...calendar!.content.replace(/\r\n[ \t]/g, '').matchAll(new RegExp(`^${property}[:;](.*)$`, 'gm'))].map(
      ([, value]) => value!.trim(),
    );

  it('are one letter for each, with all times, lasting links and events', async () => {
    const host = await aZoomHost(slotlink, owner);
    const guest = { name: 'Greta Guest', email: anEmail('greta') };
    const series = await booked(await aZoomCalendar(owner, host), { guests: [guest] });
    expect(await meetingsAtZoom(slotlink, host.email)).toHaveLength(4);
    const mails = await mailsOf(series);
    expect(mails.map(({ to }) => to).sort()).toEqual([series.email, guest.email, host.user.email].sort());
    const toContact = only(mails, series.email);
    expect(toContact.subject).toMatch(/^Booked: .*, 4 appointments, from Tuesday, November 24, 2026.*Europe\/Berlin/);
    for (const { links } of series.appointments) {
      for (const { body } of mails) expect(body).toContain(links.join);
      expect(toContact.body).toContain(links.manage);
      for (const other of mails) if (other !== toContact) expect(JSON.stringify(other)).not.toContain(links.manage);
    }
    for (const mail of mails) {
      expect(mail.calendar!.method).toBe('PUBLISH');
      expect(valuesOf(mail, 'UID')).toEqual(series.appointments.map(({ id }) => `${id}@slotlink`));
      expect(valuesOf(mail, 'DTSTART')).toEqual(startsOf(series).map((start) => start.replace(/[-:]|\.000/g, '')));
    }
    expect(only(mails, guest.email).subject).toMatch(/^Invitation: /);
    expect(only(mails, host.user.email).body).toContain('Petra Prospect has booked');
  });

  it('leave later changes to mails of their own', async () => {
    const series = await booked(await aRoundRobin(owner));
    const second = series.appointments[1]!;
    await owner.post(`/v1/appointments/${second.id}/reschedule`, { start: '2026-12-02T15:00:00Z' }).expect(200);
    await slotlink.drainJobs();
    await owner.post(`/v1/appointments/${second.id}/cancel`).expect(200);
    await slotlink.drainJobs();
    expect(steps(await mailsTo(owner, second.id, series.email))).toEqual(['REQUEST 1', 'CANCEL 2']);
    expect(await mailsTo(owner, series.appointments[2]!.id, series.email)).toEqual([]);
  });

  it('wait for links no longer than two minutes, and bring later ones by themselves', async () => {
    const host = await aZoomHost(slotlink, owner);
    await zoomFails(slotlink, { kind: 'status', status: 500, method: 'POST', email: host.email, times: 1000 });
    const series = await booked(await aZoomCalendar(owner, host));
    expect(await mailsOf(series)).toEqual([]);
    await slotlink.clock.advance(121_000);
    await slotlink.drainJobs();
    expect(await mailsOf(series)).toHaveLength(2);
    await zoomRecovers(slotlink);
  });

  it('say what awaits confirmation, without events', async () => {
    const series = await booked(await aRoundRobin(owner, { autoConfirm: false }));
    const mail = only(await mailsOf(series), series.email);
    expect(mail.subject).toMatch(/^Requested: /);
    expect(mail.calendar).toBeNull();
  });

  it('are not sent where nobody wants them', async () => {
    const quiet = await booked(await aRoundRobin(owner), { notify: false });
    expect(await mailsOf(quiet)).toEqual([]);
    const notifications = { booked: false, rescheduled: true, cancelled: true };
    const series = await booked(await aRoundRobin(owner, { notifications }));
    expect(await mailsOf(series)).toEqual([]);
  });
});
