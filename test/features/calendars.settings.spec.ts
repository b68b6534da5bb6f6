import { randomUUID } from 'node:crypto';
import { book, offered, TUESDAY_10, tryToBook } from '../kit/booking';
import { aRoundRobin, anUnassigned, newHosts, type TestCalendar } from '../kit/calendars';
import { type TestUser, anAccount } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';

const TUESDAY = ['2026-11-24', '2026-11-24'] as const;

describe('what a calendar’s settings do', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  /** Starts of a day as the calendar's New York clock shows them. */
  const wallTimes = async (calendar: TestCalendar, day = TUESDAY) =>
    (await offered(slotlink, calendar, ...day)).map((start) =>
      new Intl.DateTimeFormat('en-GB', { timeZone: 'America/New_York', timeStyle: 'short' }).format(new Date(start)),
    );
  const reasonOf = async (calendar: TestCalendar, start: string) =>
    (await tryToBook(slotlink, calendar, start)).body.reason;

  it('an offset shifts the grid from the start of the working hours', async () => {
    const calendar = await aRoundRobin(owner, { slotOffset: 'PT10M', slotInterval: 'PT2H' });
    expect(await wallTimes(calendar)).toEqual(['09:10', '11:10', '13:10', '15:10']);
    expect(await reasonOf(calendar, TUESDAY_10)).toBe('off-grid');
    await book(slotlink, calendar, '2026-11-24T14:10:00.000Z');
    const { body } = await owner.patch(`/v1/calendars/${calendar.id}`, { slotOffset: null }).expect(200);
    expect(body.slotOffset).toBe('PT0M');
  });

  it('a window of dates opens on the first and closes after the last, in the calendar’s zone', async () => {
    const calendar = await aRoundRobin(owner, {
      bookingWindow: '2026-12-01/2026-12-02',
      slotInterval: 'PT4H',
      timezone: 'Pacific/Auckland',
    });
    // In Auckland 09:00 of New York's Monday is Tuesday, 1 December.
    expect(await offered(slotlink, calendar, '2026-11-24', '2026-12-31')).toEqual([
      '2026-11-30T14:00:00.000Z',
      '2026-11-30T18:00:00.000Z',
      '2026-12-01T14:00:00.000Z',
      '2026-12-01T18:00:00.000Z',
    ]);
    expect(await reasonOf(calendar, TUESDAY_10)).toBe('before-window');
    expect(await reasonOf(calendar, '2026-12-02T14:00:00.000Z')).toBe('beyond-window');
    const path = `/v1/public/calendars/${calendar.slug}/free-slots?from=2026-11-24&to=2026-11-24`;
    const { body } = await slotlink.http.get(path).expect(200);
    expect(body.nextAvailable.start).toBe('2026-11-30T14:00:00.000Z');
    await book(slotlink, calendar, '2026-11-30T14:00:00.000Z');
  });

  it('a window that is over offers nothing more', async () => {
    const calendar = await aRoundRobin(owner, { bookingWindow: '2026-11-01/2026-11-22' });
    const path = `/v1/public/calendars/${calendar.slug}/free-slots?from=2026-11-01&to=2026-11-30`;
    const { body } = await slotlink.http.get(path).expect(200);
    expect(body).toMatchObject({ days: [], nextAvailable: null });
    const page = await slotlink.http.get(`/book/${calendar.slug}`).set('accept', 'text/html').expect(200);
    expect(page.text).not.toContain('2026-11-24T');
  });

  it('buffers stack: a neighbour keeps clear of both slots’ buffers', async () => {
    const calendar = await aRoundRobin(owner, {
      slotDuration: 'PT30M',
      slotInterval: 'PT5M',
      preBuffer: 'PT5M',
      postBuffer: 'PT10M',
    });
    await book(slotlink, calendar, TUESDAY_10);
    const times = await wallTimes(calendar);
    // 10:00–10:30 blocks 09:55–10:40; one before must end by 09:45 and wait 10, one after starts 5 past 10:40.
    expect(times.filter((time) => time > '09:00' && time < '11:00')).toEqual([
      '09:05',
      '09:10',
      '09:15',
      '10:45',
      '10:50',
      '10:55',
    ]);
    // Buffers may leave the working hours.
    expect(times).toContain('09:00');
    expect(times).toContain('16:30');
  });

  it('days are capped in the calendar’s own zone', async () => {
    const { body: hours } = await owner.post('/v1/schedules', {
      name: 'Always',
      timezone: 'UTC',
      rules: ['monday', 'tuesday', 'wednesday'].map((day) => ({
        type: 'weekday',
        day,
        intervals: [{ from: '00:00', to: '24:00' }],
      })),
    });
    const calendar = await anUnassigned(owner, { appointmentsPerDay: 1, scheduleId: hours.id });
    await book(slotlink, calendar, '2026-11-25T04:30:00.000Z');
    expect(await reasonOf(calendar, '2026-11-24T20:00:00.000Z')).toBe('day-full');
    await book(slotlink, calendar, '2026-11-25T05:00:00.000Z');
  });

  it('the same hosts and hours seen from elsewhere are the same instants', async () => {
    const members = (await newHosts(owner, 1)).map(({ userId }) => ({ userId }));
    const calendar = await aRoundRobin(owner, { members, slotOffset: 'PT15M' });
    const seenFrom = async (timezone: string) => {
      const path = `/v1/public/calendars/${calendar.slug}/free-slots`;
      const span = { from: '2026-11-24T00:00:00Z', to: '2026-11-28T00:00:00Z', timezone };
      const { body } = await slotlink.http.get(path).query(span).expect(200);
      return body.days.flatMap(({ slots }: { slots: { start: string }[] }) => slots.map(({ start }) => start));
    };
    const here = await seenFrom('America/New_York');
    expect(here).toHaveLength(60);
    for (const zone of ['UTC', 'Asia/Kathmandu', 'Asia/Kolkata', 'Pacific/Apia']) {
      expect(await seenFrom(zone)).toEqual(here);
    }
  });

  it('a grid too fine for so many members is refused', async () => {
    const members = Array.from({ length: 21 }, () => ({ userId: randomUUID() }));
    const { body } = await owner
      .post('/v1/calendars', { name: 'Crowd', type: 'round_robin', slotInterval: 'PT1M', members })
      .expect(422);
    expect(body.errors).toContainEqual({ pointer: '/slotInterval', detail: 'must be PT2M or more with 21 members' });
    await aRoundRobin(owner, { slotInterval: 'PT1M' });
  });
});
