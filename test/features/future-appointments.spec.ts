import { book, offered, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import {
  aClass,
  aCollective,
  anUnassigned,
  aPersonal,
  aRoundRobin,
  newHosts,
  type TestCalendar,
} from '../kit/calendars';
import { anAccount, anEmail, TestUser } from '../kit/identity';
import { startTestApp, TestApp } from '../kit/test-app';

describe('what stands in the way of a change', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const statusOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.status;

  it('a booked calendar is not deleted, unless its appointments are kept or cancelled', async () => {
    const calendar = await aRoundRobin(owner);
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const { body } = await owner.delete(`/v1/calendars/${calendar.id}`).expect(409);
    expect(body).toMatchObject({
      type: expect.stringMatching(/\/has-future-appointments$/),
      appointments: [{ id, start: TUESDAY_10 }],
    });
    await owner.delete(`/v1/calendars/${calendar.id}?future=reassign`).expect(409);
    expect(await statusOf(id)).toBe('confirmed');
    await owner.delete(`/v1/calendars/${calendar.id}?future=keep`).expect(204);
    expect(await statusOf(id)).toBe('confirmed');
    await tryToBook(slotlink, calendar, '2026-11-24T16:00:00.000Z').expect(404);
    await owner.post(`/v1/appointments/${id}/reschedule`, { start: '2026-11-24T16:00:00.000Z' }).expect(200);

    const other = await aRoundRobin(owner);
    const gone = await book(slotlink, other, TUESDAY_10);
    await owner.delete(`/v1/calendars/${other.id}?future=cancel`).expect(204);
    expect(await statusOf(gone.id)).toBe('cancelled');
  });

  it('a host who leaves a round robin hands over to those who are free', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 2 });
    const { id, host } = await book(slotlink, calendar, TUESDAY_10);
    const staying = calendar.members.filter(({ userId }: { userId: string }) => userId !== host.userId);
    const path = `/v1/calendars/${calendar.id}`;
    await owner.patch(path, { members: staying }).expect(409);
    await owner.patch(`${path}?future=reassign`, { members: staying }).expect(200);
    const { body } = await owner.get(`/v1/appointments/${id}`).expect(200);
    expect(body).toMatchObject({ status: 'confirmed', start: TUESDAY_10, host: { userId: staying[0].userId } });
  });

  it('a user who is booked is not deleted; deleted, they host nothing any more', async () => {
    const [leaving, other] = await newHosts(owner, 2);
    const members = [{ userId: leaving!.userId }, { userId: other!.userId }];
    const calendar = await aRoundRobin(owner, { members });
    const hostUserId = leaving!.userId;
    const booking = { calendarId: calendar.id, contact: { name: 'Paul', email: 'paul@example.com' }, hostUserId };
    const { body } = await owner.post('/v1/appointments', { ...booking, start: TUESDAY_10 }).expect(201);
    await owner.delete(`/v1/users/${hostUserId}`).expect(409);
    await owner.delete(`/v1/users/${hostUserId}?future=cancel`).expect(204);
    expect(await statusOf(body.id)).toBe('cancelled');
    const left = await owner.get(`/v1/calendars/${calendar.id}`).expect(200);
    expect(left.body.members.map(({ userId }: { userId: string }) => userId)).toEqual([other!.userId]);
    await owner.post('/v1/appointments', { ...booking, start: TUESDAY_10 }).expect(422);
  });

  it('nobody takes over from a member of a collective', async () => {
    const calendar = await aCollective(owner, { hosts: 3 });
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const members = calendar.members.slice(0, 2);
    const { body } = await owner.patch(`/v1/calendars/${calendar.id}?future=reassign`, { members }).expect(409);
    expect(body.appointments).toEqual([{ id, start: TUESDAY_10 }]);
    await owner.patch(`/v1/calendars/${calendar.id}?future=keep`, { members }).expect(200);
    expect((await owner.get(`/v1/appointments/${id}`)).body.hosts).toHaveLength(3);
  });

  /** One of each type, each with a last member who can leave, and what becomes of appointments it hands over. */
  const kinds: Record<string, { make: () => Promise<TestCalendar>; other: object }> = {
    round_robin: { make: () => aRoundRobin(owner, { hosts: 2 }), other: { type: 'collective' } },
    collective: { make: () => aCollective(owner, { hosts: 3 }), other: { type: 'round_robin' } },
    class: { make: () => aClass(owner), other: { type: 'personal' } },
    personal: { make: () => aPersonal(owner), other: { type: 'class' } },
    unassigned: { make: () => anUnassigned(owner), other: {} },
  };
  const types = Object.keys(kinds);
  const lastOf = ({ members }: TestCalendar): string => members.at(-1).userId;

  /** Booked with the last member, who is one of a collective's hosts anyway. */
  async function booked(type: string) {
    const calendar = await kinds[type]!.make();
    const contact = { name: 'Petra', email: anEmail('petra') };
    const hostUserId = type === 'collective' || type === 'unassigned' ? undefined : lastOf(calendar);
    const booking = { calendarId: calendar.id, start: TUESDAY_10, contact, hostUserId };
    const { body } = await owner.post('/v1/appointments', booking).expect(201);
    return { calendar, appointment: body };
  }

  /** The same calendar without its last member; one that needs exactly one gets another. */
  async function withoutLast({ type, members }: TestCalendar): Promise<object[]> {
    if (type === 'class' || type === 'personal') return (await newHosts(owner, 1)).map(({ userId }) => ({ userId }));
    return members.slice(0, -1);
  }

  /** As a booked slot stays: `version` and the rest of the row may move on. */
  const slotOf = async ({ slotId }: { slotId: string }) =>
    slotlink.query(
      `SELECT starts_at, ends_at, capacity, live, array(SELECT host_id FROM slot_hosts WHERE slot_id = id ORDER BY 1)
       FROM slots WHERE id = $1`,
      [slotId],
    );

  describe.each(types)('in a booked %s', (type) => {
    const nobodyElse = 409;

    it.each([
      [undefined, 409, 'confirmed'],
      ['cancel', 204, 'cancelled'],
      ['keep', 204, 'confirmed'],
      ['reassign', nobodyElse, 'confirmed'],
    ])('deleting it with future=%s is answered %i', async (future, status, outcome) => {
      const { calendar, appointment } = await booked(type);
      const before = await slotOf(appointment);
      const path = `/v1/calendars/${calendar.id}${future ? `?future=${future}` : ''}`;
      expect((await owner.delete(path)).status).toBe(status);
      expect(await statusOf(appointment.id)).toBe(outcome);
      if (outcome === 'confirmed') expect(await slotOf(appointment)).toEqual(before);
    });

    it.each([
      [undefined, 409, 'confirmed'],
      ['cancel', 200, 'cancelled'],
      ['keep', 200, 'confirmed'],
      ['reassign', nobodyElse, 'confirmed'],
    ])('changing its type with future=%s is answered %i', async (future, status, outcome) => {
      const { calendar, appointment } = await booked(type);
      const before = await slotOf(appointment);
      const members = calendar.members.map((member: object, index: number) => ({ ...member, isOwner: index === 0 }));
      const toPersonal = { type: 'personal', members: (await newHosts(owner, 1)).map(({ userId }) => ({ userId })) };
      const change = type === 'unassigned' ? toPersonal : { ...kinds[type]!.other, members };
      const path = `/v1/calendars/${calendar.id}${future ? `?future=${future}` : ''}`;
      expect((await owner.patch(path, change)).status).toBe(status);
      expect(await statusOf(appointment.id)).toBe(outcome);
      if (outcome === 'confirmed') expect(await slotOf(appointment)).toEqual(before);
    });
  });

  describe.each(types.filter((type) => type !== 'unassigned'))('a host of a booked %s', (type) => {
    it.each([
      [undefined, 409, 'confirmed'],
      ['cancel', 200, 'cancelled'],
      ['keep', 200, 'confirmed'],
      ['reassign', type === 'collective' ? 409 : 200, 'confirmed'],
    ])('leaving it with future=%s is answered %i', async (future, status, outcome) => {
      const { calendar, appointment } = await booked(type);
      const before = await slotOf(appointment);
      const path = `/v1/calendars/${calendar.id}${future ? `?future=${future}` : ''}`;
      const members = (await withoutLast(calendar)) as { userId: string }[];
      expect((await owner.patch(path, { members })).status).toBe(status);
      const { body: after } = await owner.get(`/v1/appointments/${appointment.id}`).expect(200);
      expect(after.status).toBe(outcome);
      const handed = future === 'reassign' && status === 200;
      if (handed) expect(after).toMatchObject({ start: TUESDAY_10, host: { userId: members[0]!.userId } });
      else if (outcome === 'confirmed') expect(await slotOf(appointment)).toEqual(before);
    });

    it.each([
      [undefined, 409, 'confirmed'],
      ['cancel', 204, 'cancelled'],
      ['keep', 422, 'confirmed'],
      ['reassign', type === 'round_robin' ? 204 : 409, 'confirmed'],
    ])('deleted with future=%s is answered %i', async (future, status, outcome) => {
      const { calendar, appointment } = await booked(type);
      const path = `/v1/users/${lastOf(calendar)}${future ? `?future=${future}` : ''}`;
      expect((await owner.delete(path)).status).toBe(status);
      const { body: after } = await owner.get(`/v1/appointments/${appointment.id}`).expect(200);
      expect(after.status).toBe(outcome);
      if (status === 204 && future === 'reassign') expect(after.host.userId).toBe(calendar.members[0].userId);
    });
  });

  it('nobody hands over to who leaves as well', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 3 });
    const [first, second, third] = calendar.members as { userId: string }[];
    const ids: string[] = [];
    for (const { userId: hostUserId } of [first!, second!]) {
      const contact = { name: 'Petra', email: anEmail('petra') };
      const booking = { calendarId: calendar.id, start: TUESDAY_10, contact, hostUserId };
      ids.push((await owner.post('/v1/appointments', booking).expect(201)).body.id);
    }
    const path = `/v1/calendars/${calendar.id}?future=reassign`;
    const { body } = await owner.patch(path, { members: [third] }).expect(409);
    expect(body.appointments).toHaveLength(1);
    await owner.post(`/v1/appointments/${ids[1]!}/reschedule`, { start: TUESDAY_11 }).expect(200);
    await owner.patch(path, { members: [third] }).expect(200);
    const { body: list } = await owner.get(`/v1/appointments?calendarId=${calendar.id}`).expect(200);
    const hostsNow = list.items.map(({ host }: { host: { userId: string } }) => host.userId);
    expect(hostsNow).toEqual([third!.userId, third!.userId]);
  });

  it('another host takes over however near or far the start is by now', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 2 });
    const { id, host } = await book(slotlink, calendar, TUESDAY_10);
    const later = await book(slotlink, calendar, '2026-12-08T15:00:00.000Z');
    const path = `/v1/calendars/${calendar.id}`;
    const ids = calendar.members.map(({ userId }: { userId: string }) => userId);
    const other = (userId: string) => ids.find((one: string) => one !== userId);
    await owner.patch(path, { minimumNotice: 'P3D' }).expect(200);
    await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: other(host.userId) }).expect(200);
    await owner.patch(path, { minimumNotice: null, bookingWindow: 'P3D' }).expect(200);
    await owner.post(`/v1/appointments/${later.id}/reassign`, { hostUserId: other(later.host.userId) }).expect(200);
    const moved = await owner.post(`/v1/appointments/${later.id}/reschedule`, { start: '2026-12-08T16:00:00.000Z' });
    expect(moved.body.reason).toBe('beyond-window');
    await owner.patch(path, { bookingWindow: null, minimumNotice: 'P30D' }).expect(200);
    await owner.patch(`${path}?future=reassign`, { members: [{ userId: ids[0] }] }).expect(200);
    for (const each of [id, later.id]) {
      expect((await owner.get(`/v1/appointments/${each}`)).body.host.userId).toBe(ids[0]);
    }
  });

  it('keeps end, seats and hosts of a shared slot whatever becomes of its calendar', async () => {
    const calendar = await aClass(owner, { appointmentsPerSlot: 3 });
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const path = `/v1/calendars/${calendar.id}`;
    await owner.patch(path, { slotDuration: 'PT1H', appointmentsPerSlot: 1, postBuffer: 'PT15M' }).expect(200);
    const second = await book(slotlink, calendar, TUESDAY_10);
    expect(second.end).toBe('2026-11-24T15:30:00.000Z');
    await book(slotlink, calendar, TUESDAY_10);
    await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
    const ends = { end: '2026-11-24T16:00:00.000Z' };
    expect((await owner.patch(`/v1/appointments/${id}`, ends).expect(409)).body.type).toMatch(/\/slot-shared$/);
  });

  it('nobody is booked into a calendar that is deleted at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const calendar = await aRoundRobin(owner);
      const [removal, booking] = await Promise.all([
        owner.delete(`/v1/calendars/${calendar.id}`),
        tryToBook(slotlink, calendar, TUESDAY_10),
      ]);
      expect([[204, 404].toString(), [409, 201].toString()]).toContain([removal.status, booking.status].toString());
    }
  });

  it('keeps what is booked when hours change', async () => {
    const calendar = await aRoundRobin(owner);
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const { userId } = calendar.members[0];
    await owner.put(`/v1/users/${userId}/schedule`, { timezone: 'America/New_York', rules: [] }).expect(200);
    expect(await offered(slotlink, calendar, '2026-11-24', '2026-11-30')).toEqual([]);
    expect(await statusOf(id)).toBe('confirmed');
  });
});
