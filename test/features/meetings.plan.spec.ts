import { book, offered } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, writesOf, type ZoomHost } from '../kit/meetings';
import type { TestCalendar } from '../kit/calendars';
import { startTestApp, type TestApp } from '../kit/test-app';

const HOUR = 3_600_000;

describe("a host's requests, by the plan of the day", () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  let calendar: TestCalendar;
  let starts: string[];
  beforeAll(async () => {
    slotlink = await startTestApp({ env: { UPDATE_SETTLING: 'PT3S' } });
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    await slotlink.clock.set('2026-11-23T15:00:00.000Z');
    host = await aZoomHost(slotlink, owner);
    calendar = await aZoomCalendar(owner, host, { bookingWindow: 'P60D', minimumNotice: 'PT0M' });
    starts = await offered(slotlink, calendar, '2026-11-25T00:00:00Z', '2026-12-20T00:00:00Z');
  });
  afterAll(() => slotlink.close());

  const later = async (ms: number) => {
    await slotlink.clock.advance(ms);
    await slotlink.drainJobs();
  };
  const bookMany = async (count: number) => {
    const ids: string[] = [];
    for (const start of starts.splice(0, 2 * count).filter((_, i) => i % 2 === 0)) {
      ids.push((await book(slotlink, calendar, start)).id as string);
    }
    await slotlink.drainJobs();
    return ids;
  };
  const cancel = (id: string) => owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
  const edit = (id: string, title: string) => owner.patch(`/v1/appointments/${id}`, { title }).expect(200);
  const writes = () => writesOf(slotlink, host.email);
  const quota = async () => (await host.user.get('/v1/me/integrations/zoom').expect(200)).body.quota;

  it('follows edits in a row with one request, once they are over', async () => {
    const [id] = await bookMany(1);
    for (const title of ['One', 'Two', 'Three', 'Four', 'Five']) {
      await edit(id!, title);
      await slotlink.drainJobs();
      await later(2_000);
    }
    expect(await writes()).toEqual({ POST: 1 });
    await later(2_000);
    expect(await writes()).toEqual({ POST: 1, PATCH: 1 });
    expect(await meetingsAtZoom(slotlink, host.email)).toMatchObject([{ topic: 'Five' }]);
  });

  it('is told at once of a change shortly before the start', async () => {
    const { id } = await book(slotlink, calendar, '2026-11-23T15:30:00.000Z');
    await slotlink.drainJobs();
    await later(16 * 60_000);
    await edit(id, 'Last words');
    await slotlink.drainJobs();
    expect(await writes()).toEqual({ POST: 1, PATCH: 1 });
  });

  it('deletes six at once, the others when nobody has booked for two hours, and shows how many wait', async () => {
    const ids = await bookMany(14);
    for (const id of ids.slice(0, 13)) await cancel(id);
    await slotlink.drainJobs();
    expect(await writes()).toEqual({ POST: 14, DELETE: 6 });
    expect(await quota()).toMatchObject({ used: 20, deferred: 7, parked: 0 });
    await later(HOUR);
    expect((await quota()).deferred).toBe(7);
    await later(HOUR);
    expect(await writes()).toEqual({ POST: 14, DELETE: 13 });
    expect((await quota()).deferred).toBe(0);
    expect(await meetingsAtZoom(slotlink, host.email)).toHaveLength(1);
  });

  describe('about meetings of the day', () => {
    const TODAY = ['2026-11-23T17:00:00.000Z', '2026-11-23T18:00:00.000Z', '2026-11-23T19:00:00.000Z'];
    const bookToday = async () => {
      const ids: string[] = [];
      for (const start of TODAY) ids.push((await book(slotlink, calendar, start)).id);
      await slotlink.drainJobs();
      return ids;
    };
    const spend = (used: number) =>
      slotlink.query(
        `INSERT INTO zoom_quota_days (user_id, day, used, warned_at) VALUES ($1, '2026-11-23', $2, now())
         ON CONFLICT (user_id, day) DO UPDATE SET used = $2`,
        [host.user.userId, used],
      );
    const topics = async () => (await meetingsAtZoom(slotlink, host.email)).map(({ topic }) => topic);

    it('tells Zoom of a change although links for later days wait', async () => {
      const [id] = await bookToday();
      await spend(90);
      const [far] = await bookMany(1);
      expect(await quota()).toMatchObject({ used: 90, parked: 1 });
      await edit(id!, 'Now with Zoe');
      await edit(far!, 'Next week');
      await slotlink.drainJobs();
      await later(3_000);
      expect(await topics()).toContain('Now with Zoe');
      expect(await quota()).toMatchObject({ used: 91, parked: 1 });
    });

    it('keeps units for them from changes and deletions that can wait', async () => {
      const [cancelled, edited] = await bookToday();
      const ids = await bookMany(10);
      for (const id of ids) await cancel(id);
      await slotlink.drainJobs();
      expect(await writes()).toEqual({ POST: 13, DELETE: 6 });
      await cancel(cancelled!);
      await edit(edited!, 'Another title');
      await slotlink.drainJobs();
      await later(3_000);
      expect(await writes()).toEqual({ POST: 13, PATCH: 1, DELETE: 7 });
    });

    it('deletes what is cancelled before it starts, if there is room by then', async () => {
      const ids = await bookToday();
      const others = await bookMany(7);
      for (const id of others.splice(0, 6)) await cancel(id);
      for (const id of [...ids, ids[0]]) {
        await edit(id!, `Talk at ${slotlink.clock.now().toISOString()}`);
        await slotlink.drainJobs();
        await later(3_000);
      }
      expect(await writes()).toEqual({ POST: 10, PATCH: 4, DELETE: 6 });
      for (const id of [ids[0], ids[2], others[0]]) await cancel(id!);
      await slotlink.drainJobs();
      expect(await writes()).toMatchObject({ DELETE: 6 });
      await slotlink.clock.set('2026-11-23T16:45:00.000Z');
      await slotlink.drainJobs();
      expect(await writes()).toMatchObject({ DELETE: 7 });
    });
  });

  it('does not go round in circles over what has to wait', async () => {
    const ids = await bookMany(12);
    for (const id of ids) await cancel(id);
    await slotlink.drainJobs();
    const jobs = await slotlink.query<{ due: boolean }>(
      `SELECT j.run_at <= now() AS due FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
       WHERE t.identifier = 'meetings.reconcile-host' AND j.payload ->> 'hostUserId' = $1`,
      [host.user.userId],
    );
    expect(jobs).toEqual([{ due: false }]);
  });

  it('keeps the reserve for slots of the day, and lets go of it in the evening', async () => {
    await slotlink.query(
      `INSERT INTO zoom_quota_days (user_id, day, used, warned_at) VALUES ($1, '2026-11-23', 89, now())`,
      [host.user.userId],
    );
    const [first, second] = await bookMany(2);
    const { id: today } = await book(slotlink, calendar, '2026-11-23T19:00:00.000Z');
    await slotlink.drainJobs();
    const states = async () =>
      Promise.all(
        [first, second, today].map(async (id) => {
          const { body } = await owner.get(`/v1/appointments/${id}`).expect(200);
          return body.meetingLocation.state as string;
        }),
      );
    expect(await states()).toEqual(['ready', 'parked', 'ready']);
    expect(await quota()).toMatchObject({ used: 91, remaining: 9, parked: 1 });
    await slotlink.clock.set('2026-11-23T20:30:00.000Z');
    await slotlink.drainJobs();
    expect(await states()).toEqual(['ready', 'ready', 'ready']);
  });
});
