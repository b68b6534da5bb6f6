import { Client } from 'pg';
import { TUESDAY_10, TUESDAY_11, book, offered, tryToBook } from '../kit/booking';
import { aRoundRobin, anUnassigned, newHosts } from '../kit/calendars';
import { eventually } from '../kit/eventually';
import { type TestUser, anAccount, logIn } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';

/** Tuesday in New York. */
const TUESDAY = { start: '2026-11-24T14:00:00.000Z', end: '2026-11-24T22:00:00.000Z', title: 'Dentist' };
const LATE_MORNING = { start: TUESDAY_11, end: '2026-11-24T17:00:00.000Z', title: 'Dentist' };
const NOON = '2026-11-24T17:00:00.000Z';
const NOBODY = '00000000-0000-4000-8000-000000000000';

const hourInNewYork = (instant: string) =>
  new Date(instant).toLocaleString('en-GB', { timeZone: 'America/New_York', hour: '2-digit' });

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
    const added = await Promise.all(Array.from({ length: 10 }, () => busy.post('/v1/blocks', block)));
    expect(added.filter(({ status }) => status === 201)).toHaveLength(1);
    const { body } = await busy.post('/v1/blocks', block).expect(409);
    expect(body.type).toMatch(/\/too-many-blocks$/);
    // Nor does what is over come back where there is no room.
    const [{ id }] = (await busy.get('/v1/blocks?to=2026-11-22T09:00:00Z').expect(200)).body.items;
    await busy.patch(`/v1/blocks/${id}`, { title: 'Was off' }).expect(200);
    await busy.patch(`/v1/blocks/${id}`, TUESDAY).expect(409);
  });

  it('keeps a person from being booked wherever they work, and says no more than that', async () => {
    const elsewhere = await anAccount(slotlink);
    const host = await owner.addUser();
    await slotlink.query(
      `INSERT INTO memberships (account_id, user_id, role, created_at) VALUES ($1, $2, 'member', now())`,
      [elsewhere.accountId, host.userId],
    );
    const there = await logIn(slotlink, host.email, elsewhere.accountId);
    const members = [{ userId: host.userId }];
    const calendar = await aRoundRobin(owner, { members, slotDuration: 'PT1H' });
    const { body } = await there.post('/v1/blocks', { userId: host.userId, ...LATE_MORNING }).expect(201);
    expect(await offered(slotlink, calendar, TUESDAY_10, '2026-11-24T18:00:00Z')).toEqual([TUESDAY_10, NOON]);
    await tryToBook(slotlink, calendar, TUESDAY_11).expect(409);
    const why = await owner.get(`/v1/calendars/${calendar.id}/explain`).query({ start: TUESDAY_11 }).expect(200);
    expect(why.body).toMatchObject({ offered: false, hosts: [{ userId: host.userId, reason: 'busy-elsewhere' }] });
    expect(JSON.stringify(why.body)).not.toContain(body.title);
    await owner.get(`/v1/blocks/${body.id}`).expect(404);
    const forced = {
      calendarId: calendar.id,
      start: TUESDAY_11,
      overrideAvailability: true,
      contact: { name: 'P', email: 'p@example.com' },
    };
    await owner.post('/v1/appointments', forced).expect(201);
  });

  it('closes a calendar for all its hosts, and no other calendar', async () => {
    const hosts = (await newHosts(owner, 2)).map(({ userId }) => ({ userId }));
    const [open, closed] = [await aRoundRobin(owner, { members: hosts }), await aRoundRobin(owner, { members: hosts })];
    const empty = await anUnassigned(owner, { timezone: 'America/New_York' });
    for (const calendarId of [closed.id, empty.id])
      await owner.post('/v1/blocks', { calendarId, ...TUESDAY }).expect(201);
    const why = await owner.get(`/v1/calendars/${closed.id}/explain`).query({ start: TUESDAY_10 }).expect(200);
    expect(why.body).toMatchObject({ offered: false, hosts: [{ reason: 'time-off' }, { reason: 'time-off' }] });
    const tuesday = (calendar: { slug: string }) => offered(slotlink, calendar, '2026-11-24', '2026-11-24');
    expect(await tuesday(open)).toHaveLength(16);
    expect(await tuesday(closed)).toEqual([]);
    expect(await tuesday(empty)).toEqual([]);
  });

  it('recurs at the same hour, also after the clocks change', async () => {
    const calendar = await aRoundRobin(owner, { slotDuration: 'PT1H', bookingWindow: 'P200D' });
    const { userId } = calendar.members[0];
    await owner.patch(`/v1/users/${userId}`, { timezone: 'America/New_York' }).expect(200);
    const lunch = {
      userId,
      title: 'Lunch',
      start: NOON,
      end: '2026-11-24T18:00:00Z',
      recurrence: 'FREQ=DAILY;COUNT=150',
    };
    await owner.post('/v1/blocks', lunch).expect(201);
    for (const date of ['2026-11-24', '2027-03-12', '2027-03-15']) {
      const starts = await offered(slotlink, calendar, date, date);
      expect(starts).toHaveLength(7);
      expect(starts.map(hourInNewYork)).not.toContain('12');
    }
    expect(await offered(slotlink, calendar, '2027-04-23', '2027-04-23')).toHaveLength(8);
  });

  it('takes nothing away that is booked', async () => {
    const calendar = await aRoundRobin(owner);
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await owner.post('/v1/blocks', { calendarId: calendar.id, ...TUESDAY }).expect(201);
    const { body } = await owner.get(`/v1/appointments/${id}`).expect(200);
    expect(body).toMatchObject({ status: 'confirmed', start: TUESDAY_10 });
  });

  it('is respected by a booking that was under way when it came', async () => {
    const calendar = await aRoundRobin(owner);
    const { userId } = calendar.members[0];
    const other = new Client({ connectionString: slotlink.databaseUrl });
    await other.connect();
    await other.query('BEGIN');
    await other.query('SELECT lock_hosts($1)', [[userId]]);
    const booking = tryToBook(slotlink, calendar, TUESDAY_10).then(({ status }) => status);
    const waiting = `SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted`;
    const waits = async () => (await slotlink.query(waiting)).length > 0;
    expect(await eventually(waits, { withinMs: 10_000 })).toBe(true);
    await owner.post('/v1/blocks', { userId, ...TUESDAY }).expect(201);
    await other.query('COMMIT');
    await other.end();
    expect(await booking).toBe(422);
  });

  it('is no business of guests: who books then is only told that it is not offered', async () => {
    const [host] = await newHosts(owner, 1);
    const calendar = await aRoundRobin(owner, { members: [{ userId: host!.userId }] });
    const block = { userId: host!.userId, title: 'Doctor', start: TUESDAY_10, end: '2026-11-24T16:00:00.000Z' };
    await owner.post('/v1/blocks', block).expect(201);
    const { body } = await tryToBook(slotlink, calendar, TUESDAY_10).expect(422);
    expect(body).toMatchObject({ reason: 'outside-hours' });
    expect(JSON.stringify(body)).not.toMatch(/time-off|Doctor/);
  });

  it('goes with the membership', async () => {
    const leaving = await owner.addUser();
    const { body } = await leaving.post('/v1/blocks', { userId: leaving.userId, ...TUESDAY }).expect(201);
    await owner.delete(`/v1/users/${leaving.userId}`).expect(204);
    await owner.get(`/v1/blocks/${body.id}`).expect(404);
  });
});
