import { BusyTimes } from '../../src/busy-times';
import { aRoundRobin } from '../kit/calendars';
import { type TestUser, anAccount, logIn } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';

/** Tuesday in New York. */
const TUESDAY = { start: '2026-11-24T14:00:00.000Z', end: '2026-11-24T22:00:00.000Z', title: 'Dentist' };
const NOBODY = '00000000-0000-4000-8000-000000000000';

describe('time off', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let member: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
    member = await owner.addUser({ timezone: 'Europe/Berlin' });
  });
  afterAll(() => slotlink.close());

  const blocksSeenBy = async (who: TestUser, query: object = {}) =>
    (await who.get('/v1/blocks').query(query).expect(200)).body.items.map(({ id }: { id: string }) => id);

  it('is taken by a member for themselves, read, changed and given up', async () => {
    const { body: made } = await member.post('/v1/blocks', { userId: member.userId, ...TUESDAY }).expect(201);
    expect(made).toMatchObject({
      ...TUESDAY,
      userId: member.userId,
      calendarId: null,
      recurrence: null,
      timezone: 'Europe/Berlin',
      version: 1,
    });
    const path = `/v1/blocks/${made.id}`;
    expect((await member.get(path).expect(200)).body).toEqual(made);
    const recurrence = 'RRULE:FREQ=WEEKLY;BYDAY=TU';
    const { body: changed } = await member.patch(path, { recurrence, timezone: 'UTC' }).expect(200);
    expect(changed).toEqual({ ...made, recurrence, timezone: 'UTC', version: 2 });
    await member.patch(path, { title: 'x' }).set('if-match', '"1"').expect(412);
    const { body: once } = await member.patch(path, { recurrence: null }).set('if-match', '"2"').expect(200);
    expect(once.recurrence).toBeNull();
    await member.delete(path).expect(204);
    await member.get(path).expect(404);
    await member.delete(path).expect(404);
  });

  it('is managed by admins for everybody and for calendars, by members for themselves only', async () => {
    const calendar = await aRoundRobin(owner, { timezone: 'Asia/Tokyo' });
    const { body: closed } = await owner.post('/v1/blocks', { calendarId: calendar.id, ...TUESDAY }).expect(201);
    expect(closed).toMatchObject({ userId: null, calendarId: calendar.id, timezone: 'Asia/Tokyo' });
    const { body: theirs } = await owner.post('/v1/blocks', { userId: member.userId, ...TUESDAY }).expect(201);
    const { body: secret } = await owner.post('/v1/blocks', { userId: owner.userId, ...TUESDAY }).expect(201);
    await member.post('/v1/blocks', { calendarId: calendar.id, ...TUESDAY }).expect(403);
    await member.post('/v1/blocks', { userId: owner.userId, ...TUESDAY }).expect(403);
    await member.patch(`/v1/blocks/${closed.id}`, { title: 'Open' }).expect(403);
    await member.delete(`/v1/blocks/${closed.id}`).expect(403);
    await member.patch(`/v1/blocks/${theirs.id}`, { title: 'Mine' }).expect(200);
    for (const method of ['get', 'delete'] as const) await member[method](`/v1/blocks/${secret.id}`).expect(404);
    expect(await blocksSeenBy(member)).toEqual(expect.arrayContaining([closed.id, theirs.id]));
    expect(await blocksSeenBy(member)).not.toContain(secret.id);
    expect(await blocksSeenBy(owner)).toEqual(expect.arrayContaining([closed.id, theirs.id, secret.id]));
    const stranger = await anAccount(slotlink);
    expect(await blocksSeenBy(stranger)).toEqual([]);
    for (const { id } of [closed, theirs, secret]) await stranger.get(`/v1/blocks/${id}`).expect(404);
  });

  it('is listed by start, of a user, a calendar or a span, page by page', async () => {
    const lister = await owner.addUser();
    const take = async (start: string, end: string, recurrence?: string): Promise<string> => {
      const block = { userId: lister.userId, title: 'Off', start, end, recurrence };
      return (await lister.post('/v1/blocks', block).expect(201)).body.id as string;
    };
    const late = await take('2026-12-02T00:00:00Z', '2026-12-03T00:00:00Z');
    const early = await take('2026-12-01T00:00:00Z', '2026-12-02T00:00:00Z');
    const forever = await take('2026-11-01T00:00:00Z', '2026-11-01T01:00:00Z', 'FREQ=DAILY');
    const userId = lister.userId;
    expect(await blocksSeenBy(owner, { userId })).toEqual([forever, early, late]);
    expect(await blocksSeenBy(owner, { userId, from: '2026-12-02T00:00:00Z' })).toEqual([forever, late]);
    expect(await blocksSeenBy(owner, { userId, to: '2026-12-02T00:00:00Z' })).toEqual([forever, early]);
    expect(await blocksSeenBy(owner, { calendarId: NOBODY })).toEqual([]);
    const { body: first } = await owner.get('/v1/blocks').query({ userId, limit: 2 }).expect(200);
    expect(first.items.map(({ id }: { id: string }) => id)).toEqual([forever, early]);
    expect(await blocksSeenBy(owner, { userId, limit: 2, cursor: first.nextCursor })).toEqual([late]);
  });

  it.each([
    ['/userId', { userId: undefined }],
    ['/userId', { calendarId: NOBODY }],
    ['/userId', { userId: NOBODY }],
    ['/calendarId', { userId: undefined, calendarId: NOBODY }],
    ['/end', { end: TUESDAY.start }],
    ['/end', { end: '2028-01-01T00:00:00Z' }],
    ['/start', { start: '2026-11-24' }],
    ['/title', { title: ' ' }],
    ['/timezone', { timezone: 'Mars/Olympus' }],
    ['/recurrence', { recurrence: 'FREQ=SECONDLY' }],
    ['/recurrence', { recurrence: 'FREQ=DAILY;COUNT=1000000000' }],
    ['/recurrence', { recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }],
    ['/recurrence', { recurrence: 7 }],
    ['/reason', { reason: 'none' }],
  ])('is refused with a pointer to %s for %j', async (pointer, fault) => {
    const { body } = await owner.post('/v1/blocks', { userId: owner.userId, ...TUESDAY, ...fault }).expect(422);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('has a limit, which what is over does not count towards', async () => {
    const [busy, { accountId }] = [await owner.addUser(), owner];
    await slotlink.query(
      `INSERT INTO blocks (id, account_id, user_id, title, starts_at, ends_at, over_at, timezone, created_at, updated_at)
       SELECT gen_random_uuid(), $1, $2, 'Off', t, t + interval '1 h', t + interval '1 h', 'UTC', t, t
       FROM generate_series(timestamptz '2026-11-22T08:00:00Z', '2026-12-31T00:00:00Z', '1 h') AS t LIMIT 523`,
      [accountId, busy.userId],
    );
    const block = { userId: busy.userId, ...TUESDAY };
    await busy.post('/v1/blocks', block).expect(201);
    const { body } = await busy.post('/v1/blocks', block).expect(409);
    expect(body.type).toMatch(/\/too-many-blocks$/);
  });

  it('is told to booking without its title: a person’s wherever they work, a calendar’s for all its hosts', async () => {
    const elsewhere = await anAccount(slotlink);
    const host = await owner.addUser();
    await slotlink.query(
      `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
      [elsewhere.accountId, host.userId],
    );
    const there = await logIn(slotlink, host.email, elsewhere.accountId);
    const calendar = await aRoundRobin(owner, { members: [{ userId: host.userId }] });
    const theirs = await aRoundRobin(elsewhere, { members: [{ userId: host.userId }] });
    const weekly = { ...TUESDAY, recurrence: 'FREQ=WEEKLY' };
    await there.post('/v1/blocks', { userId: host.userId, ...weekly }).expect(201);
    await elsewhere.post('/v1/blocks', { calendarId: theirs.id, ...TUESDAY }).expect(201);
    const span = { start: Date.parse('2026-12-01T00:00:00Z'), end: Date.parse('2026-12-02T00:00:00Z') };
    const first = { start: Date.parse(TUESDAY.start), end: Date.parse(TUESDAY.end) };
    const hostIds = [host.userId];
    const door = slotlink.app.get(BusyTimes);
    const here = { accountId: owner.accountId, hostIds, calendarId: calendar.id };
    const week = 7 * 86_400_000;
    expect(await door.of(here, span)).toEqual([
      { hostId: host.userId, start: first.start + week, end: first.end + week, kind: 'time-off' },
    ]);
    const busy = { ...first, kind: 'time-off' };
    expect(await door.of(here, first)).toEqual([{ hostId: host.userId, ...busy }]);
    expect(await door.of({ ...here, accountId: elsewhere.accountId, calendarId: theirs.id }, first)).toEqual(
      expect.arrayContaining([
        { hostId: host.userId, ...busy },
        { hostId: null, ...busy },
      ]),
    );
    expect(await door.of({ ...here, calendarId: theirs.id }, first)).toHaveLength(1);
  });

  it('goes with the membership', async () => {
    const leaving = await owner.addUser();
    const { body } = await leaving.post('/v1/blocks', { userId: leaving.userId, ...TUESDAY }).expect(201);
    await owner.delete(`/v1/users/${leaving.userId}`).expect(204);
    await owner.get(`/v1/blocks/${body.id}`).expect(404);
  });
});
