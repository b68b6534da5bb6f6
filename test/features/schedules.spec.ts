import { offered } from '../kit/booking';
import { aRoundRobin, anUnassigned } from '../kit/calendars';
import { type TestUser, anAccount } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';

const NOBODY = '00000000-0000-4000-8000-000000000000';
const on = (day: string, ...intervals: [string, string][]) => ({
  type: 'weekday',
  day,
  intervals: intervals.map(([from, to]) => ({ from, to })),
});
const OFFICE = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'].map((day) => on(day, ['09:00', '17:00']));

describe('working hours', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let member: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
    member = await owner.addUser({ timezone: 'Europe/Berlin' });
  });
  afterAll(() => slotlink.close());

  describe('of a user', () => {
    it('are Monday to Friday, nine to five, in their own zone', async () => {
      const reader = await owner.addUser({ timezone: 'Asia/Tokyo' });
      const path = `/v1/users/${reader.userId}/schedule`;
      const answers = await Promise.all(Array.from({ length: 6 }, () => owner.get(path)));
      const first = answers[0]!.body;
      expect(first).toMatchObject({ userId: reader.userId, timezone: 'Asia/Tokyo', isDefault: true, version: 1 });
      expect(first.rules).toEqual(OFFICE);
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      await reader.get('/v1/users/me/schedule').expect(200, first);
    });

    it('are set by the user and by admins', async () => {
      const path = `/v1/users/${member.userId}/schedule`;
      const night = { timezone: 'Europe/Berlin', rules: [on('monday', ['22:00', '02:00'], ['08:00', '12:00'])] };
      const { body, headers } = await member.put('/v1/users/me/schedule', night).expect(200);
      expect(body).toMatchObject({ ...night, name: 'Working hours', version: 2 });
      expect(headers.etag).toBe('"2"');
      const whole = { name: 'Always', timezone: 'UTC', rules: [on('sunday', ['00:00', '24:00'])] };
      await owner.put(path, whole).set('if-match', '"1"').expect(412);
      expect((await owner.put(path, whole).set('if-match', '"2"').expect(200)).body).toMatchObject(whole);
      const colleague = await owner.addUser();
      await colleague.put(path, night).expect(403);
      await colleague.get(path).expect(200);
      const stranger = await anAccount(slotlink);
      await stranger.get(path).expect(404);
      await stranger.put(path, night).expect(404);
      await owner.get(`/v1/users/${NOBODY}/schedule`).expect(404);
      await owner.get('/v1/users/x/schedule').expect(404);
    });

    it('cannot be deleted, only changed', async () => {
      const { body } = await member.get('/v1/users/me/schedule').expect(200);
      const refused = await member.delete(`/v1/schedules/${body.id}`).expect(409);
      expect(refused.body.type).toMatch(/\/schedule-in-use$/);
    });
  });

  describe('by name', () => {
    it('are made, read, changed and deleted', async () => {
      const input = { name: 'Late shift', timezone: 'America/Chicago', rules: [on('friday', ['14:00', '22:00'])] };
      const { body: made } = await owner.post('/v1/schedules', input).expect(201);
      expect(made).toMatchObject({ ...input, userId: null, isDefault: false, version: 1 });
      const path = `/v1/schedules/${made.id}`;
      await member.get(path).expect(200, made);
      const rules = [...input.rules, { type: 'date', date: '2026-12-24', intervals: [] }];
      const { body: changed } = await owner.patch(path, { rules }).expect(200);
      expect(changed).toEqual({ ...made, rules, version: 2 });
      await owner.patch(path, { name: 'Old' }).set('if-match', '"1"').expect(412);
      const { body: list } = await owner.get('/v1/schedules?limit=200').expect(200);
      expect(list.items).toContainEqual(changed);
      await owner.delete(path).set('if-match', '"1"').expect(412);
      await owner.delete(path).expect(204);
      await owner.get(path).expect(404);
      await owner.delete(path).expect(404);
    });

    it('belong to a member who changes them, or to admins', async () => {
      const hours = { name: 'Mine', timezone: 'UTC', rules: [] };
      const { body: own } = await member.post('/v1/schedules', { ...hours, userId: member.userId }).expect(201);
      await member.patch(`/v1/schedules/${own.id}`, { timezone: 'Asia/Tokyo' }).expect(200);
      await member.post('/v1/schedules', hours).expect(403);
      await member.post('/v1/schedules', { ...hours, userId: owner.userId }).expect(403);
      const { body: shared } = await owner.post('/v1/schedules', hours).expect(201);
      await member.patch(`/v1/schedules/${shared.id}`, { name: 'Ours' }).expect(403);
      await member.delete(`/v1/schedules/${shared.id}`).expect(403);
      const stranger = await anAccount(slotlink);
      await stranger.get(`/v1/schedules/${shared.id}`).expect(404);
      await stranger.patch(`/v1/schedules/${shared.id}`, { name: 'Theirs' }).expect(404);
      await stranger.delete(`/v1/schedules/${shared.id}`).expect(404);
      const { body } = await owner.post('/v1/schedules', { ...hours, userId: stranger.userId }).expect(422);
      expect(body.errors[0].pointer).toBe('/userId');
      const theirs = { name: 'X', type: 'unassigned', location: { kind: 'phone' }, scheduleId: shared.id };
      expect((await stranger.post('/v1/calendars', theirs).expect(422)).body.errors[0].pointer).toBe('/scheduleId');
    });

    it('stay while a calendar goes by them', async () => {
      const { body: hours } = await owner
        .post('/v1/schedules', { name: 'Doors', timezone: 'UTC', rules: [] })
        .expect(201);
      const calendar = await anUnassigned(owner, { scheduleId: hours.id });
      const { body } = await owner.delete(`/v1/schedules/${hours.id}`).expect(409);
      expect(body.type).toMatch(/\/schedule-in-use$/);
      await owner.delete(`/v1/calendars/${calendar.id}`).expect(204);
      await owner.delete(`/v1/schedules/${hours.id}`).expect(204);
    });

    it('and a calendar that takes them up meanwhile, agree on one outcome', async () => {
      const { body: hours } = await owner
        .post('/v1/schedules', { name: 'Race', timezone: 'UTC', rules: [] })
        .expect(201);
      const input = { name: 'X', type: 'unassigned', location: { kind: 'phone' }, scheduleId: hours.id };
      const [made, gone] = await Promise.all([
        owner.post('/v1/calendars', input),
        owner.delete(`/v1/schedules/${hours.id}`),
      ]);
      expect([
        [201, 409],
        [422, 204],
      ]).toContainEqual([made.status, gone.status]);
    });
  });

  describe('as guests see them', () => {
    const hoursOf = async (user: TestUser, hours: object) => {
      await owner.put(`/v1/users/${user.userId}/schedule`, hours).expect(200);
      return aRoundRobin(owner, { members: [{ userId: user.userId }], slotInterval: 'PT1H', slotDuration: 'PT1H' });
    };

    it('run overnight, to 24:00, in several intervals, and not at all', async () => {
      const host = await owner.addUser();
      const calendar = await hoursOf(host, {
        timezone: 'UTC',
        rules: [
          on('tuesday', ['09:00', '10:00'], ['22:00', '02:00']),
          on('wednesday', ['22:00', '24:00']),
          on('thursday', ['09:00', '10:00']),
          on('friday'),
          { type: 'date', date: '2026-11-26', intervals: [] },
        ],
      });
      expect(await offered(slotlink, calendar, '2026-11-24T00:00:00Z', '2026-11-29T00:00:00Z')).toEqual([
        '2026-11-24T09:00:00.000Z',
        '2026-11-24T22:00:00.000Z',
        '2026-11-24T23:00:00.000Z',
        '2026-11-25T00:00:00.000Z',
        '2026-11-25T01:00:00.000Z',
        '2026-11-25T22:00:00.000Z',
        '2026-11-25T23:00:00.000Z',
      ]);
    });

    it('keep their wall times over a change of clocks', async () => {
      const host = await owner.addUser();
      const calendar = await hoursOf(host, { timezone: 'America/New_York', rules: [on('sunday', ['13:00', '15:00'])] });
      await owner.patch(`/v1/calendars/${calendar.id}`, { bookingWindow: 'P1Y' }).expect(200);
      const sunday = (date: string) => offered(slotlink, calendar, date, date);
      expect(await sunday('2027-03-07')).toEqual(['2027-03-07T18:00:00.000Z', '2027-03-07T19:00:00.000Z']);
      expect(await sunday('2027-03-14')).toEqual(['2027-03-14T17:00:00.000Z', '2027-03-14T18:00:00.000Z']);
      expect(await sunday('2027-11-07')).toEqual(['2027-11-07T18:00:00.000Z', '2027-11-07T19:00:00.000Z']);
    });

    it('travel with their user', async () => {
      const host = await owner.addUser();
      const path = `/v1/users/${host.userId}/schedule`;
      const travel = [{ from: '2026-11-24', to: '2026-11-25', timezone: 'Europe/Berlin' }];
      const rules = ['monday', 'tuesday', 'wednesday', 'thursday'].map((day) => on(day, ['09:00', '10:00']));
      const calendar = await hoursOf(host, { timezone: 'America/New_York', rules, travel });
      expect(await offered(slotlink, calendar, '2026-11-23', '2026-11-26')).toEqual([
        '2026-11-23T14:00:00.000Z',
        '2026-11-24T08:00:00.000Z',
        '2026-11-25T08:00:00.000Z',
        '2026-11-26T14:00:00.000Z',
      ]);
      const { body: kept } = await host
        .put('/v1/users/me/schedule', { timezone: 'America/New_York', rules })
        .expect(200);
      expect(kept.travel).toEqual(travel);
      const { body: home } = await owner.patch(`/v1/schedules/${kept.id}`, { travel: null }).expect(200);
      expect(home.travel).toEqual([]);
      expect((await owner.get(path).expect(200)).body).toEqual(home);
      expect(await offered(slotlink, calendar, '2026-11-24', '2026-11-24')).toEqual(['2026-11-24T14:00:00.000Z']);
      const named = await owner.post('/v1/schedules', { name: 'Tour', timezone: 'UTC', rules: [], travel }).expect(201);
      expect(named.body.travel).toEqual(travel);
    });

    it.each([
      ['ten years', { from: '2026-11-24', to: '2036-11-24' }],
      ['ten years of instants', { from: '2026-11-24T00:00:00Z', to: '2036-11-24T00:00:00Z' }],
      ['63 days', { from: '2026-11-24', to: '2027-01-26' }],
      ['a day backwards', { from: '2026-11-24', to: '2026-11-22' }],
      ['no time', { from: '2026-11-24T00:00:00Z', to: '2026-11-24T00:00:00Z' }],
    ])('are not listed over %s', async (_, span) => {
      const calendar = await anUnassigned(owner);
      const answer = await slotlink.http
        .get(`/v1/public/calendars/${calendar.slug}/free-slots`)
        .query(span)
        .expect(422);
      expect(answer.body.errors[0].pointer).toBe('/to');
      await owner.get(`/v1/calendars/${calendar.id}/free-slots?${new URLSearchParams(span).toString()}`).expect(422);
    });
  });

  describe('that make no sense', () => {
    const away = { from: '2026-12-01', to: '2026-12-05', timezone: 'Asia/Tokyo' };
    it.each([
      [{ timezone: 'UTC', rules: [on('monday', ['24:00', '02:00'])] }, '/rules/0/intervals/0/from'],
      [{ timezone: 'UTC', rules: [on('monday', ['09:00', '24:30'])] }, '/rules/0/intervals/0/to'],
      [{ timezone: 'UTC', rules: [on('monday', ['22:00', '06:00'], ['23:00', '23:30'])] }, '/rules/0/intervals/1'],
      [{ timezone: 'UTC', rules: [{ type: 'day', intervals: [] }] }, '/rules/0/type'],
      [{ timezone: 'UTC', rules: [], travel: {} }, '/travel'],
      [{ timezone: 'UTC', rules: [], travel: [null] }, '/travel/0'],
      [{ timezone: 'UTC', rules: [], travel: [{ ...away, to: '2026-11-30' }] }, '/travel/0/to'],
      [{ timezone: 'UTC', rules: [], travel: [{ ...away, from: '2026-02-30' }] }, '/travel/0/from'],
      [{ timezone: 'UTC', rules: [], travel: [{ ...away, timezone: 'Mars/Olympus' }] }, '/travel/0/timezone'],
      [{ timezone: 'UTC', rules: [], travel: [{ ...away, seat: '7A' }] }, '/travel/0/seat'],
      [{ timezone: 'UTC', rules: [], travel: [away, { ...away, from: '2026-12-05', to: '2026-12-06' }] }, '/travel/1'],
      [{ timezone: 'UTC', rules: [], travel: Array.from({ length: 5000 }, () => away) }, '/travel'],
      [{ timezone: 'Mars/Olympus', rules: [] }, '/timezone'],
      [{ rules: [] }, '/timezone'],
      [{ timezone: 5, rules: [] }, '/timezone'],
      [{ timezone: 'UTC' }, '/rules'],
      [{ timezone: 'UTC', rules: {} }, '/rules'],
      [{ timezone: 'UTC', rules: [null] }, '/rules/0'],
      [{ timezone: 'UTC', rules: [on('someday')] }, '/rules/0/day'],
      [{ timezone: 'UTC', rules: [on('monday', ['25:00', '17:00'])] }, '/rules/0/intervals/0/from'],
      [{ timezone: 'UTC', rules: [on('monday', ['09:00', '9pm'])] }, '/rules/0/intervals/0/to'],
      [{ timezone: 'UTC', rules: [on('monday', ['09:00', '12:00'], ['11:00', '13:00'])] }, '/rules/0/intervals/1'],
      [{ timezone: 'UTC', rules: [on('monday'), on('monday')] }, '/rules/1/day'],
      [{ timezone: 'UTC', rules: [{ type: 'date', date: '2026-02-30', intervals: [] }] }, '/rules/0/date'],
      [{ timezone: 'UTC', rules: [{ ...on('monday'), colour: 'red' }] }, '/rules/0/colour'],
      [{ timezone: 'UTC', rules: Array.from({ length: 5000 }, () => on('monday')) }, '/rules'],
      [
        {
          timezone: 'UTC',
          rules: [on('monday', ...Array.from({ length: 500 }, (): [string, string] => ['09:00', '10:00']))],
        },
        '/rules/0/intervals',
      ],
      [{ timezone: 'UTC', rules: [], colour: 'red' }, '/colour'],
    ])('are refused by name (%#)', async (hours, pointer) => {
      for (const answer of [
        await member.put('/v1/users/me/schedule', hours).expect(422),
        await owner.post('/v1/schedules', { name: 'X', ...hours }).expect(422),
      ]) {
        expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
      }
    });

    it.each([{ name: null }, { timezone: null }, { rules: null }, { userId: NOBODY }])(
      '%j changes nothing',
      async (patch) => {
        const { body } = await owner.post('/v1/schedules', { name: 'Y', timezone: 'UTC', rules: [] }).expect(201);
        const refused = await owner.patch(`/v1/schedules/${body.id}`, patch).expect(422);
        expect(refused.body.errors[0].pointer).toBe(`/${Object.keys(patch)[0]}`);
      },
    );
  });
});
