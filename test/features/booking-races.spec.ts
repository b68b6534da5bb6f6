import { book, tryToBook, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aClass, aCollective, aRoundRobin, newHosts } from '../kit/calendars';
import { anAccount, TestUser } from '../kit/identity';
import { startTestApp, TestApp } from '../kit/test-app';

const CLIENTS = 32;

describe('many at once', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  /** How many got which status. */
  async function tally(requests: PromiseLike<{ status: number }>[]): Promise<Record<number, number>> {
    const counts: Record<number, number> = {};
    for (const { status } of await Promise.all(requests)) counts[status] = (counts[status] ?? 0) + 1;
    return counts;
  }
  const times = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

  it('one wins a slot, everybody else is told that it is taken', async () => {
    const calendar = await aRoundRobin(owner);
    const answers = times(CLIENTS, () => tryToBook(slotlink, calendar, TUESDAY_10));
    expect(await tally(answers)).toEqual({ 201: 1, 409: CLIENTS - 1 });
  });

  it('exactly as many win as there are seats, and share one slot', async () => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 5 });
    expect(await tally(times(CLIENTS, () => tryToBook(slotlink, calendar, TUESDAY_10)))).toEqual({ 201: 5, 409: 27 });
    const slots = await slotlink.query(`SELECT FROM slots WHERE calendar_id = $1 AND live`, [calendar.id]);
    expect(slots).toHaveLength(1);
  });

  it('nobody is turned away from a slot that others are just opening', async () => {
    const calendar = await aClass(owner, { appointmentsPerSlot: 99 });
    for (const hour of times(6, (i) => 14 + i)) {
      const answers = times(CLIENTS, () => tryToBook(slotlink, calendar, `2026-11-25T${hour}:00:00.000Z`));
      expect(await tally(answers)).toEqual({ 201: CLIENTS });
    }
  });

  it('each host of a round robin is won once', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 4 });
    expect(await tally(times(CLIENTS, () => tryToBook(slotlink, calendar, TUESDAY_10)))).toEqual({ 201: 4, 409: 28 });
  });

  it('calendars that share hosts exclude each other without deadlock', async () => {
    const [a, b] = await newHosts(owner, 2);
    const collective = await aCollective(owner, {
      members: [{ userId: a!.userId, isOwner: true }, { userId: b!.userId }],
    });
    const backwards = await aCollective(owner, {
      members: [{ userId: b!.userId, isOwner: true }, { userId: a!.userId }],
    });
    const robin = await aRoundRobin(owner, { members: [{ userId: b!.userId }, { userId: a!.userId }] });
    const counts = await tally(
      times(CLIENTS, (i) => tryToBook(slotlink, [collective, backwards, robin][i % 3]!, TUESDAY_10)),
    );
    expect(Object.keys(counts).sort()).toEqual(['201', '409']);
    const blocked = await slotlink.query(
      `SELECT FROM slot_hosts x JOIN slot_hosts y ON x.host_id = y.host_id AND x.slot_id < y.slot_id
       WHERE x.live AND y.live AND x.blocked && y.blocked`,
    );
    expect(blocked).toHaveLength(0);
  });

  it('one hold wins, and one booking converts it', async () => {
    const calendar = await aRoundRobin(owner);
    const path = `/v1/public/calendars/${calendar.slug}/holds`;
    const holds = await Promise.all(times(CLIENTS, () => slotlink.http.post(path).send({ start: TUESDAY_10 })));
    const won = holds.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    expect(holds.filter(({ status }) => status === 409)).toHaveLength(CLIENTS - 1);
    const holdToken = won[0]!.body.token;
    const bookings = times(8, () => tryToBook(slotlink, calendar, TUESDAY_10, { holdToken }));
    expect(await tally(bookings)).toEqual({ 201: 1, 409: 7 });
  });

  it('of those who move to one slot, one arrives and the others stay where they were', async () => {
    const calendar = await aRoundRobin(owner);
    const starts = times(6, (i) => new Date(Date.parse('2026-11-25T14:00:00Z') + i * 1_800_000).toISOString());
    const ids: string[] = [];
    for (const start of starts) ids.push((await book(slotlink, calendar, start)).id);
    const moves = ids.map((id) => owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_10 }));
    expect(await tally(moves)).toEqual({ 200: 1, 409: 5 });
    const live = await slotlink.query(`SELECT FROM slots WHERE calendar_id = $1 AND live`, [calendar.id]);
    expect(live).toHaveLength(6);
  });

  it('two appointments that swap places do not deadlock', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 2 });
    const a = await book(slotlink, calendar, TUESDAY_10);
    const b = await book(slotlink, calendar, TUESDAY_11);
    const counts = await tally([
      owner.post(`/v1/appointments/${a.id}/reschedule`, { start: TUESDAY_11 }),
      owner.post(`/v1/appointments/${b.id}/reschedule`, { start: TUESDAY_10 }),
    ]);
    expect(counts).toEqual({ 200: 2 });
  });

  it('confirming, cancelling and moving one appointment leave it in one place', async () => {
    const calendar = await aRoundRobin(owner);
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    const path = `/v1/appointments/${id}`;
    const counts = await tally(
      times(12, (i) =>
        [
          () => owner.post(`${path}/cancel`, {}),
          () => owner.post(`${path}/reschedule`, { start: TUESDAY_11 }),
          () => owner.patch(path, { status: 'confirmed' }),
        ][i % 3]!(),
      ),
    );
    expect(Object.keys(counts).every((status) => ['200', '409'].includes(status))).toBe(true);
    const { body } = await owner.get(path).expect(200);
    const live = await slotlink.query(`SELECT FROM slots WHERE calendar_id = $1 AND live`, [calendar.id]);
    expect(live).toHaveLength(body.status === 'cancelled' ? 0 : 1);
  });

  it('of those who change one version, one wins', async () => {
    const calendar = await aRoundRobin(owner);
    const { id, version } = await book(slotlink, calendar, TUESDAY_10);
    const changes = times(6, (i) =>
      owner.patch(`/v1/appointments/${id}`, { notes: `${i}` }).set('if-match', `"${version}"`),
    );
    expect(await tally(changes)).toEqual({ 200: 1, 412: 5 });
  });

  it('an appointment confirmed at its start is not cancelled as unconfirmed', async () => {
    const calendar = await aRoundRobin(owner, { autoConfirm: false });
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await slotlink.clock.set('2026-11-24T15:00:00.000Z');
    const [confirmed] = await Promise.all([
      owner.patch(`/v1/appointments/${id}`, { status: 'confirmed' }),
      slotlink.drainJobs(),
    ]);
    const { body } = await owner.get(`/v1/appointments/${id}`).expect(200);
    // Whoever came first, nobody was told yes and then cancelled.
    expect(body.status).toBe(confirmed.status === 200 ? 'confirmed' : 'cancelled');
    await slotlink.clock.set('2026-11-23T08:00:00.000Z');
  });
});
