import { book, offered, TUESDAY_10, tryToBook } from '../kit/booking';
import { aCollective, aRoundRobin, newHosts } from '../kit/calendars';
import { anAccount, TestUser } from '../kit/identity';
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
