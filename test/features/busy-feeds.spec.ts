import { TUESDAY_10, book, offered } from '../kit/booking';
import {
  ALLOW_CALENDAR_SERVER,
  type CalendarServer,
  icsEvent,
  icsOf,
  startCalendarServer,
} from '../kit/calendar-server';
import { type TestCalendar, aRoundRobin } from '../kit/calendars';
import { type TestUser, anAccount } from '../kit/identity';
import { MONDAY, type TestApp, startTestApp } from '../kit/test-app';

const TUESDAY_1030 = '2026-11-24T15:30:00.000Z';
const TUESDAY_11 = '2026-11-24T16:00:00.000Z';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The next fetch is due by then, its jitter included. */
const NEXT = 18 * MINUTE;

/** The server's next answer is this text, once it is let go. `arrived` resolves when it was asked. */
function heldBack(server: CalendarServer, text: string) {
  let answer: () => void = () => undefined;
  const arrived = new Promise<void>((resolve) => {
    server.serve((_, response) => {
      answer = () => response.end(text);
      resolve();
    });
  });
  return {
    arrived,
    answer: () => {
      answer();
    },
  };
}

describe('a busy feed', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: TestUser;
  let calendar: TestCalendar;
  let elsewhere: CalendarServer;
  beforeAll(async () => {
    slotlink = await startTestApp({ env: ALLOW_CALENDAR_SERVER });
  });
  afterAll(() => slotlink.close());
  beforeEach(async () => {
    // What earlier tests left is not to be asked for again.
    await slotlink.query('DELETE FROM busy_feeds');
    await slotlink.clock.set(MONDAY);
    elsewhere = await startCalendarServer();
    owner = await anAccount(slotlink);
    host = await owner.addUser({ timezone: 'America/New_York' });
    calendar = await aRoundRobin(owner, { members: [{ userId: host.userId }] });
  });
  afterEach(() => elsewhere.close());

  const subscribe = async (overrides: object = {}): Promise<string> => {
    const { body } = await host.post('/v1/busy-feeds', { url: elsewhere.url, ...overrides }).expect(201);
    return `/v1/busy-feeds/${body.id}`;
  };
  const shown = async (path: string) => (await host.get(path).expect(200)).body;
  const tuesday = () => offered(slotlink, calendar, TUESDAY_10, '2026-11-24T17:00:00Z');
  const after = async (ms: number) => {
    await slotlink.clock.advance(ms);
    await slotlink.drainJobs();
  };

  it('is read at once, and keeps its times from being booked', async () => {
    elsewhere.say(...icsEvent(TUESDAY_10, TUESDAY_1030, 'SUMMARY:Secret'), ...icsEvent(TUESDAY_10, TUESDAY_11));
    const { body } = await host.post('/v1/busy-feeds', { url: elsewhere.url, name: 'Private' }).expect(201);
    expect(body).toMatchObject({
      userId: host.userId,
      name: 'Private',
      state: 'pending',
      lastFetchedAt: null,
      events: 0,
      policy: { refreshEvery: 'PT15M', whenUnreachable: expect.stringContaining('kept') },
    });
    expect(JSON.stringify(body)).not.toContain('secret.ics');
    expect(await tuesday()).toHaveLength(4);
    await slotlink.drainJobs();
    expect(await tuesday()).toEqual([TUESDAY_11, '2026-11-24T16:30:00.000Z']);
    const path = `/v1/busy-feeds/${body.id}`;
    expect(await shown(path)).toMatchObject({
      state: 'fresh',
      lastFetchedAt: '2026-11-23T08:00:00.000Z',
      lastChangedAt: '2026-11-23T08:00:00.000Z',
      lastError: null,
      events: 2,
      busyTimes: 1,
      warnings: [],
    });
    expect(await slotlink.query(`SELECT FROM busy_feeds WHERE url LIKE '%secret.ics%'`)).toEqual([]);
    await host.delete(path).expect(204);
    expect(await tuesday()).toHaveLength(4);
    const { length } = elsewhere.requests;
    await after(NEXT);
    expect(elsewhere.requests).toHaveLength(length);
  });

  it('is read again every quarter of an hour, and whole only when it changed', async () => {
    elsewhere.serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"' }).end(icsOf(...icsEvent(TUESDAY_10, TUESDAY_11)));
    });
    const path = await subscribe();
    await slotlink.drainJobs();
    const first = await shown(path);
    const wait = Date.parse(first.nextFetchAt) - Date.parse(first.lastFetchedAt);
    expect(wait).toBeGreaterThanOrEqual(15 * MINUTE);
    expect(wait).toBeLessThan(NEXT);
    await after(NEXT);
    expect(elsewhere.requests.map((headers) => headers['if-none-match'])).toEqual([undefined, '"1"']);
    const second = await shown(path);
    expect(second).toMatchObject({ state: 'fresh', events: 1, lastChangedAt: first.lastChangedAt });
    expect(second.lastFetchedAt).not.toBe(first.lastFetchedAt);
    expect(await tuesday()).toEqual([TUESDAY_11, '2026-11-24T16:30:00.000Z']);
    // A day later what lies further ahead is worked out anew.
    await after(25 * HOUR);
    expect(elsewhere.requests.at(-1)).not.toHaveProperty('if-none-match');
  });

  it('follows what it says', async () => {
    elsewhere.say(...icsEvent(TUESDAY_10, TUESDAY_11));
    const path = await subscribe();
    await slotlink.drainJobs();
    elsewhere.say(...icsEvent(TUESDAY_11, '2026-11-24T17:00:00Z'));
    await host.post(`${path}/refresh`).expect(202);
    await slotlink.drainJobs();
    expect(await tuesday()).toEqual([TUESDAY_10, TUESDAY_1030]);
    elsewhere.say();
    await after(NEXT);
    expect(await tuesday()).toHaveLength(4);
    expect(await shown(path)).toMatchObject({ state: 'fresh', events: 0, busyTimes: 0 });
  });

  it('goes by the host’s own zone where it names none', async () => {
    elsewhere.say('BEGIN:VEVENT', 'DTSTART:20261124T100000', 'DURATION:PT30M', 'END:VEVENT');
    await subscribe();
    await slotlink.drainJobs();
    expect(await tuesday()).not.toContain(TUESDAY_10);
    elsewhere.say('BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20261124', 'END:VEVENT');
    await after(NEXT);
    expect(await offered(slotlink, calendar, '2026-11-24', '2026-11-24')).toEqual([]);
  });

  it.each<[string, (server: CalendarServer) => void, string]>([
    [
      '500',
      (server) => {
        server.serve((_, response) => response.writeHead(500).end());
      },
      'http-status',
    ],
    [
      'garbage',
      (server) => {
        server.serve((_, response) => response.end('<html>Sign in</html>\n\n'));
      },
      'not-a-calendar',
    ],
    [
      'half of it',
      (server) => {
        server.serve((_, response) => response.end(icsOf().slice(0, 30)));
      },
      'not-a-calendar',
    ],
    [
      '200 MB',
      (server) => {
        server.serve((_, response) => {
          const piece = `DESCRIPTION:${'x'.repeat(60_000)}\r\n`;
          response.write('BEGIN:VCALENDAR\r\n');
          for (let more = true, sent = 0; more && sent < 200_000_000; sent += piece.length)
            more = response.write(piece);
          response.on('drain', () => response.write(piece));
        });
      },
      'too-large',
    ],
    [
      'a way inside',
      (server) => {
        server.serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.2/' }).end());
      },
      'address-refused',
    ],
    [
      'a way to a file',
      (server) => {
        server.serve((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
      },
      'address-refused',
    ],
  ])('that answers with %s is shown as stale, keeps its times, and recovers', async (_, answer, lastErrorCode) => {
    elsewhere.say(...icsEvent(TUESDAY_10, TUESDAY_11));
    const path = await subscribe();
    await slotlink.drainJobs();
    const { lastFetchedAt } = await shown(path);
    answer(elsewhere);
    await after(NEXT);
    expect(await shown(path)).toMatchObject({ state: 'stale', lastErrorCode, lastFetchedAt, busyTimes: 1 });
    expect((await shown(path)).lastError).not.toMatch(/127|passwd|Sign in|secret/);
    expect(await tuesday()).toEqual([TUESDAY_11, '2026-11-24T16:30:00.000Z']);
    elsewhere.say(...icsEvent(TUESDAY_11, '2026-11-24T17:00:00Z'));
    await after(NEXT);
    expect(await shown(path)).toMatchObject({ state: 'fresh', lastError: null, lastErrorCode: null });
    expect(await tuesday()).toEqual([TUESDAY_10, TUESDAY_1030]);
  });

  it('that is deleted while it is being read leaves nothing behind', async () => {
    const { arrived, answer } = heldBack(elsewhere, icsOf(...icsEvent(TUESDAY_10, TUESDAY_11)));
    const path = await subscribe();
    const reading = slotlink.drainJobs();
    await arrived;
    await host.delete(path).expect(204);
    answer();
    await reading;
    expect(await slotlink.query('SELECT FROM feed_times')).toEqual([]);
    expect(await tuesday()).toHaveLength(4);
  });

  it('that is asked for while it is being read is read once more, and the later reading counts', async () => {
    const { arrived, answer } = heldBack(elsewhere, icsOf(...icsEvent(TUESDAY_10, TUESDAY_11)));
    const path = await subscribe();
    const reading = slotlink.drainJobs();
    await arrived;
    await host.post(`${path}/refresh`).expect(202);
    elsewhere.say(...icsEvent(TUESDAY_11, '2026-11-24T17:00:00Z'));
    answer();
    await reading;
    await slotlink.drainJobs();
    expect(elsewhere.requests).toHaveLength(2);
    expect(await shown(path)).toMatchObject({ state: 'fresh' });
    expect(await tuesday()).toEqual([TUESDAY_10, TUESDAY_1030]);
  });

  it('that was lost by the queue is found again', async () => {
    elsewhere.say(...icsEvent(TUESDAY_10, TUESDAY_11));
    const path = await subscribe();
    await slotlink.query(`DELETE FROM graphile_worker._private_jobs`);
    await slotlink.clock.advance(10 * MINUTE);
    await slotlink.query(`SELECT graphile_worker.add_job('busy-times.find-due-feeds')`);
    await slotlink.drainJobs();
    expect(await shown(path)).toMatchObject({ state: 'fresh' });
  });

  it('that never could be read is shown as failed, and asked ever less often', async () => {
    const path = await subscribe();
    await slotlink.drainJobs();
    expect(await shown(path)).toMatchObject({ state: 'failed', lastError: 'The server answered with status 404.' });
    for (let round = 0; round < 6; round += 1) await after(4 * HOUR);
    const { nextFetchAt } = await shown(path);
    expect(Date.parse(nextFetchAt) - slotlink.clock.ms()).toBeGreaterThan(HOUR);
    expect(elsewhere.requests).toHaveLength(7);
  });

  it('that nobody reads any more is shown as stale', async () => {
    elsewhere.say();
    const path = await subscribe();
    await slotlink.drainJobs();
    await slotlink.clock.advance(3 * HOUR);
    expect(await shown(path)).toMatchObject({ state: 'stale', lastError: null });
  });

  it('takes no time for appointments made here, nor when they are over', async () => {
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const other = await aRoundRobin(owner);
    const { id: foreign } = await book(slotlink, other, TUESDAY_11);
    elsewhere.say(
      ...icsEvent(TUESDAY_10, TUESDAY_1030, `UID:${id}@slotlink`),
      // Of another host: this one came along as a guest.
      ...icsEvent(TUESDAY_11, '2026-11-24T16:30:00Z', `UID:${foreign}@slotlink`),
    );
    const path = await subscribe();
    await slotlink.drainJobs();
    expect(await shown(path)).toMatchObject({ events: 1, busyTimes: 1 });
    expect(await tuesday()).toEqual([TUESDAY_1030, '2026-11-24T16:30:00.000Z']);
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    await after(NEXT);
    expect(await tuesday()).toEqual([TUESDAY_10, TUESDAY_1030, '2026-11-24T16:30:00.000Z']);
  });

  it('makes busy in every account its user belongs to, and goes with the membership', async () => {
    elsewhere.say(...icsEvent(TUESDAY_10, TUESDAY_11));
    const second = await anAccount(slotlink);
    await slotlink.query(
      `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
      [second.accountId, host.userId],
    );
    const there = await aRoundRobin(second, { members: [{ userId: host.userId }] });
    const path = await subscribe();
    await slotlink.drainJobs();
    const starts = () => offered(slotlink, there, TUESDAY_10, '2026-11-24T17:00:00Z');
    expect(await starts()).toHaveLength(2);
    await second.get(path).expect(404);
    await owner.patch(`/v1/calendars/${calendar.id}`, { members: [{ userId: owner.userId }] }).expect(200);
    await owner.delete(`/v1/users/${host.userId}`).expect(204);
    expect(await starts()).toHaveLength(4);
  });

  it('is managed by its user and by admins', async () => {
    const { body } = await owner.post('/v1/busy-feeds', { userId: host.userId, url: elsewhere.url }).expect(201);
    const path = `/v1/busy-feeds/${body.id}`;
    const colleague = await owner.addUser();
    await colleague.post('/v1/busy-feeds', { userId: host.userId, url: elsewhere.url }).expect(403);
    await colleague.get(path).expect(404);
    await colleague.delete(path).expect(404);
    await colleague.post(`${path}/refresh`).expect(404);
    expect((await colleague.get('/v1/busy-feeds').expect(200)).body.items).toEqual([]);
    expect((await host.get('/v1/busy-feeds').expect(200)).body.items).toMatchObject([{ id: body.id }]);
    const { body: renamed } = await host.patch(path, { name: 'Home' }).set('if-match', '"1"').expect(200);
    expect(renamed).toMatchObject({ name: 'Home', version: 2 });
    await owner.patch(path, { name: null }).set('if-match', '"1"').expect(412);
    await owner.patch(path, { url: 'https://example.com' }).expect(422);
    expect((await owner.get(`/v1/busy-feeds?userId=${owner.userId}`).expect(200)).body.items).toEqual([]);
    await owner.delete(path).expect(204);
  });

  it('has limits, also for those who add many at once', async () => {
    const added = await Promise.all(
      Array.from({ length: 25 }, () => host.post('/v1/busy-feeds', { url: elsewhere.url })),
    );
    expect(added.filter(({ status }) => status === 201)).toHaveLength(10);
    const { body } = await host.post('/v1/busy-feeds', { url: elsewhere.url }).expect(409);
    expect(body.type).toMatch(/\/too-many-busy-feeds$/);
    const [{ id }] = (await host.get('/v1/busy-feeds?limit=1').expect(200)).body.items;
    for (let count = 0; count < 60; count += 1) await host.post(`/v1/busy-feeds/${id}/refresh`).expect(202);
    await host.post(`/v1/busy-feeds/${id}/refresh`).expect(429);
  });

  it.each([
    ['/url', { url: 'calendar.example.com' }],
    ['/url', { url: 'file:///etc/passwd' }],
    ['/url', { url: 'http://10.0.0.1/x.ics' }],
    ['/url', { url: 'http://[::ffff:10.0.0.1]/x.ics' }],
    ['/url', { url: 'http://2130706434/x.ics' }],
    ['/url', { url: 'https://user:pass@example.com/' }],
    ['/url', { url: 7 }],
    ['/userId', { userId: '00000000-0000-4000-8000-000000000000' }],
    ['/name', { name: 'two\nlines' }],
    ['/color', { color: 'red' }],
  ])('is refused with a pointer to %s for %j', async (pointer, fault) => {
    const { body } = await owner.post('/v1/busy-feeds', { url: elsewhere.url, ...fault }).expect(422);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('is not read from private networks unless they are allowed', async () => {
    const guarded = await startTestApp();
    const user = await anAccount(guarded);
    await user.post('/v1/busy-feeds', { url: elsewhere.url }).expect(422);
    const named = elsewhere.url.replace('127.0.0.1', 'localhost');
    const { body } = await user.post('/v1/busy-feeds', { url: named }).expect(201);
    await guarded.drainJobs();
    const feed = await user.get(`/v1/busy-feeds/${body.id}`).expect(200);
    expect(feed.body).toMatchObject({ state: 'failed', lastErrorCode: 'address-refused' });
    expect(elsewhere.requests).toEqual([]);
    await guarded.close();
  });
});
