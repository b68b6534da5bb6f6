import { Client } from 'pg';
import { balancesOf, type Entry } from '../../src/appointments/assignment.fixtures';
import { book, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import { aCollective, anUnassigned, aRoundRobin, newHosts, type TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { SEED, seeded } from '../kit/seeded';
import { startTestApp, type TestApp } from '../kit/test-app';

const MINUTE = 60_000;

describe('assignment', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  /** The n-th half-hour of the working days from Tuesday on, in New York. */
  function start(n: number): string {
    const days = Math.floor(n / 16);
    const weekday = days % 4;
    const weeks = Math.floor(days / 4);
    return new Date(
      Date.parse('2026-11-24T14:00:00Z') + (weeks * 7 + weekday) * 86_400_000 + (n % 16) * 30 * MINUTE,
    ).toISOString();
  }

  const act = (id: string, name: string, body: object = {}) => owner.post(`/v1/appointments/${id}/${name}`, body);
  const mark = (id: string, status: string) => owner.patch(`/v1/appointments/${id}`, { status });

  async function entries(of: { id: string }): Promise<(Entry & { reason: string })[]> {
    return slotlink.query(
      `SELECT host_id AS "hostId", kind, reason, load::float8 AS load, (extract(epoch FROM at) * 1000)::float8 AS at
       FROM assignments WHERE calendar_id = $1 OR appointment_id = $1 ORDER BY id`,
      [of.id],
    );
  }
  const story = async (of: { id: string }) => (await entries(of)).map(({ kind, reason }) => `${kind} ${reason}`);

  /** Appointments that count, by host. */
  async function counts({ id }: TestCalendar): Promise<number[]> {
    const rows = await slotlink.query<{ count: number }>(
      `SELECT assigned - credited AS count FROM assignment_balances WHERE calendar_id = $1 ORDER BY host_id`,
      [id],
    );
    return rows.map(({ count }) => count);
  }
  const spread = (numbers: number[]) => Math.max(...numbers) - Math.min(...numbers);

  describe('the ledger', () => {
    it('counts a booking once through every move that keeps its host, and gives it back once', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await act(id, 'reschedule', { start: TUESDAY_11 }).expect(200);
      await act(id, 'cancel').expect(200);
      await act(id, 'cancel').expect(409);
      await mark(id, 'confirmed').expect(200);
      await owner.delete(`/v1/appointments/${id}`).expect(204);
      expect(await story({ id })).toEqual([
        'assigned booked',
        'kept rescheduled',
        'credited cancelled',
        'assigned revived',
        'credited cancelled',
      ]);
      expect(await counts(calendar)).toEqual([0, 0]);
    });

    it('takes a move to another host from the one and charges the other', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const { id, host } = await book(slotlink, calendar, TUESDAY_10);
      const other = calendar.members.find(({ userId }: { userId: string }) => userId !== host.userId).userId;
      await act(id, 'reassign', { hostUserId: other }).expect(200);
      await act(id, 'reschedule', { start: TUESDAY_11, hostUserId: host.userId }).expect(200);
      expect((await entries({ id })).map(({ hostId, kind, reason }) => [hostId, kind, reason])).toEqual([
        [host.userId, 'assigned', 'booked'],
        [host.userId, 'credited', 'reassigned'],
        [other, 'assigned', 'reassigned'],
        [other, 'credited', 'rescheduled'],
        [host.userId, 'assigned', 'rescheduled'],
      ]);
    });

    it('gives back what nobody came to, and takes it again when somebody had come', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const past = { status: 'confirmed', start: '2026-11-20T15:00:00Z', overrideAvailability: true };
      const contact = { name: 'Petra', email: anEmail() };
      const { body } = await owner.post('/v1/appointments', { calendarId: calendar.id, contact, ...past }).expect(201);
      await mark(body.id, 'noshow').expect(200);
      await mark(body.id, 'showed').expect(200);
      await mark(body.id, 'noshow').expect(200);
      await mark(body.id, 'invalid').expect(200);
      expect(await story(body)).toEqual(['assigned booked', 'credited noshow', 'assigned unmarked', 'credited noshow']);
    });

    it('is never changed, emptied or shortened', async () => {
      const calendar = await aRoundRobin(owner);
      await book(slotlink, calendar, TUESDAY_10);
      for (const change of ['UPDATE assignments SET load = 0', 'DELETE FROM assignments', 'TRUNCATE assignments']) {
        await expect(slotlink.query(change)).rejects.toThrow('append-only');
      }
    });

    it('speaks of the owner of a collective, and of nobody where there are no hosts', async () => {
      const panel = await aCollective(owner);
      await book(slotlink, panel, TUESDAY_10);
      expect((await entries(panel)).map(({ hostId }) => hostId)).toEqual([panel.members[0].userId]);
      const open = await anUnassigned(owner);
      await book(slotlink, open, TUESDAY_10);
      expect(await entries(open)).toEqual([]);
    });
  });

  describe('the distribution', () => {
    it.each(['availability', 'equal'])('gives a cancelled turn back at once (%s)', async (strategy) => {
      const calendar = await aRoundRobin(owner, { hosts: 3, distribution: { strategy } });
      const first = await book(slotlink, calendar, start(0));
      for (const n of [1, 2]) {
        await slotlink.clock.advance(MINUTE);
        await book(slotlink, calendar, start(n));
      }
      await act(first.id, 'cancel').expect(200);
      expect((await book(slotlink, calendar, start(4))).host).toEqual(first.host);
    });

    it.each(['availability', 'equal'])(
      'asks the database as often for twenty hosts as for two (%s)',
      async (strategy) => {
        const statements = async (hosts: number) => {
          const calendar = await aRoundRobin(owner, { hosts, distribution: { strategy } });
          await book(slotlink, calendar, start(0));
          const spy = jest.spyOn(Client.prototype, 'query');
          await book(slotlink, calendar, start(1));
          const asked = spy.mock.calls.length;
          spy.mockRestore();
          return asked;
        };
        expect(await statements(20)).toBe(await statements(2));
      },
    );

    it('counts holds, so that many at once do not all hold the same host', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 4 });
      const path = `/v1/public/calendars/${calendar.slug}`;
      const hosts = await Promise.all(
        Array.from({ length: 12 }, async (_, n) => {
          const { body: hold } = await slotlink.http
            .post(`${path}/holds`)
            .send({ start: start(n) })
            .expect(201);
          return (await book(slotlink, calendar, start(n), { holdToken: hold.token })).host.userId as string;
        }),
      );
      const each = calendar.members.map(({ userId }: { userId: string }) => hosts.filter((id) => id === userId).length);
      expect(spread(each)).toBeLessThanOrEqual(1);
    });

    it.each(['availability', 'equal'])('stays within one with twenty at once (%s)', async (strategy) => {
      const calendar = await aRoundRobin(owner, { hosts: 4, distribution: { strategy } });
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => tryToBook(slotlink, calendar, start(n))));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
      expect(await counts(calendar)).toEqual([5, 5, 5, 5]);
    });

    it('keeps a host who is too far ahead for whoever asks for them, and on a move', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2, distribution: { strategy: 'equal', maxLead: 1 } });
      const hostUserId = calendar.members[0].userId as string;
      const contact = { name: 'Petra', email: anEmail() };
      const ids: string[] = [];
      for (const n of [0, 1, 2, 3]) {
        const booking = { calendarId: calendar.id, start: start(n), contact, hostUserId };
        ids.push((await owner.post('/v1/appointments', booking).expect(201)).body.id);
      }
      const { body } = await act(ids[0]!, 'reschedule', { start: start(5) }).expect(200);
      expect(body.host.userId).toBe(hostUserId);
      expect((await book(slotlink, calendar, start(6))).host.userId).not.toBe(hostUserId);
    });
  });

  it('adds up to its balances and stays within one, whatever happens to the bookings', async () => {
    const members = (await newHosts(owner, 4)).map(({ userId }) => ({ userId }));
    const calendar = await aRoundRobin(owner, { members, distribution: { strategy: 'equal' } });
    const chance = seeded(SEED);
    const free = Array.from({ length: 500 }, (_, n) => start(n));
    const live: string[] = [];
    const some = () => live[Math.floor(chance() * live.length)]!;
    const acts: (() => Promise<unknown>)[] = [
      async () => act(some(), 'reschedule', { start: free.shift() }),
      async () => {
        const past = new Date(Date.parse('2026-11-02T14:00:00Z') + live.length * 30 * MINUTE).toISOString();
        const contact = { name: 'Nobody', email: anEmail() };
        const forced = { calendarId: calendar.id, contact, start: past, overrideAvailability: true };
        const { body } = await owner.post('/v1/appointments', forced).expect(201);
        await mark(body.id, 'noshow').expect(200);
        if (chance() < 0.3) await mark(body.id, 'showed').expect(200);
      },
      async () => act(some(), 'reassign', { hostUserId: members[Math.floor(chance() * 4)]!.userId }),
      async () => act(live.splice(Math.floor(chance() * live.length), 1)[0]!, 'cancel'),
      async () => {
        const [id] = live.splice(Math.floor(chance() * live.length), 1);
        await act(id!, 'cancel');
        await mark(id!, 'confirmed');
        live.push(id!);
      },
    ];
    for (let n = 0; n < 120; n += 1) {
      await slotlink.clock.advance(MINUTE);
      const answer = await tryToBook(slotlink, calendar, free.shift()!).expect(201);
      live.push(answer.body.id);
      if (n < 110 && chance() < 0.5) await acts[Math.floor(chance() * acts.length)]!();
    }
    expect(spread(await counts(calendar))).toBeLessThanOrEqual(1);

    const sums = balancesOf(await entries(calendar));
    const balances = () =>
      slotlink.query<{ hostId: string }>(
        `SELECT host_id AS "hostId", member, load::float8 AS load, assigned, credited, owed,
           (extract(epoch FROM turn_at) * 1000)::float8 AS "turnAt"
         FROM assignment_balances WHERE calendar_id = $1 ORDER BY host_id`,
        [calendar.id],
      );
    const kept = await balances();
    expect(Object.fromEntries(kept.map(({ hostId, ...sum }) => [hostId, sum]))).toEqual(Object.fromEntries(sums));
    await slotlink.query('SELECT rebuild_assignment_balances()');
    expect(await balances()).toEqual(kept);
    const counted = await slotlink.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM appointments WHERE calendar_id = $1 AND status IN ('confirmed', 'showed')`,
      [calendar.id],
    );
    expect((await counts(calendar)).reduce((a, b) => a + b)).toBe(counted[0]?.count);
  });

  describe('why this host', () => {
    const why = async (id: string, by = owner) => (await by.get(`/v1/appointments/${id}/assignment`).expect(200)).body;

    it('names who could have served the start, in order, and what put each before the next', async () => {
      const members = (await newHosts(owner, 3)).map(({ userId }) => ({ userId }));
      Object.assign(members[1]!, { priority: 'high' });
      const calendar = await aRoundRobin(owner, { members });
      const names = ['Host 2', 'Host 1', 'Host 3'];
      const { id, host } = await book(slotlink, calendar, TUESDAY_10);
      const answer = await why(id);
      expect(answer).toMatchObject({
        ...{ appointmentId: id, host, chosenBy: 'distribution', reason: 'booked', strategy: 'availability' },
        at: slotlink.clock.now().toISOString(),
        heldBack: [],
      });
      expect(answer.ranked.map(({ name }: { name: string }) => name)).toEqual(names);
      expect(answer.ranked.map(({ aheadBy }: { aheadBy: string }) => aheadBy)).toEqual([
        'priority',
        'membership',
        null,
      ]);
    });

    it('says who was held back, and by how much', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2, distribution: { strategy: 'equal', maxLead: 1 } });
      const [{ userId: ahead }, { userId: behind }] = calendar.members as [{ userId: string }, { userId: string }];
      const contact = { name: 'Petra', email: anEmail() };
      for (const n of [0, 1]) {
        const booking = { calendarId: calendar.id, start: start(n), contact, hostUserId: ahead };
        await owner.post('/v1/appointments', booking).expect(201);
      }
      const { id } = await book(slotlink, calendar, start(2));
      expect(await why(id)).toMatchObject({
        host: { userId: behind },
        chosenBy: 'only',
        ranked: [{ userId: behind, aheadBy: null }],
        heldBack: [{ userId: ahead, lead: 2 }],
      });
    });

    it('tells each way to a host from the others', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2, stickyContact: true });
      const [one, two] = calendar.members.map(({ userId }: { userId: string }) => userId);
      const contact = { name: 'Petra', email: anEmail() };
      const booking = { calendarId: calendar.id, contact };
      const chosen = await owner.post('/v1/appointments', { ...booking, start: start(0), hostUserId: one }).expect(201);
      const { id } = chosen.body;
      expect(await why(id)).toMatchObject({ chosenBy: 'caller', host: { userId: one } });
      await act(id, 'reschedule', { start: start(1) }).expect(200);
      expect(await why(id)).toMatchObject({ chosenBy: 'kept', reason: 'rescheduled', host: { userId: one } });
      await act(id, 'reassign', { hostUserId: two }).expect(200);
      expect(await why(id)).toMatchObject({ chosenBy: 'caller', reason: 'reassigned', host: { userId: two } });
      expect(await why((await book(slotlink, calendar, start(2), { contact })).id)).toMatchObject({
        ...{ chosenBy: 'sticky', host: { userId: two } },
      });
      const path = `/v1/public/calendars/${calendar.slug}/holds`;
      const { body: hold } = await slotlink.http
        .post(path)
        .send({ start: start(4) })
        .expect(201);
      const held = await why((await book(slotlink, calendar, start(4), { holdToken: hold.token })).id);
      expect(held).toMatchObject({ chosenBy: 'hold', strategy: 'availability' });
      expect(held.ranked).toHaveLength(2);
      const forced = await owner
        .post('/v1/appointments', { ...booking, start: start(4), overrideAvailability: true })
        .expect(201);
      expect(await why(forced.body.id)).toMatchObject({ chosenBy: 'forced', ranked: [] });
      const panel = await aCollective(owner);
      expect(await why((await book(slotlink, panel, start(0))).id)).toMatchObject({
        chosenBy: 'owner',
        strategy: null,
      });
      const open = await anUnassigned(owner);
      expect(await why((await book(slotlink, open, start(0))).id)).toMatchObject({ chosenBy: null, host: null });
    });

    it('is for those who may see the appointment', async () => {
      const [mine, theirs] = await newHosts(owner, 2);
      const calendar = await aRoundRobin(owner, { members: [{ userId: mine!.userId }] });
      const { id } = await book(slotlink, calendar, start(0));
      expect(await why(id, mine)).toMatchObject({ chosenBy: 'only', host: { userId: mine!.userId } });
      await theirs!.get(`/v1/appointments/${id}/assignment`).expect(404);
      await (await anAccount(slotlink)).get(`/v1/calendars/${calendar.id}/assignments`).expect(404);
    });

    it('shows how hosts stand, former ones too', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2, distribution: { strategy: 'equal', maxLead: 0 } });
      const path = `/v1/calendars/${calendar.id}/assignments`;
      const [first, second] = [await book(slotlink, calendar, start(0)), await book(slotlink, calendar, start(1))];
      await act(second.id, 'cancel').expect(200);
      const { body } = await owner.get(path).expect(200);
      expect(body).toMatchObject({ calendarId: calendar.id, strategy: 'equal', window: 'P1D', maxLead: 0 });
      const shared = { member: true, priority: 'medium', weight: 100, assigned: 1, held: 0 };
      const at = slotlink.clock.now().toISOString();
      expect(body.hosts).toMatchObject([
        { ...first.host, ...shared, credited: 0, balance: 1, load: 1, turnsOwed: 0, lastTurnAt: at, heldBack: 1 },
        { ...second.host, ...shared, credited: 1, balance: 0, load: 0, turnsOwed: 1, inWindow: 0, heldBack: null },
      ]);
      const members = [{ userId: first.host.userId }];
      await owner.patch(`/v1/calendars/${calendar.id}`, { members }).expect(200);
      const { body: after } = await owner.get(path).expect(200);
      expect(after.hosts).toMatchObject([
        { ...first.host, member: true, heldBack: null },
        { ...second.host, member: false, priority: null, weight: null, credited: 1 },
      ]);
    });
  });

  it('hands over the appointments of one who leaves by turns, also to hosts who are far ahead', async () => {
    const distribution = { strategy: 'equal', maxLead: 0 };
    const calendar = await aRoundRobin(owner, { hosts: 3, distribution });
    const [gone, ...rest] = calendar.members as { userId: string }[];
    const contact = { name: 'Petra', email: anEmail() };
    for (let n = 0; n < 6; n += 1) {
      const booking = { calendarId: calendar.id, start: start(n), contact, hostUserId: gone!.userId };
      await owner.post('/v1/appointments', booking).expect(201);
    }
    await owner.patch(`/v1/calendars/${calendar.id}?future=reassign`, { members: rest }).expect(200);
    const { body } = await owner.get(`/v1/calendars/${calendar.id}/assignments`).expect(200);
    expect(body.hosts.map(({ balance }: { balance: number }) => balance)).toEqual([3, 3, 0]);
  });

  describe('a sticky calendar', () => {
    it('gives a returning contact the host they had, whatever the case of their e-mail', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 3, stickyContact: true });
      const contact = { name: 'Petra', email: anEmail() };
      const first = await book(slotlink, calendar, start(0), { contact });
      const shouted = { name: 'Petra', email: contact.email.toUpperCase() };
      expect((await book(slotlink, calendar, start(1), { contact: shouted })).host).toEqual(first.host);
      expect((await book(slotlink, calendar, start(2))).host).not.toEqual(first.host);
      const third = await owner.post('/v1/appointments', { calendarId: calendar.id, contact, start: start(3) });
      expect(third.body.host).toEqual(first.host);
      const busy = await book(slotlink, calendar, start(3), { contact });
      expect(busy.host).not.toEqual(first.host);
    });

    it('goes by appointments that stand, and leaves the choice to whoever makes one', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2, stickyContact: true });
      const contact = { name: 'Petra', email: anEmail() };
      const first = await book(slotlink, calendar, start(0), { contact });
      const [other] = calendar.members.filter(({ userId }: { userId: string }) => userId !== first.host.userId);
      const chosen = { calendarId: calendar.id, contact, start: start(1), hostUserId: other.userId };
      const second = await owner.post('/v1/appointments', chosen).expect(201);
      expect(second.body.host.userId).toBe(other.userId);
      expect((await book(slotlink, calendar, start(2), { contact })).host.userId).toBe(other.userId);
      for (const { id } of (await owner.get(`/v1/appointments?calendarId=${calendar.id}`)).body.items) {
        if (id !== first.id) await act(id, 'cancel').expect(200);
      }
      expect((await book(slotlink, calendar, start(4), { contact })).host).toEqual(first.host);
    });
  });
});
