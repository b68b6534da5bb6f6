import { book, tryToBook, TUESDAY_10 } from '../kit/booking';
import { aRoundRobin, newHosts, type TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { startTestApp, type TestApp } from '../kit/test-app';

const CLIENTS = 200;
const ROUNDS = 8;
const HOUR = 3_600_000;

/** Tuesday, so many hours after 10:00 in New York. */
const hour = (after: number) => new Date(Date.parse(TUESDAY_10) + after * HOUR).toISOString();

describe('crowds on two instances', () => {
  let slotlink: TestApp;
  let second: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    second = await startTestApp({ beside: slotlink });
    owner = await anAccount(slotlink);
  });
  afterEach(async () => {
    expect(await slotlink.query(OVERLAPS)).toEqual([]);
    expect(await slotlink.query(OVERFULL)).toEqual([]);
    const [database] = await slotlink.query<{ deadlocks: string }>(
      `SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()`,
    );
    expect(database).toEqual({ deadlocks: '0' });
  });
  afterAll(async () => {
    await second.close();
    await slotlink.close();
  });

  const instance = (i: number) => (i % 2 === 0 ? slotlink : second);

  /** All at once, every other one to the other instance. @returns how many got which status */
  async function crowd(size: number, ask: (app: TestApp, i: number) => PromiseLike<{ status: number }>) {
    const answers = await Promise.all(Array.from({ length: size }, (_, i) => ask(instance(i), i)));
    const counts: Record<number, number> = {};
    for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  const hold = ({ http }: TestApp, { slug }: TestCalendar, start: string) =>
    http.post(`/v1/public/calendars/${slug}/holds`).send({ start });

  it.each([1, 5])('a slot of capacity %i has as many winners, and everybody else is refused', async (capacity) => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: capacity });
    const counts = await crowd(CLIENTS, (app) => tryToBook(app, calendar, TUESDAY_10));
    expect(counts).toEqual({ 201: capacity, 409: CLIENTS - capacity });
  });

  it('holds and bookings share the seats', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 2, appointmentsPerSlot: 2 });
    const counts = await crowd(CLIENTS, (app, i) =>
      i % 4 < 2 ? hold(app, calendar, TUESDAY_10) : tryToBook(app, calendar, TUESDAY_10),
    );
    expect(counts).toEqual({ 201: 4, 409: CLIENTS - 4 });
  });

  it('neighbouring starts that overlap have one winner among them', async () => {
    const calendar = await aRoundRobin(owner, { slotDuration: 'PT1H', slotInterval: 'PT15M' });
    const starts = [0, 0.25, 0.5, 0.75].map(hour);
    const counts = await crowd(CLIENTS, (app, i) => tryToBook(app, calendar, starts[i % 4]!));
    // 10:00 and 10:45 both leave the other three out, and so does each between them.
    expect(counts).toEqual({ 201: 1, 409: CLIENTS - 1 });
  });

  it('what waits to be confirmed is confirmed once, by whomever', async () => {
    const calendar = await aRoundRobin(owner, { autoConfirm: false });
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const rivals = await crowd(20, (app) => tryToBook(app, calendar, TUESDAY_10));
    expect(rivals).toEqual({ 409: 20 });
    const counts = await crowd(20, (app) =>
      app.http
        .patch(`/v1/appointments/${id}`)
        .set('authorization', `Bearer ${owner.token}`)
        .send({ status: 'confirmed' }),
    );
    expect(Object.keys(counts).filter((status) => status !== '200' && status !== '409')).toEqual([]);
    const facts = await slotlink.query(`SELECT FROM facts WHERE aggregate_id = $1 AND name = 'appointment.confirmed'`, [
      id,
    ]);
    expect(facts).toHaveLength(1);
  });

  it('appointments that move round in a circle end where they may be', async () => {
    const calendar = await aRoundRobin(owner);
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.push((await book(slotlink, calendar, hour(i))).id);
    for (let round = 0; round < ROUNDS; round += 1) {
      const counts = await crowd(3, (app, i) =>
        app.http
          .post(`/v1/appointments/${ids[i]!}/reschedule`)
          .set('authorization', `Bearer ${owner.token}`)
          .send({ start: hour((i + 1 + round) % 3) }),
      );
      expect(Object.keys(counts).filter((status) => status !== '200' && status !== '409')).toEqual([]);
    }
    const slots = await slotlink.query(`SELECT FROM slots WHERE calendar_id = $1 AND live`, [calendar.id]);
    expect(slots).toHaveLength(3);
  });

  it('a chain into a free hour moves whoever finds their place free, and nobody into another', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const calendar = await aRoundRobin(owner);
      const ids: string[] = [];
      for (let i = 0; i < 3; i += 1) ids.push((await book(slotlink, calendar, hour(i))).id);
      const counts = await crowd(3, (app, i) =>
        app.http
          .post(`/v1/appointments/${ids[i]!}/reschedule`)
          .set('authorization', `Bearer ${owner.token}`)
          .send({ start: hour(i + 1) }),
      );
      // The last one's hour is free: whatever the order, it arrives.
      expect(counts[200]).toBeGreaterThanOrEqual(1);
      expect((counts[200] ?? 0) + (counts[409] ?? 0)).toBe(3);
      const { body } = await owner.get(`/v1/appointments/${ids[2]!}`).expect(200);
      expect(body.start).toBe(hour(3));
    }
  });

  it('reassigning and booking want the same host: one gets them', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [from, to] = await newHosts(owner, 2);
      const calendar = await aRoundRobin(owner, { members: [{ userId: from!.userId }, { userId: to!.userId }] });
      const hostUserId = to!.userId;
      const contact = { name: 'Petra Prospect', email: 'petra@example.com' };
      const asked = { calendarId: calendar.id, start: TUESDAY_10, contact };
      const { body } = await owner.post('/v1/appointments', { ...asked, hostUserId: from!.userId }).expect(201);
      const authorization = `Bearer ${owner.token}`;
      const counts = await crowd(2, (app, i) =>
        i === 0
          ? app.http
              .post(`/v1/appointments/${body.id}/reassign`)
              .set('authorization', authorization)
              .send({ hostUserId })
          : app.http
              .post('/v1/appointments')
              .set('authorization', authorization)
              .send({ ...asked, hostUserId }),
      );
      expect(Object.values(counts)).toEqual([1, 1]);
      expect(counts[409]).toBe(1);
    }
  });
});

/** Two live slots that take the same time of a host. */
const OVERLAPS = `
  SELECT x.host_id FROM slot_hosts x JOIN slot_hosts y ON x.host_id = y.host_id AND x.slot_id < y.slot_id
  WHERE x.live AND y.live AND x.blocked && y.blocked`;

/** Slots with more in them than they seat, and appointments that sit in a closed slot. */
const OVERFULL = `
  SELECT s.id FROM slots s LEFT JOIN appointments a ON a.slot_id = s.id AND a.status IN ('new', 'confirmed')
  GROUP BY s.id HAVING count(a.id) > s.capacity OR (NOT s.live AND count(a.id) > 0)`;
