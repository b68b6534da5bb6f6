import { book, offered, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aCollective, aRoundRobin, newHosts } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';

describe('why a start is offered or not', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const explain = (calendar: { id: string }, start: string) =>
    owner.get(`/v1/calendars/${calendar.id}/explain`).query({ start });
  const block = (body: object) => owner.post('/v1/blocks', { title: 'Away', ...body }).expect(201);

  it('tells host by host what stands against it, the nearest to being free first', async () => {
    const [busy, away, late] = await newHosts(owner, 3);
    const members = [busy, away, late].map((host) => ({ userId: host!.userId }));
    const calendar = await aRoundRobin(owner, { members });
    await block({ userId: away!.userId, start: TUESDAY_10, end: TUESDAY_11 });
    const rules = [{ type: 'weekday', day: 'tuesday', intervals: [{ from: '13:00', to: '17:00' }] }];
    await owner.put(`/v1/users/${late!.userId}/schedule`, { timezone: 'America/New_York', rules }).expect(200);
    const free = await explain(calendar, TUESDAY_10).expect(200);
    expect(free.body).toMatchObject({ start: TUESDAY_10, offered: true, reason: null });
    expect(free.body.ranking).toEqual([{ userId: busy!.userId, name: 'Host 1', aheadBy: null }]);
    await book(slotlink, calendar, TUESDAY_10);
    const { body } = await explain(calendar, TUESDAY_10).expect(200);
    expect(body).toMatchObject({ offered: false, reason: 'busy', ranking: [] });
    expect(body.hosts).toEqual([
      { userId: busy!.userId, name: 'Host 1', free: false, optional: false, reason: 'busy' },
      { userId: away!.userId, name: 'Host 2', free: false, optional: false, reason: 'time-off' },
      { userId: late!.userId, name: 'Host 3', free: false, optional: false, reason: 'outside-hours' },
    ]);
  });

  it('says who would get it, and what puts them first', async () => {
    const [low, high] = await newHosts(owner, 2);
    const members = [
      { userId: low!.userId, priority: 'low' },
      { userId: high!.userId, priority: 'high' },
    ];
    const calendar = await aRoundRobin(owner, { members });
    const { body } = await explain(calendar, TUESDAY_10).expect(200);
    expect(body.ranking).toEqual([
      { userId: high!.userId, name: 'Host 2', aheadBy: 'priority' },
      { userId: low!.userId, name: 'Host 1', aheadBy: null },
    ]);
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const booked = await owner.get(`/v1/appointments/${id}`).expect(200);
    expect(booked.body.host.userId).toBe(high!.userId);
  });

  it.each([
    ['in-the-past', '2026-11-23T07:00:00.000Z'],
    ['inside-notice', '2026-11-23T14:00:00.000Z'],
    ['beyond-window', '2027-06-01T14:00:00.000Z'],
    ['off-grid', '2026-11-25T14:10:00.000Z'],
    ['outside-hours', '2026-11-25T03:00:00.000Z'],
  ])('names %s', async (reason, start) => {
    const calendar = await aRoundRobin(owner, { minimumNotice: 'P1D' });
    const { body } = await explain(calendar, start).expect(200);
    expect(body).toMatchObject({ offered: false, reason });
  });

  it('says the same as the list and the booking, start by start', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 2, postBuffer: 'PT10M', appointmentsPerHostPerDay: 1 });
    await block({ calendarId: calendar.id, start: '2026-11-24T19:00:00Z', end: '2026-11-24T20:00:00Z' });
    await book(slotlink, calendar, TUESDAY_10);
    const listed = await offered(slotlink, calendar, '2026-11-24T14:00:00Z', '2026-11-24T23:00:00Z');
    for (let at = Date.parse('2026-11-24T14:00:00Z'); at < Date.parse('2026-11-24T23:00:00Z'); at += 900_000) {
      const start = new Date(at).toISOString();
      const { body } = await explain(calendar, start).expect(200);
      expect({ start, offered: body.offered }).toEqual({ start, offered: listed.includes(start) });
    }
    expect(listed.length).toBeGreaterThan(0);
  });

  it('marks who may be missing from a collective', async () => {
    const [lead, guest] = await newHosts(owner, 2);
    const members = [
      { userId: lead!.userId, isOwner: true },
      { userId: guest!.userId, optional: true },
      { userId: (await owner.addUser({ name: 'Third' })).userId },
    ];
    const calendar = await aCollective(owner, { members });
    await block({ userId: guest!.userId, start: TUESDAY_10, end: TUESDAY_11 });
    const { body } = await explain(calendar, TUESDAY_10).expect(200);
    expect(body).toMatchObject({ offered: true, ranking: [] });
    expect(body.hosts[1]).toMatchObject({ free: false, optional: true, reason: 'time-off' });
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const without = await owner.get(`/v1/appointments/${id}`).expect(200);
    expect(without.body.hosts.map(({ name }: { name: string }) => name)).toEqual(['Host 1', 'Third']);
    const next = await book(slotlink, calendar, TUESDAY_11);
    const whole = await owner.get(`/v1/appointments/${next.id}`).expect(200);
    expect(whole.body.hosts.map(({ name }: { name: string }) => name)).toEqual(['Host 1', 'Host 2', 'Third']);
  });

  it('refuses what is no start', async () => {
    const calendar = await aRoundRobin(owner);
    for (const start of ['tomorrow', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '']) {
      const { body } = await explain(calendar, start).expect(422);
      expect(body.errors[0].pointer).toBe('/start');
    }
    await owner.get(`/v1/calendars/${calendar.id}/explain`).expect(422);
    const stranger = await anAccount(slotlink);
    await stranger.get(`/v1/calendars/${calendar.id}/explain`).query({ start: MONDAY }).expect(404);
  });
});

describe('looking busy', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const WEEK = ['2026-11-24T00:00:00Z', '2026-12-05T00:00:00Z'] as const;

  it('hides a share from guests alone, the same until the next booking, whatever span is asked', async () => {
    const calendar = await aRoundRobin(owner, { lookBusyPercent: 50 });
    const all = await owner.get(`/v1/calendars/${calendar.id}/free-slots`).query({ from: WEEK[0], to: WEEK[1] });
    const starts = all.body.days.flatMap((day: { slots: { start: string }[] }) => day.slots.map(({ start }) => start));
    const shown = await offered(slotlink, calendar, ...WEEK);
    expect(starts).toEqual(expect.arrayContaining(shown));
    expect(shown.length / starts.length).toBeGreaterThan(0.3);
    expect(shown.length / starts.length).toBeLessThan(0.7);
    expect(await offered(slotlink, calendar, ...WEEK)).toEqual(shown);
    const part = await offered(slotlink, calendar, '2026-11-25T15:00:00Z', '2026-11-25T20:00:00Z');
    expect(part).toEqual(shown.filter((start) => start >= '2026-11-25T15' && start < '2026-11-25T20'));
    // Time passes, nobody books: what was shown is shown still.
    await slotlink.clock.advance(3_600_000);
    expect(await offered(slotlink, calendar, ...WEEK)).toEqual(shown);
    await book(slotlink, calendar, shown[0]!);
    const redrawn = await offered(slotlink, calendar, ...WEEK);
    expect(redrawn).not.toEqual(shown.slice(1));
  });

  it('lets whoever asks for a hidden start have it, so that nobody loses what they saw', async () => {
    const calendar = await aRoundRobin(owner, { lookBusyPercent: 100 });
    expect(await offered(slotlink, calendar, ...WEEK)).toEqual([]);
    await book(slotlink, calendar, TUESDAY_10);
  });
});
