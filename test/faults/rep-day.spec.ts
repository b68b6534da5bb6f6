import { naively, repDay, type RepEvent } from '../../bench/rep-day';
import { book, offered } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, meetingsAtZoom, type ZoomHost } from '../kit/meetings';
import { SEED, seeded } from '../kit/seeded';
import type { TestCalendar } from '../kit/calendars';
import { startTestApp, type TestApp } from '../kit/test-app';
import { simulator } from '../kit/zoom';

const MIDNIGHT = Date.parse('2026-11-23T00:00:00Z');
const TICK = 20 * 60_000;
const BOOKINGS = 105;

describe('a busy day of a rep, from midnight to midnight', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  let calendar: TestCalendar;
  let starts: string[];
  beforeAll(async () => {
    slotlink = await startTestApp({ at: '2026-11-23T00:01:00.000Z', env: { UPDATE_SETTLING: 'PT3S' } });
    owner = await anAccount(slotlink);
    host = await aZoomHost(slotlink, owner);
    calendar = await aZoomCalendar(owner, host, { bookingWindow: 'P60D', minimumNotice: 'PT0M' });
    starts = await offered(slotlink, calendar, '2026-11-25T00:00:00Z', '2026-12-20T00:00:00Z');
    starts = starts.filter((_, i) => i % 2 === 0);
  });
  afterAll(() => slotlink.close());

  const ids = new Map<number, string>();
  async function happen(event: RepEvent): Promise<void> {
    const id = ids.get(event.slot);
    if (event.kind === 'book') ids.set(event.slot, (await book(slotlink, calendar, starts.shift()!)).id as string);
    if (id === undefined) return;
    if (event.kind === 'move') {
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: starts.shift() }).expect(200);
    }
    if (event.kind === 'edit')
      await owner.patch(`/v1/appointments/${id}`, { title: `Talk at ${event.at}` }).expect(200);
    if (event.kind === 'cancel') {
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      ids.delete(event.slot);
    }
  }
  const spent = async (day: string) => {
    const rows = await slotlink.query<{ purpose: string; count: number }>(
      `SELECT purpose, count(*)::int FROM zoom_requests WHERE user_id = $1 AND day = $2 AND outcome = 'done' GROUP BY 1`,
      [host.user.userId, day],
    );
    return { create: 0, update: 0, delete: 0, ...Object.fromEntries(rows.map((row) => [row.purpose, row.count])) };
  };
  const statesOf = async () => {
    const rows = await slotlink.query<{ state: string }>(
      `SELECT link_state AS state FROM slots WHERE calendar_id = $1 AND live`,
      [calendar.id],
    );
    return rows.map(({ state }) => state);
  };

  it('turns at least 90 of 100 requests into links, and catches up on the next days', async () => {
    const events = repDay('even over ten hours', BOOKINGS, seeded(SEED));
    expect(naively(events).links).toBeLessThan(80);
    for (let at = 0; at < 86_400_000 - 60_000; at += TICK) {
      await slotlink.clock.set(new Date(MIDNIGHT + Math.max(at, 60_000)).toISOString());
      for (const event of events.filter((one) => one.at >= at && one.at < at + TICK)) await happen(event);
      await slotlink.drainJobs();
      await slotlink.clock.advance(5_000);
      await slotlink.drainJobs();
    }
    await slotlink.clock.set('2026-11-23T23:55:00.000Z');
    await slotlink.drainJobs();
    const today = await spent('2026-11-23');
    expect(today.create).toBeGreaterThanOrEqual(90);
    expect(today.create + today.update + today.delete).toBeLessThanOrEqual(100);
    const zoom = await simulator<{ used: number }>(slotlink, 'GET', `quota?email=${encodeURIComponent(host.email)}`);
    expect(zoom.used).toBe(today.create + today.update);
    expect((await statesOf()).filter((state) => state === 'parked').length).toBeGreaterThan(0);

    for (const day of ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']) {
      for (const time of ['00:10:00', '12:00:00', '23:55:00']) {
        await slotlink.clock.set(`${day}T${time}.000Z`);
        await slotlink.drainJobs();
      }
    }
    const live = await statesOf();
    expect(live.every((state) => state === 'ready')).toBe(true);
    const upcoming = (await meetingsAtZoom(slotlink, host.email)).filter(({ startTime }) => startTime > '2026-11-28');
    const wanted = await slotlink.query(
      `SELECT FROM slots WHERE calendar_id = $1 AND live AND starts_at > '2026-11-28'`,
      [calendar.id],
    );
    expect(upcoming).toHaveLength(wanted.length);
  }, 600_000);
});
