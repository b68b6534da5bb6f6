import { book, offered, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import {
  aClass,
  aCollective,
  aPersonal,
  aRoundRobin,
  anUnassigned,
  newHosts,
  type TestCalendar,
} from '../kit/calendars';
import { type TestUser, anAccount, anEmail } from '../kit/identity';
import { type TestApp, startTestApp } from '../kit/test-app';
import { connectZoom } from '../kit/zoom';

const DAY = ['2026-11-24', '2026-11-24'] as const;
const ZOOM = { kind: 'zoom' };

describe('the types of calendar', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const slotAt = async (calendar: TestCalendar, start: string) => {
    const { body } = await owner.get(`/v1/calendars/${calendar.id}/free-slots?from=2026-11-24&to=2026-11-24`);
    return body.days
      .flatMap(({ slots }: { slots: { start: string }[] }) => slots)
      .find((slot: { start: string }) => slot.start === start);
  };
  const holdsOf = ({ slug }: TestCalendar) => `/v1/public/calendars/${slug}/holds`;
  const forStaff = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body;

  describe.each([
    ['a class', aClass],
    ['a personal calendar', aPersonal],
  ])('%s', (_, aCalendar) => {
    it('is offered, held and booked with its one host, whose time it takes everywhere', async () => {
      const [host] = await newHosts(owner, 1);
      const members = [{ userId: host!.userId }];
      const calendar = await aCalendar(owner, { members, appointmentsPerSlot: 1 });
      const elsewhere = await aRoundRobin(owner, { members });
      expect(await slotAt(calendar, TUESDAY_10)).toMatchObject({ seats: 1, hosts: [host!.userId] });
      const { body: hold } = await slotlink.http.post(holdsOf(calendar)).send({ start: TUESDAY_10 }).expect(201);
      await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
      await tryToBook(slotlink, elsewhere, TUESDAY_10).expect(409);
      const { id } = await book(slotlink, calendar, TUESDAY_10, { holdToken: hold.token });
      expect(await forStaff(id)).toMatchObject({
        status: 'confirmed',
        host: { userId: host!.userId },
        hosts: [{ userId: host!.userId }],
      });
      expect(await offered(slotlink, elsewhere, ...DAY)).not.toContain(TUESDAY_10);
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
      expect(await offered(slotlink, calendar, ...DAY)).toContain(TUESDAY_10);
      await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: host!.userId }).expect(409);
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      expect(await offered(slotlink, elsewhere, ...DAY)).toContain(TUESDAY_11);
    });

    it('is booked by staff, with its host named or not, and over everything', async () => {
      const calendar = await aCalendar(owner, { appointmentsPerSlot: 1 });
      const contact = { name: 'Paul', email: anEmail('paul') };
      const booking = { calendarId: calendar.id, contact, start: TUESDAY_10 };
      const hostUserId = calendar.members[0].userId;
      await owner.post('/v1/appointments', { ...booking, hostUserId: owner.userId }).expect(422);
      await owner.post('/v1/appointments', { ...booking, hostUserId }).expect(201);
      const sunday = { ...booking, start: '2026-11-29T03:00:00.000Z', overrideAvailability: true };
      const { body } = await owner.post('/v1/appointments', sunday).expect(201);
      expect(body).toMatchObject({ forced: true, hosts: [{ userId: hostUserId }] });
      const zoom = { ...booking, start: TUESDAY_11, location: ZOOM };
      expect((await owner.post('/v1/appointments', zoom).expect(422)).body.type).toMatch(/zoom-needs-group-calendar$/);
    });

    it('has no Zoom of its own: the host’s default of Zoom becomes the fallback', async () => {
      const [host] = await newHosts(owner, 1);
      await connectZoom(slotlink, host!);
      const calendar = await aCalendar(owner, { members: [{ userId: host!.userId }] });
      const group = await aRoundRobin(owner, {
        members: [{ userId: host!.userId, meetingLocation: { kind: 'phone', value: '+1 555 0100' } }],
      });
      const path = `/v1/calendars/${calendar.id}/members/${host!.userId}/meeting-location`;
      const link = { kind: 'custom', value: 'https://meet.example.com/room' };
      expect((await owner.put(path, ZOOM).expect(422)).body.type).toMatch(/zoom-needs-group-calendar$/);
      await owner.put(path, link).expect(200);
      const { body: applied } = await host!
        .put('/v1/users/me/default-meeting-location', { ...ZOOM, applyToCalendars: 'all' })
        .expect(200);
      expect(applied).toMatchObject({
        changed: [group.id],
        skipped: [{ calendarId: calendar.id, reason: 'zoom-needs-group-calendar' }],
      });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      expect((await forStaff(id)).meetingLocation).toMatchObject({ kind: 'custom', state: 'none', value: link.value });
      await owner.put(path, { kind: 'default' }).expect(200);
      const later = await book(slotlink, calendar, TUESDAY_11);
      expect(later.meetingLocation).toMatchObject({ state: 'none', value: 'The host will send you the details' });
      const { body } = await slotlink.http.get(`/v1/public/calendars/${calendar.slug}`).expect(200);
      expect(body).toMatchObject({ type: calendar.type, locationKind: 'custom', locationKinds: ['custom'] });
      const members = [{ userId: host!.userId, meetingLocation: ZOOM }];
      const refused = await owner.patch(`/v1/calendars/${calendar.id}`, { members }).expect(422);
      expect(refused.body.type).toMatch(/zoom-needs-group-calendar$/);
      expect(refused.body.errors[0].pointer).toBe('/members/0/meetingLocation');
    });

    it('takes nobody in while it has lost its host', async () => {
      const calendar = await aCalendar(owner);
      await owner.delete(`/v1/users/${calendar.members[0].userId}`).expect(204);
      expect(await offered(slotlink, calendar, ...DAY)).toEqual([]);
      expect((await tryToBook(slotlink, calendar, TUESDAY_10).expect(422)).body.reason).toBe('no-hosts');
      const contact = { name: 'Paul', email: anEmail('paul') };
      const forced = { calendarId: calendar.id, contact, start: TUESDAY_10, overrideAvailability: true };
      await owner.post('/v1/appointments', forced).expect(422);
      await owner.patch(`/v1/calendars/${calendar.id}`, { name: 'Waiting for a host' }).expect(200);
    });
  });

  it('a class seats everybody in one slot', async () => {
    const calendar = await aClass(owner, { appointmentsPerSlot: 3, eventTitle: '[[contact.name]]' });
    const seats = [await book(slotlink, calendar, TUESDAY_10), await book(slotlink, calendar, TUESDAY_10)];
    const [first, second] = await Promise.all(seats.map(({ id }) => forStaff(id)));
    expect(second.slotId).toBe(first.slotId);
    expect(await slotAt(calendar, TUESDAY_10)).toMatchObject({ seats: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => tryToBook(slotlink, calendar, TUESDAY_10)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await slotAt(calendar, TUESDAY_10)).toBeUndefined();
    await owner.post(`/v1/appointments/${first.id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    expect(await slotAt(calendar, TUESDAY_10)).toMatchObject({ seats: 1 });
  });

  it('a class of 9,999 fills to its last seat', async () => {
    const calendar = await aClass(owner, { appointmentsPerSlot: 9999 });
    const first = await book(slotlink, calendar, TUESDAY_10);
    const columns = await slotlink.query<{ name: string }>(
      `SELECT quote_ident(column_name) AS name FROM information_schema.columns
       WHERE table_schema = 'public' AND table_name = 'appointments' AND column_name <> 'id' ORDER BY 1`,
    );
    const rest = columns.map(({ name }) => name).join(', ');
    await slotlink.query(
      `INSERT INTO appointments (id, ${rest})
       SELECT gen_random_uuid(), ${rest} FROM appointments, generate_series(1, 9997) WHERE id = $1`,
      [first.id],
    );
    expect(await slotAt(calendar, TUESDAY_10)).toMatchObject({ seats: 1 });
    const answers = await Promise.all([1, 2, 3].map(() => tryToBook(slotlink, calendar, TUESDAY_10)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(await slotAt(calendar, TUESDAY_10)).toBeUndefined();
    await owner.post(`/v1/appointments/${first.id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    expect(await slotAt(calendar, TUESDAY_10)).toMatchObject({ seats: 1 });
    expect(await slotAt(calendar, TUESDAY_11)).toMatchObject({ seats: 9998 });
  });

  describe('refuse what doesn’t fit them', () => {
    const place = { location: { kind: 'phone' } };
    let one: object[];
    let two: object[];
    let panel: object[];
    beforeAll(async () => {
      const [a, b] = (await newHosts(owner, 2)).map(({ userId }) => ({ userId }));
      [one, two, panel] = [[a!], [a!, b!], [{ ...a, isOwner: true }, b!]];
    });
    const members = { none: () => [], one: () => one, two: () => two, panel: () => panel };

    it.each<[string, keyof typeof members, object, string]>([
      ['class', 'none', {}, '/members'],
      ['class', 'two', {}, '/members'],
      ['class', 'one', { appointmentsPerSlot: 10_000 }, '/appointmentsPerSlot'],
      ['class', 'one', { lookBusyPercent: 10 }, '/lookBusyPercent'],
      ['class', 'one', { stickyContact: true }, '/stickyContact'],
      ['class', 'one', place, '/location'],
      ['personal', 'none', {}, '/members'],
      ['personal', 'two', {}, '/members'],
      ['personal', 'one', { appointmentsPerSlot: 1001 }, '/appointmentsPerSlot'],
      ['personal', 'one', { stickyContact: true }, '/stickyContact'],
      ['personal', 'one', place, '/location'],
      ['collective', 'panel', { stickyContact: true }, '/stickyContact'],
      ['collective', 'panel', { appointmentsPerSlot: 1001 }, '/appointmentsPerSlot'],
      ['collective', 'panel', place, '/location'],
      ['collective', 'two', {}, '/members'],
      ['round_robin', 'none', {}, '/members'],
      ['round_robin', 'one', { appointmentsPerSlot: 1001 }, '/appointmentsPerSlot'],
      ['round_robin', 'one', place, '/location'],
      ['unassigned', 'one', place, '/members'],
      ['unassigned', 'none', {}, '/location'],
      ['unassigned', 'none', { ...place, stickyContact: true }, '/stickyContact'],
      ['unassigned', 'none', { ...place, appointmentsPerHostPerDay: 3 }, '/appointmentsPerHostPerDay'],
    ])('%s with members: %s, and %j', async (type, who, settings, pointer) => {
      const input = { name: 'X', type, members: members[who](), ...settings };
      const { body } = await owner.post('/v1/calendars', input).expect(422);
      expect(body.errors).toEqual([{ pointer, detail: expect.any(String) }]);
    });

    it.each([
      ['class', [{ optional: true }], '/members/0/optional'],
      ['personal', [{ optional: true }], '/members/0/optional'],
      ['round_robin', [{}, { optional: true }], '/members/1/optional'],
      ['round_robin', [{ isOwner: true }, { isOwner: true }], '/members/1/isOwner'],
      ['collective', [{ isOwner: true, optional: true }, {}], '/members/0/optional'],
    ])('%s with members %j', async (type, roles, pointer) => {
      const ids = two as { userId: string }[];
      const input = { name: 'X', type, members: roles.map((role, index) => ({ ...ids[index], ...role })) };
      const { body } = await owner.post('/v1/calendars', input).expect(422);
      expect(body.errors).toEqual([{ pointer, detail: expect.any(String) }]);
    });

    it('and take what does', async () => {
      const [a, b] = two as [object, object];
      await aClass(owner, { members: [a], appointmentsPerSlot: 9999, appointmentsPerHostPerDay: 4 });
      await aClass(owner, { members: [{ ...a, isOwner: true }] });
      await aPersonal(owner, { members: [a], appointmentsPerSlot: 1000, lookBusyPercent: 100 });
      await aRoundRobin(owner, { members: [a, b], stickyContact: true, lookBusyPercent: 50 });
      await aCollective(owner, {
        members: [
          { ...a, isOwner: true },
          { ...b, optional: true },
        ],
      });
      await anUnassigned(owner, { lookBusyPercent: 50 });
    });
  });

  describe('changed', () => {
    it('leave behind what the new one has no use for', async () => {
      const calendar = await aRoundRobin(owner, { stickyContact: true, lookBusyPercent: 20 });
      const path = `/v1/calendars/${calendar.id}`;
      const insisting = await owner.patch(path, { type: 'class', lookBusyPercent: 20 }).expect(422);
      expect(insisting.body.errors).toEqual([{ pointer: '/lookBusyPercent', detail: expect.any(String) }]);
      const { body: asClass } = await owner.patch(path, { type: 'class', appointmentsPerSlot: 5000 }).expect(200);
      expect(asClass).toMatchObject({ type: 'class', stickyContact: false, lookBusyPercent: 0 });
      const { body: refused } = await owner.patch(path, { type: 'personal' }).expect(422);
      expect(refused.errors[0].pointer).toBe('/appointmentsPerSlot');
      await owner.patch(path, { type: 'personal', appointmentsPerSlot: 1 }).expect(200);
      await owner.patch(path, { type: 'unassigned' }).expect(422);
      await owner.patch(path, { type: 'unassigned', members: [], location: { kind: 'phone' } }).expect(200);
      const members = calendar.members.map(({ userId }: { userId: string }) => ({ userId }));
      const { body: back } = await owner.patch(path, { type: 'round_robin', members }).expect(200);
      expect(back).toMatchObject({ location: null, members: [{ optional: false }] });
    });

    it('wait for every member again when a collective is one no more', async () => {
      const calendar = await aCollective(owner);
      const path = `/v1/calendars/${calendar.id}`;
      const [first, second] = calendar.members;
      await owner.patch(path, { members: [first, { ...second, optional: true }] }).expect(200);
      const { body } = await owner.patch(path, { type: 'round_robin' }).expect(200);
      expect(body.members).toMatchObject([{ optional: false }, { optional: false }]);
    });

    it('end what is held: it has the hosts of the type before', async () => {
      const calendar = await anUnassigned(owner);
      const { body: hold } = await slotlink.http.post(holdsOf(calendar)).send({ start: TUESDAY_10 }).expect(201);
      const members = (await newHosts(owner, 1)).map(({ userId }) => ({ userId }));
      await owner.patch(`/v1/calendars/${calendar.id}`, { type: 'personal', members }).expect(200);
      const { body } = await tryToBook(slotlink, calendar, TUESDAY_10, { holdToken: hold.token }).expect(409);
      expect(body.type).toMatch(/\/hold-expired$/);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      expect((await forStaff(id)).host.userId).toBe(members[0]!.userId);
    });
  });

  describe('of whatever kind', () => {
    const kinds = {
      round_robin: (userIds: string[]) => ({ members: userIds.map((userId) => ({ userId })) }),
      collective: (userIds: string[]) => ({
        members: userIds.map((userId, index) => ({ userId, isOwner: index === 0, optional: index === 2 })),
      }),
      class: ([userId]: string[]) => ({ members: [{ userId }], appointmentsPerSlot: 30 }),
      personal: ([userId]: string[]) => ({ members: [{ userId }] }),
      unassigned: () => ({ members: [], location: { kind: 'address', value: '1 Main Street' } }),
    };
    const types = Object.keys(kinds) as (keyof typeof kinds)[];
    const make = async (type: keyof typeof kinds, userIds: string[]): Promise<TestCalendar> =>
      (await owner.post('/v1/calendars', { name: 'Any', type, ...kinds[type](userIds) }).expect(201)).body;

    it.each(types)('a %s is explained, and books series', async (type) => {
      const userIds = (await newHosts(owner, 3)).map(({ userId }) => userId);
      const calendar = await make(type, userIds);
      const path = `/v1/calendars/${calendar.id}`;
      const explained = await owner.get(`${path}/explain?start=${TUESDAY_10}`).expect(200);
      expect(explained.body).toMatchObject({ offered: true, reason: null });
      const { body } = await owner
        .post('/v1/appointments', {
          calendarId: calendar.id,
          start: TUESDAY_10,
          contact: { name: 'Serena', email: anEmail('serena') },
          recurrence: { rrule: 'FREQ=WEEKLY;COUNT=3', onConflict: 'skip', host: 'same' },
        })
        .expect(201);
      expect(body.appointments).toHaveLength(3);
      const hosted = body.appointments.map(({ hosts }: { hosts: object[] }) => hosts.length);
      const expected = { round_robin: 1, collective: 3, class: 1, personal: 1, unassigned: 0 }[type];
      expect(hosted).toEqual([expected, expected, expected]);
      for (const each of body.appointments) {
        expect((await owner.get(`/v1/appointments/${each.id}/assignment`)).status).toBeLessThan(500);
      }
    });

    it('an appointment put on Zoom leaves it when it is moved in a calendar that makes no meetings any more', async () => {
      const userIds = (await newHosts(owner, 1)).map(({ userId }) => userId);
      const calendar = await make('round_robin', userIds);
      const contact = { name: 'Zoe', email: anEmail('zoe') };
      const booking = { calendarId: calendar.id, start: TUESDAY_10, contact, location: ZOOM };
      const { body } = await owner.post('/v1/appointments', booking).expect(201);
      await owner.patch(`/v1/calendars/${calendar.id}?future=keep`, { type: 'personal' }).expect(200);
      expect((await forStaff(body.id)).meetingLocation.kind).toBe('zoom');
      await owner.post(`/v1/appointments/${body.id}/reschedule`, { start: TUESDAY_11 }).expect(200);
      expect((await forStaff(body.id)).meetingLocation).toMatchObject({ kind: 'custom', state: 'none' });
    });

    const pairs = types.flatMap((from) => types.flatMap((to) => (from === to ? [] : [[from, to] as const])));
    it.each(pairs)('what was booked in a %s is moved, cancelled and revived in the %s it becomes', async (from, to) => {
      const userIds = (await newHosts(owner, 3)).map(({ userId }) => userId);
      const calendar = await make(from, userIds);
      const { id, publicToken } = await book(slotlink, calendar, TUESDAY_10);
      const guests = await book(slotlink, calendar, TUESDAY_11);
      const seats = to === 'class' ? {} : { appointmentsPerSlot: 1 };
      const change = { type: to, ...seats, ...kinds[to](userIds) };
      await owner.patch(`/v1/calendars/${calendar.id}?future=keep`, change).expect(200);
      const kept = await forStaff(id);
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: '2026-11-24T18:00:00.000Z' }).expect(200);
      const moved = await forStaff(id);
      const expected = { round_robin: 1, collective: 3, class: 1, personal: 1, unassigned: 0 }[to];
      expect(moved.hosts).toHaveLength(expected);
      expect(kept.end).toBe('2026-11-24T15:30:00.000Z');
      const again = { start: '2026-11-24T19:00:00.000Z' };
      await slotlink.http.post(`/v1/public/appointments/${guests.publicToken}/reschedule`).send(again).expect(200);
      await slotlink.http.post(`/v1/public/appointments/${publicToken}/cancel`).send({}).expect(200);
      await owner.patch(`/v1/appointments/${id}`, { status: 'confirmed' }).expect(200);
      expect((await forStaff(id)).hosts).toHaveLength(expected);
      const free = await slotAt(calendar, '2026-11-24T18:00:00.000Z');
      if (to === 'class') expect(free).toMatchObject({ seats: 29 });
      else if (to !== 'round_robin') expect(free).toBeUndefined();
      await owner.delete(`/v1/calendars/${calendar.id}?future=cancel`).expect(204);
      expect((await forStaff(guests.id)).status).toBe('cancelled');
    });
  });
});
