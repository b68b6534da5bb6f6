import { ALLOW_CALENDAR_SERVER, type CalendarServer, startCalendarServer } from '../kit/calendar-server';
import { anAccount, type TestUser } from '../kit/identity';
import { inboxOf } from '../kit/notifications';
import { startTestApp, type TestApp } from '../kit/test-app';

const HOUR = 3_600_000;

describe('notices of busy feeds', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let rep: TestUser;
  let elsewhere: CalendarServer;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: ALLOW_CALENDAR_SERVER });
    owner = await anAccount(slotlink);
    rep = await owner.addUser({ timezone: 'America/New_York' });
    elsewhere = await startCalendarServer();
  });
  afterAll(async () => {
    await elsewhere.close();
    await slotlink.close();
  });

  const hours = async (count: number) => {
    for (let hour = 0; hour < count; hour += 1) {
      await slotlink.clock.advance(HOUR);
      await slotlink.drainJobs();
    }
  };
  const fail = () => {
    elsewhere.serve((_, response) => response.writeHead(503).end());
  };

  it('come once an outage, to whose time it is, and say since when', async () => {
    elsewhere.say();
    await rep.post('/v1/busy-feeds', { url: elsewhere.url, name: 'Family' }).expect(201);
    await slotlink.drainJobs();
    fail();
    await slotlink.clock.advance(HOUR);
    await slotlink.drainJobs();
    expect(await inboxOf(rep)).toEqual([]);
    await hours(12);
    const [notice, ...more] = await inboxOf(rep);
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      kind: 'busy-times.feed-unreadable',
      title: 'A calendar of yours cannot be read: Family',
    });
    expect(notice?.body).toContain('Monday, November 23, 2026 at 3:00 AM (America/New_York, UTC-05:00)');
    expect(notice?.body).not.toContain('secret.ics');
    elsewhere.say();
    await hours(3);
    fail();
    await hours(12);
    expect(await inboxOf(rep)).toHaveLength(2);
    expect(await inboxOf(owner)).toEqual([]);
  });

  it('say that one that never could be read keeps no time free', async () => {
    const other = await owner.addUser();
    fail();
    await other.post('/v1/busy-feeds', { url: elsewhere.url }).expect(201);
    await hours(12);
    const [notice] = await inboxOf(other);
    expect(notice?.title).toMatch(/^A calendar of yours cannot be read: http:\/\/127\.0\.0\.1:\d+\/…$/);
    expect(notice?.body).toContain('It never could be read');
  });
});
