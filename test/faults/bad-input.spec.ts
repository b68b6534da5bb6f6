import { randomBytes } from 'node:crypto';
import type supertest from 'supertest';
import { book, tryToBook, TUESDAY_10 } from '../kit/booking';
import { aRoundRobin, newHosts, type TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { startTestApp, type TestApp } from '../kit/test-app';
import { callback, consent, startConnect } from '../kit/zoom';

describe('bad input is named, and leaves nothing behind', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let hosts: TestUser[];
  let calendar: TestCalendar;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
    hosts = await newHosts(owner, 3);
    calendar = await aRoundRobin(owner, {
      members: [{ userId: hosts[0]!.userId }],
      minimumNotice: 'PT2H',
      bookingWindow: 'P30D',
    });
  });
  afterAll(() => slotlink.close());

  /** How many rows each table has, the queue's included. */
  async function rowCounts(): Promise<Record<string, number>> {
    const tables = await slotlink.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname = 'public' OR (schemaname = 'graphile_worker' AND tablename LIKE '%jobs')`,
    );
    const counts: Record<string, number> = {};
    for (const { name } of tables) {
      const [row] = await slotlink.query<{ count: number }>(`SELECT count(*)::int FROM ${name}`);
      counts[name] = row!.count;
    }
    return counts;
  }

  interface Refusal {
    status: number;
    slug: string;
    pointer?: string;
  }

  async function expectRefusal(
    ask: () => supertest.Test,
    { status, slug, pointer }: Refusal,
    // eslint-disable-next-line @typescript-eslint/no-explicit-any
  ): Promise<Record<string, any>> {
    const before = await rowCounts();
    const response = await ask();
    expect(response.body).toMatchObject({ status, type: `/problems/${slug}` });
    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    const pointers = (response.body.errors ?? []).map((error: { pointer: string }) => error.pointer);
    if (pointer !== undefined) expect(pointers).toEqual([pointer]);
    expect(await rowCounts()).toEqual(before);
    return response.body;
  }

  const invalid = (pointer?: string): Refusal => ({ status: 422, slug: 'invalid', pointer });
  const notOffered: Refusal = { status: 422, slug: 'slot-not-offered' };
  const members = () => [{ userId: hosts[0]!.userId }];
  const roundRobin = (overrides: object) => () =>
    owner.post('/v1/calendars', { name: 'Call', type: 'round_robin', members: members(), ...overrides });
  const slots = (query: object) => () =>
    slotlink.http.get(`/v1/public/calendars/${calendar.slug}/free-slots`).query(query);

  it.each([
    ['of nowhere', 'Mars/Olympus'],
    ['without a name', ''],
    ['by an alias without a place', 'EST5EDT7'],
    ['that is a path', '../etc/passwd'],
    ['with NUL', 'UTC\0'],
    ['of 10,000 characters', 'x'.repeat(10_000)],
  ])('a zone %s', async (_, timezone) => {
    await expectRefusal(() => tryToBook(slotlink, calendar, TUESDAY_10, { timezone }), invalid('/timezone'));
    await expectRefusal(slots({ from: '2026-11-24', to: '2026-11-24', timezone }), invalid('/timezone'));
    await expectRefusal(roundRobin({ timezone }), invalid('/timezone'));
    const schedule = { name: 'Mine', timezone, rules: [] };
    await expectRefusal(() => owner.post('/v1/schedules', schedule), invalid('/timezone'));
  });

  it.each([
    ['off the grid', '2026-11-24T15:07:00.000Z'],
    ['a second off the grid', '2026-11-24T15:00:01.000Z'],
    ['outside the hours', '2026-11-24T03:00:00.000Z'],
    ['in the past', '2026-11-19T15:00:00.000Z'],
    ['long past', '1970-01-01T00:00:00Z'],
    ['inside the notice', '2026-11-23T09:00:00.000Z'],
    ['beyond the window', '2027-03-23T15:00:00.000Z'],
    ['at the end of time', '9999-12-31T23:30:00Z'],
  ])('a start %s', async (_, start) => {
    const { reason } = await expectRefusal(() => tryToBook(slotlink, calendar, start), notOffered);
    expect(reason).toMatch(/^[a-z-]+$/);
    const holds = `/v1/public/calendars/${calendar.slug}/holds`;
    await expectRefusal(() => slotlink.http.post(holds).send({ start }), notOffered);
    const contact = { name: 'Petra', email: 'petra@example.com' };
    await expectRefusal(() => owner.post('/v1/appointments', { calendarId: calendar.id, start, contact }), notOffered);
  });

  it.each(['0001-01-01T00:00:00Z', '0000-12-31T00:00:00Z', '1969-12-31T23:30:00Z', '9999-12-31T23:30:00Z'])(
    'a start forced into no usual year: %s',
    async (start) => {
      const contact = { name: 'Petra', email: 'petra@example.com' };
      const forced = { calendarId: calendar.id, start, contact, overrideAvailability: true };
      await expectRefusal(() => owner.post('/v1/appointments', forced), invalid('/start'));
    },
  );

  it.each([undefined, null, '', 'tomorrow', 5, {}, [], '2026-11-24', '2026-11-24T15:00:00', '2026-13-45T99:00:00Z'])(
    'a start that is none: %j',
    async (start) => {
      await expectRefusal(() => tryToBook(slotlink, calendar, start as string), invalid('/start'));
    },
  );

  it.each(['30', 30, 'PT0M', '-PT30M', 'PT30', 'P1M', 'half an hour', ['PT30M'], 'PT1e9H', 'PT30S'])(
    'a slot of %j',
    async (slotDuration) => {
      await expectRefusal(roundRobin({ slotDuration }), invalid('/slotDuration'));
      const change = () => owner.patch(`/v1/calendars/${calendar.id}`, { slotDuration });
      await expectRefusal(change, invalid('/slotDuration'));
    },
  );

  it('an unknown field, wherever it stands', async () => {
    await expectRefusal(roundRobin({ colour: 'red' }), invalid('/colour'));
    await expectRefusal(roundRobin({ zoom: { colour: 'red' } }), invalid('/zoom/colour'));
    const member = { userId: hosts[0]!.userId, colour: 'red' };
    await expectRefusal(roundRobin({ members: [member] }), invalid('/members/0/colour'));
    const contact = { name: 'Petra', email: 'p@example.com', admin: true };
    await expectRefusal(() => tryToBook(slotlink, calendar, TUESDAY_10, { contact }), invalid('/contact/admin'));
    await expectRefusal(slots({ from: '2026-11-24', to: '2026-11-24', colour: 'red' }), invalid('/colour'));
  });

  it('a body that is no JSON, has another type, or is too large', async () => {
    const post =
      (body: string, type = 'application/json') =>
      () =>
        slotlink.http.post(`/v1/public/calendars/${calendar.slug}/appointments`).set('content-type', type).send(body);
    await expectRefusal(post('{"start":'), invalid());
    await expectRefusal(post('start=now', 'text/plain'), { status: 415, slug: 'unsupported-media-type' });
    const notes = 'x'.repeat(2_000_000);
    await expectRefusal(post(JSON.stringify({ start: TUESDAY_10, notes })), { status: 413, slug: 'too-large' });
  });

  it('a calendar with nobody in it, nobody known, somebody twice, or two owners', async () => {
    const [one, two] = hosts.map(({ userId }) => ({ userId }));
    await expectRefusal(roundRobin({ members: [] }), invalid('/members'));
    await expectRefusal(roundRobin({ members: undefined }), invalid('/members'));
    const body = await expectRefusal(roundRobin({ members: [one, one] }), invalid());
    expect(body.errors[0].pointer).toMatch(/^\/members/);
    const stranger = await anAccount(slotlink);
    await expectRefusal(roundRobin({ members: [{ userId: stranger.userId }] }), invalid('/members/0/userId'));
    const collective = (...given: object[]) => roundRobin({ type: 'collective', members: given });
    for (const wrong of [
      collective({ ...one, isOwner: true }, { ...two, isOwner: true }),
      collective(one!, two!),
      collective({ ...one, isOwner: true }),
    ]) {
      const { errors } = await expectRefusal(wrong, invalid());
      expect(errors[0].pointer).toMatch(/^\/members/);
    }
  });

  it('a token of another appointment, of another purpose, or of nobody', async () => {
    const [mine, other] = [
      await book(slotlink, calendar, '2026-11-25T15:00:00.000Z'),
      await book(slotlink, calendar, '2026-11-25T16:00:00.000Z'),
    ];
    const macOf = (token: string) => token.split('.').slice(1).join('.');
    const joinToken = new URL(mine.links.join).pathname.split('/').at(-1)!;
    const wrong = [
      `${mine.id}.${macOf(other.publicToken)}`,
      joinToken,
      mine.id,
      `${mine.publicToken}x`,
      mine.publicToken.slice(0, -1),
      'x'.repeat(299),
    ];
    for (const token of wrong) {
      const path = `/v1/public/appointments/${token}`;
      const notFound = { status: 404, slug: 'not-found' };
      await expectRefusal(() => slotlink.http.get(path), notFound);
      await expectRefusal(() => slotlink.http.post(`${path}/cancel`).send({}), notFound);
      await expectRefusal(() => slotlink.http.post(`${path}/reschedule`).send({ start: TUESDAY_10 }), notFound);
    }
    expect((await slotlink.http.get(`/v1/public/appointments/${mine.publicToken}`).expect(200)).body.status).toBe(
      'confirmed',
    );
  });

  it('a callback from Zoom with a state that is foreign, used or expired', async () => {
    const unknown = { status: 422, slug: 'oauth-state-invalid' };
    const path = await consent(await startConnect(hosts[0]!), anEmail('zoom'));
    const foreign = new URL(path, slotlink.url);
    foreign.searchParams.set('state', randomBytes(32).toString('base64url'));
    await expectRefusal(() => callback(slotlink, foreign.pathname + foreign.search), unknown);
    await expectRefusal(() => callback(slotlink, '/v1/integrations/zoom/callback?code=x'), unknown);
    await callback(slotlink, path).expect(200);
    await expectRefusal(() => callback(slotlink, path), unknown);
    const late = await consent(await startConnect(hosts[1]!), anEmail('zoom'));
    await slotlink.clock.advance(10 * 60_000);
    await expectRefusal(() => callback(slotlink, late), unknown);
  });

  it('a refusal of consent at Zoom', async () => {
    const state = new URL(await startConnect(hosts[2]!)).searchParams.get('state')!;
    const path = `/v1/integrations/zoom/callback?error=access_denied&state=${state}`;
    await expectRefusal(() => callback(slotlink, path), { status: 403, slug: 'zoom-access-denied' });
    const { body } = await hosts[2]!.get('/v1/me/integrations/zoom').expect(200);
    expect(body.state).toBe('not-connected');
  });
});
