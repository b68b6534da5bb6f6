import { book, tryToBook, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aRoundRobin } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { startTestApp, type TestApp } from '../kit/test-app';

const CLIENTS = 60;

describe('three instances on one database', () => {
  const instances: TestApp[] = [];
  let owner: TestUser;
  beforeAll(async () => {
    const first = await startTestApp();
    instances.push(first);
    for (let i = 0; i < 2; i += 1) instances.push(await startTestApp({ beside: first }));
    owner = await anAccount(first);
  });
  afterAll(async () => {
    for (const instance of instances.reverse()) await instance.close();
  });

  /** So many clients at once, each at the next instance. @returns how many got which status */
  async function rush(ask: (instance: TestApp, client: number) => PromiseLike<{ status: number }>) {
    const clients = Array.from({ length: CLIENTS }, (_, client) => ask(instances[client % 3]!, client));
    const counts: Record<number, number> = {};
    for (const { status } of await Promise.all(clients)) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }

  it('give away exactly the seats of a slot', async () => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 3 });
    expect(await rush((instance) => tryToBook(instance, calendar, TUESDAY_10))).toEqual({ 201: 3, 409: 57 });
    const slots = await instances[0]!.query(
      `SELECT s.capacity, count(a.id)::int AS seated FROM slots s JOIN appointments a ON a.slot_id = s.id
       WHERE s.calendar_id = $1 AND s.live GROUP BY s.id`,
      [calendar.id],
    );
    expect(slots).toEqual([{ capacity: 3, seated: 3 }]);
  });

  it('hold exactly the seats of a slot, and turn each hold into one booking', async () => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 3 });
    const tokens: string[] = [];
    const counts = await rush(async ({ http }) => {
      const answer = await http.post(`/v1/public/calendars/${calendar.slug}/holds`).send({ start: TUESDAY_10 });
      if (answer.status === 201) tokens.push(answer.body.token);
      return answer;
    });
    expect(counts).toEqual({ 201: 3, 409: 57 });
    const bookings = await rush((instance, client) =>
      tryToBook(instance, calendar, TUESDAY_10, { holdToken: tokens[Math.floor(client / 3) % 3] }),
    );
    expect(bookings).toEqual({ 201: 3, 409: 57 });
  });

  it('give one seat to bookings and holds that want it at the same moment', async () => {
    const calendar = await aRoundRobin(owner);
    const counts = await rush((instance, client) =>
      client % 2 === 0
        ? tryToBook(instance, calendar, TUESDAY_10)
        : instance.http.post(`/v1/public/calendars/${calendar.slug}/holds`).send({ start: TUESDAY_10 }),
    );
    expect(counts).toEqual({ 201: 1, 409: 59 });
  });

  it('let exactly as many arrive as there are seats where they move to', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 10, appointmentsPerSlot: 2 });
    const booked: { publicToken: string }[] = [];
    for (let i = 0; i < 20; i += 1) booked.push(await book(instances[i % 3]!, calendar, TUESDAY_10));
    // Two seats are left at eleven.
    for (let i = 0; i < 18; i += 1) await book(instances[i % 3]!, calendar, TUESDAY_11);
    const counts = await rush(({ http }, client) =>
      http
        .post(`/v1/public/appointments/${booked[client % booked.length]!.publicToken}/reschedule`)
        .send({ start: TUESDAY_11 }),
    );
    expect(Object.keys(counts)).toEqual(['200', '409']);
    const seated = await instances[0]!.query<{ count: number }>(
      `SELECT s.starts_at AS start, count(*)::int FROM slots s JOIN appointments a ON a.slot_id = s.id
       WHERE s.calendar_id = $1 AND s.live GROUP BY s.starts_at ORDER BY 1`,
      [calendar.id],
    );
    expect(seated).toEqual([
      { start: new Date(TUESDAY_10), count: 18 },
      { start: new Date(TUESDAY_11), count: 20 },
    ]);
  });

  it('answer one Idempotency-Key once', async () => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 60 });
    const contact = { name: 'Petra Prospect', email: 'petra@example.com' };
    const ids = new Set<string>();
    const counts = await rush(async (instance) => {
      const answer = await tryToBook(instance, calendar, TUESDAY_10, { contact }).set('idempotency-key', 'the-same');
      ids.add(answer.body.id);
      return answer;
    });
    expect(counts).toEqual({ 201: CLIENTS });
    expect(ids.size).toBe(1);
  });
});
