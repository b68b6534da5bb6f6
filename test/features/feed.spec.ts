import ICAL from 'ical.js';
import { TUESDAY_10, TUESDAY_11, book, offered } from '../kit/booking';
import { ALLOW_CALENDAR_SERVER } from '../kit/calendar-server';
import { type TestCalendar, aCollective, aRoundRobin } from '../kit/calendars';
import { type TestUser, anAccount } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';

describe('the private feed', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: TestUser;
  let calendar: TestCalendar;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: ALLOW_CALENDAR_SERVER });
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    owner = await anAccount(slotlink);
    host = await owner.addUser();
    calendar = await aRoundRobin(owner, { members: [{ userId: host.userId }] });
  });

  const pathOf = async (user: TestUser) => {
    const { body } = await user.get('/v1/me/feed').expect(200);
    return (body.url as string).replace(slotlink.url, '');
  };
  const textOf = async (path: string) => (await slotlink.http.get(path).expect(200)).text;
  const eventsIn = (text: string) =>
    new ICAL.Component(ICAL.parse(text) as string[]).getAllSubcomponents('vevent').map((vevent) => {
      const value = (name: string) => vevent.getFirstPropertyValue(name)?.toString();
      return { uid: value('uid'), start: value('dtstart'), status: value('status'), sequence: value('sequence') };
    });

  it('shows one’s appointments as the invitations call them, without what is internal', async () => {
    const { id, links } = await book(slotlink, calendar, TUESDAY_10);
    await owner.patch(`/v1/appointments/${id}`, { internalNotes: 'Difficult' }).expect(200);
    const path = await pathOf(host);
    expect(path).toMatch(/^\/feeds\/.+\.ics$/);
    const { text, headers } = await slotlink.http.get(path).expect(200);
    expect(headers['content-type']).toMatch(/^text\/calendar/);
    expect(eventsIn(text)).toEqual([
      { uid: `${id}@slotlink`, start: '2026-11-24T15:00:00Z', status: 'CONFIRMED', sequence: '1' },
    ]);
    const unfolded = text.replaceAll(/\r\n[ \t]/g, '');
    expect(unfolded).toContain(links.join);
    expect(unfolded).not.toContain('Difficult');
    expect(unfolded).not.toContain(links.manage);
    await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    const [moved] = eventsIn(await textOf(path));
    expect(moved).toMatchObject({ uid: `${id}@slotlink`, start: '2026-11-24T16:00:00Z' });
    expect(Number(moved?.sequence)).toBeGreaterThan(1);
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    expect(eventsIn(await textOf(path))).toEqual([]);
  });

  it('has what one hosts, with others too, and nobody else’s, from 30 days ago to a year ahead', async () => {
    const panel = await aCollective(owner, {
      members: [{ userId: owner.userId, isOwner: true }, { userId: host.userId }],
    });
    const together = await book(slotlink, panel, TUESDAY_10);
    await book(slotlink, await aRoundRobin(owner), TUESDAY_11);
    const booking = {
      calendarId: calendar.id,
      contact: { name: 'Paul', email: 'paul@example.com' },
      overrideAvailability: true,
    };
    const at = async (start: string) =>
      (await owner.post('/v1/appointments', { ...booking, start }).expect(201)).body.id as string;
    await at('2026-10-20T15:00:00.000Z');
    const recent = await at('2026-11-01T15:00:00.000Z');
    const far = await at('2027-11-20T15:00:00.000Z');
    await at('2027-12-20T15:00:00.000Z');
    const uids = async (user: TestUser) => eventsIn(await textOf(await pathOf(user))).map(({ uid }) => uid);
    expect(await uids(host)).toEqual([recent, together.id, far].map((id: string) => `${id}@slotlink`));
    expect(await uids(owner)).toEqual([`${together.id}@slotlink`]);
  });

  it('is asked for news', async () => {
    const path = await pathOf(host);
    const { headers } = await slotlink.http.get(path).expect(200);
    const again = await slotlink.http.get(path).set('if-none-match', `"x", W/${headers.etag}`).expect(304);
    expect(again.text).toBe('');
    await slotlink.clock.advance(60_000);
    await slotlink.http.get(path).set('if-none-match', headers.etag!).expect(304);
    await book(slotlink, calendar, TUESDAY_10);
    await slotlink.http.get(path).set('if-none-match', headers.etag!).expect(200);
  });

  it('gets a new address when asked, and the old one leads nowhere', async () => {
    const path = await pathOf(host);
    expect(await pathOf(host)).toBe(path);
    const { body } = await host.post('/v1/me/feed/rotate').expect(200);
    expect(await pathOf(host)).toBe(body.url.replace(slotlink.url, ''));
    await slotlink.http.get(path).expect(404);
    await textOf(await pathOf(host));
  });

  it('ends with the membership', async () => {
    const path = await pathOf(host);
    await owner.delete(`/v1/calendars/${calendar.id}`).expect(204);
    await owner.delete(`/v1/users/${host.userId}`).expect(204);
    await slotlink.http.get(path).expect(404);
  });

  it('opens to nobody without its token', async () => {
    const path = await pathOf(host);
    const other = await pathOf(owner);
    const [id] = path.slice('/feeds/'.length).split('.');
    const [, ...mac] = other.slice('/feeds/'.length).split('.');
    const wrong = [`/feeds/${id}.ics`, `/feeds/${id}.${mac.join('.')}`, '/feeds/x.ics', path.slice(0, -4), `${path}x`];
    for (const address of wrong) await slotlink.http.get(address).expect(404);
    await slotlink.http.get('/v1/me/feed').expect(401);
  });

  it('read back as a busy feed takes nobody’s time', async () => {
    await book(slotlink, calendar, TUESDAY_10);
    const { body } = await host.get('/v1/me/feed').expect(200);
    const { body: feed } = await host.post('/v1/busy-feeds', { url: body.url }).expect(201);
    await slotlink.drainJobs();
    const { body: read } = await host.get(`/v1/busy-feeds/${feed.id}`).expect(200);
    expect(read).toMatchObject({ state: 'fresh', events: 0, busyTimes: 0 });
    expect(await offered(slotlink, calendar, TUESDAY_10, TUESDAY_11)).toEqual(['2026-11-24T15:30:00.000Z']);
  });
});
