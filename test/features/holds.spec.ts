import { book, offered, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import { aRoundRobin, TestCalendar } from '../kit/calendars';
import { anAccount, TestUser } from '../kit/identity';
import { MONDAY, startTestApp, TestApp } from '../kit/test-app';

const DAY = ['2026-11-24', '2026-11-24'] as const;
const MINUTE = 60_000;

describe('holding a slot', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());
  beforeEach(() => slotlink.clock.set(MONDAY));

  const holds = (calendar: TestCalendar) => `/v1/public/calendars/${calendar.slug}/holds`;
  const hold = async (calendar: TestCalendar, start = TUESDAY_10) =>
    (await slotlink.http.post(holds(calendar)).send({ start }).expect(201)).body;

  it('keeps it from others for five minutes, and needs no cleaner afterwards', async () => {
    const calendar = await aRoundRobin(owner);
    const { expiresAt } = await hold(calendar);
    expect(expiresAt).toBe('2026-11-23T08:05:00.000Z');
    await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
    await slotlink.http.post(holds(calendar)).send({ start: TUESDAY_10 }).expect(409);
    expect(await offered(slotlink, calendar, ...DAY)).not.toContain(TUESDAY_10);
    await slotlink.clock.advance(5 * MINUTE);
    expect(await offered(slotlink, calendar, ...DAY)).toContain(TUESDAY_10);
    await book(slotlink, calendar, TUESDAY_10);
  });

  it('becomes the booking of whoever has the token, once', async () => {
    const calendar = await aRoundRobin(owner);
    const { token: holdToken } = await hold(calendar);
    const appointment = await book(slotlink, calendar, TUESDAY_10, { holdToken });
    expect(appointment).toMatchObject({ status: 'confirmed', title: 'Petra Prospect and Host 1' });
    const { body } = await tryToBook(slotlink, calendar, TUESDAY_10, { holdToken }).expect(409);
    expect(body.type).toMatch(/\/hold-expired$/);
  });

  it('is extended once', async () => {
    const calendar = await aRoundRobin(owner);
    const { token } = await hold(calendar);
    await slotlink.clock.advance(4 * MINUTE);
    const { body } = await slotlink.http.put(`${holds(calendar)}/${token}`).expect(200);
    expect(body.expiresAt).toBe('2026-11-23T08:09:00.000Z');
    await slotlink.http.put(`${holds(calendar)}/${token}`).expect(409);
    await slotlink.clock.advance(4 * MINUTE);
    await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
  });

  it('is over when it is over', async () => {
    const calendar = await aRoundRobin(owner);
    const { token } = await hold(calendar);
    await slotlink.clock.advance(6 * MINUTE);
    for (const answer of [
      await slotlink.http.put(`${holds(calendar)}/${token}`),
      await tryToBook(slotlink, calendar, TUESDAY_10, { holdToken: token }),
    ]) {
      expect(answer.body).toMatchObject({ status: 409, type: expect.stringMatching(/\/hold-expired$/) });
    }
  });

  it('is freed by its holder', async () => {
    const calendar = await aRoundRobin(owner);
    const { token } = await hold(calendar);
    await slotlink.http.delete(`${holds(calendar)}/${token}`).expect(204);
    expect(await offered(slotlink, calendar, ...DAY)).toContain(TUESDAY_10);
  });

  it('takes one seat of a shared slot, and leaves the others', async () => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 3 });
    await book(slotlink, calendar, TUESDAY_10);
    const { token: holdToken } = await hold(calendar);
    await book(slotlink, calendar, TUESDAY_10);
    await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
    await book(slotlink, calendar, TUESDAY_10, { holdToken });
    await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
  });

  it('names another start or calendar in vain', async () => {
    const [calendar, other] = [await aRoundRobin(owner), await aRoundRobin(owner)];
    const { token: holdToken } = await hold(calendar);
    await tryToBook(slotlink, calendar, TUESDAY_11, { holdToken }).expect(422);
    await tryToBook(slotlink, other, TUESDAY_10, { holdToken }).expect(404);
    await tryToBook(slotlink, calendar, TUESDAY_10, { holdToken: 'made-up' }).expect(404);
    await slotlink.http.delete(`${holds(other)}/${holdToken}`).expect(404);
  });

  it('leaves naming the slot to whoever books it first, with the hold or without', async () => {
    const place = { kind: 'custom', value: 'https://meet.example.com/team' };
    const host = await owner.addUser();
    const members = [{ userId: host.userId, meetingLocation: place }];
    const calendar = await aRoundRobin(owner, { members, appointmentsPerSlot: 3 });
    const { token: holdToken } = await hold(calendar);
    for (const overrides of [{}, { holdToken }]) {
      const { meetingLocation } = await book(slotlink, calendar, TUESDAY_10, overrides);
      expect(meetingLocation).toMatchObject(place);
    }
  });

  it('is worth nothing in a calendar that takes no bookings any more', async () => {
    const calendar = await aRoundRobin(owner);
    const { token: holdToken } = await hold(calendar);
    await owner.patch(`/v1/calendars/${calendar.id}`, { active: false }).expect(200);
    const { body } = await tryToBook(slotlink, calendar, TUESDAY_10, { holdToken }).expect(409);
    expect(body.type).toMatch(/\/calendar-inactive$/);
  });

  it('ends with its calendar: its host is free at once', async () => {
    const { userId } = await owner.addUser();
    const calendar = await aRoundRobin(owner, { members: [{ userId }] });
    await hold(calendar);
    await owner.delete(`/v1/calendars/${calendar.id}`).expect(204);
    await book(slotlink, await aRoundRobin(owner, { members: [{ userId }] }), TUESDAY_10);
  });

  it('is worth nothing once its host has left', async () => {
    const calendar = await aRoundRobin(owner);
    const { token: holdToken } = await hold(calendar);
    const [leaving] = calendar.members as { userId: string }[];
    const staying = await owner.addUser();
    await owner.patch(`/v1/calendars/${calendar.id}`, { members: [{ userId: staying.userId }] }).expect(200);
    await owner.delete(`/v1/users/${leaving!.userId}`).expect(204);
    const { body } = await tryToBook(slotlink, calendar, TUESDAY_10, { holdToken }).expect(409);
    expect(body.type).toMatch(/\/hold-expired$/);
    await book(slotlink, calendar, TUESDAY_10);
  });

  it('that ended does not keep the appointment before it from growing; one that lives does', async () => {
    const calendar = await aRoundRobin(owner);
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await hold(calendar, '2026-11-24T15:30:00.000Z');
    const longer = { end: '2026-11-24T15:45:00.000Z' };
    await owner.patch(`/v1/appointments/${id}`, longer).expect(409);
    await slotlink.clock.advance(6 * MINUTE);
    await owner.patch(`/v1/appointments/${id}`, longer).expect(200);
  });
});
