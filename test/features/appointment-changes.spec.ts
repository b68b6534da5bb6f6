import { book, offered, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import { aCollective, aRoundRobin, newHosts } from '../kit/calendars';
import { anAccount, TestUser } from '../kit/identity';
import { startTestApp, TestApp } from '../kit/test-app';

const DAY = ['2026-11-24', '2026-11-24'] as const;

describe('changing an appointment', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const staffView = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body;

  describe('rescheduling', () => {
    it('frees the old time, takes the new, and keeps id, links and host', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const { id, links, host } = await book(slotlink, calendar, TUESDAY_10);
      const before = await staffView(id);
      const { body } = await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
      expect(body).toMatchObject({ id, links, host, start: TUESDAY_11, end: '2026-11-24T16:30:00.000Z' });
      expect(body.slotId).not.toBe(before.slotId);
      expect(body.version).toBe(Number(before.version) + 1);
      const free = await owner.get(`/v1/calendars/${calendar.id}/free-slots?from=${DAY[0]}&to=${DAY[1]}`).expect(200);
      const at = (start: string) =>
        free.body.days[0].slots.find((slot: { start: string }) => slot.start === start).hosts.length;
      expect([at(TUESDAY_10), at(TUESDAY_11)]).toEqual([2, 1]);
    });

    it('to the same start changes nothing', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const before = await staffView(id);
      const { body } = await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_10 }).expect(200);
      expect(body).toEqual(before);
    });

    it('may overlap its own old time', async () => {
      const calendar = await aRoundRobin(owner, { slotInterval: 'PT15M' });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const start = '2026-11-24T15:15:00.000Z';
      const { body } = await owner.post(`/v1/appointments/${id}/reschedule`, { start }).expect(200);
      expect(body.start).toBe(start);
    });

    it('joins the slot that stands at the target', async () => {
      const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 3 });
      const there = await book(slotlink, calendar, TUESDAY_11);
      const moving = await book(slotlink, calendar, TUESDAY_10);
      const { body } = await owner.post(`/v1/appointments/${moving.id}/reschedule`, { start: TUESDAY_11 });
      expect(body.slotId).toBe((await staffView(there.id)).slotId);
    });

    it('into taken time changes nothing at all', async () => {
      const calendar = await aRoundRobin(owner);
      await book(slotlink, calendar, TUESDAY_11);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const before = await staffView(id);
      const { body } = await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(409);
      expect(body.type).toMatch(/\/slot-taken$/);
      expect(await staffView(id)).toEqual(before);
      await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
    });

    it('still works in a calendar that takes no new bookings', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await owner.patch(`/v1/calendars/${calendar.id}`, { active: false }).expect(200);
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    });

    it('to another host renames what nobody named by hand', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const { id, host } = await book(slotlink, calendar, TUESDAY_10);
      const other = calendar.members.find(({ userId }: { userId: string }) => userId !== host.userId).userId;
      const { body } = await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId: other }).expect(200);
      expect(body).toMatchObject({ id, start: TUESDAY_10, host: { userId: other } });
      expect(body.title).toBe(`Petra Prospect and ${body.host.name}`);
    });

    it('keeps what staff wrote and how long they made it', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const contact = { name: 'Fay', email: 'fay@example.com' };
      const booking = { calendarId: calendar.id, contact, start: TUESDAY_10, end: '2026-11-24T16:00:00Z' };
      const { body } = await owner.post('/v1/appointments', { ...booking, title: 'Quarterly review' }).expect(201);
      const start = '2026-11-24T18:00:00.000Z';
      const moved = await owner.post(`/v1/appointments/${body.id}/reschedule`, { start }).expect(200);
      expect(moved.body).toMatchObject({ title: 'Quarterly review', end: '2026-11-24T19:00:00.000Z' });
      const topics = await slotlink.query('SELECT topic FROM slots WHERE id = $1', [moved.body.slotId]);
      expect(topics).toEqual([{ topic: 'Quarterly review' }]);
    });

    it('names guests as they named themselves', async () => {
      const calendar = await aRoundRobin(owner);
      const email = 'private@example.com';
      await owner.post('/v1/contacts', { name: 'PRIVATE NOTE', email }).expect(201);
      const { id } = await book(slotlink, calendar, TUESDAY_10, { contact: { name: 'Johnny', email } });
      const { body } = await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
      expect(body.title).toBe('Johnny and Host 1');
      const topics = await slotlink.query('SELECT topic FROM slots WHERE id = $1', [body.slotId]);
      expect(topics).toEqual([{ topic: 'Johnny and Host 1' }]);
    });

    it('is not for what is over', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await slotlink.clock.set('2026-11-24T15:20:00.000Z');
      await owner.patch(`/v1/appointments/${id}`, { status: 'noshow' }).expect(200);
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: '2026-11-25T15:00:00.000Z' }).expect(409);
      await slotlink.clock.set('2026-11-23T08:00:00.000Z');
    });

    it('cannot give a collective another host', async () => {
      const calendar = await aCollective(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const hostUserId = calendar.members[1].userId;
      const { body } = await owner.post(`/v1/appointments/${id}/reassign`, { hostUserId }).expect(409);
      expect(body.type).toMatch(/\/not-reassignable$/);
    });
  });

  describe('editing', () => {
    it('keeps slot, start and link', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const before = await staffView(id);
      const { body } = await owner
        .patch(`/v1/appointments/${id}`, { title: 'Second talk', notes: 'about prices', end: '2026-11-24T15:45:00Z' })
        .expect(200);
      expect(body).toMatchObject({
        slotId: before.slotId,
        title: 'Second talk',
        notes: 'about prices',
        end: '2026-11-24T15:45:00.000Z',
      });
      expect(await offered(slotlink, calendar, ...DAY)).not.toContain('2026-11-24T15:30:00.000Z');
      const cleared = await owner.patch(`/v1/appointments/${id}`, { notes: null }).expect(200);
      expect(cleared.body.notes).toBeNull();
    });

    it('does not let one guest change the end for others', async () => {
      const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 2 });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await book(slotlink, calendar, TUESDAY_10);
      const { body } = await owner.patch(`/v1/appointments/${id}`, { end: '2026-11-24T15:45:00Z' }).expect(409);
      expect(body.type).toMatch(/\/slot-shared$/);
    });

    it('does not run into the next booking', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await book(slotlink, calendar, '2026-11-24T15:30:00.000Z');
      const { body } = await owner.patch(`/v1/appointments/${id}`, { end: '2026-11-24T15:45:00Z' }).expect(409);
      expect(body.type).toMatch(/\/slot-taken$/);
    });

    it('does not run into one that was booked over everything either', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const contact = { name: 'Paul', email: 'paul@example.com' };
      const forced = { calendarId: calendar.id, start: TUESDAY_11, overrideAvailability: true, contact };
      await owner.post('/v1/appointments', forced).expect(201);
      await owner.patch(`/v1/appointments/${id}`, { end: TUESDAY_11 }).expect(200);
      await owner.patch(`/v1/appointments/${id}`, { end: '2026-11-24T16:15:00Z' }).expect(409, /slot-taken/);
      expect(await staffView(id)).toMatchObject({ end: TUESDAY_11 });
    });

    it('is conditional on the version when asked', async () => {
      const calendar = await aRoundRobin(owner);
      const { id, version } = await book(slotlink, calendar, TUESDAY_10);
      await owner.patch(`/v1/appointments/${id}`, { notes: 'a' }).set('if-match', `"${version}"`).expect(200);
      const { body } = await owner.patch(`/v1/appointments/${id}`, { notes: 'b' }).set('if-match', `"${version}"`);
      expect(body).toMatchObject({ status: 412, type: expect.stringMatching(/\/stale-version$/) });
    });

    it.each([
      ['an end before the start', { end: '2026-11-24T14:00:00Z' }],
      ['an end after days', { end: '2026-11-27T14:00:00Z' }],
      ['an empty title', { title: '' }],
      ['a start', { start: TUESDAY_11 }],
      ['an unknown status', { status: 'done' }],
      ['a number as notes', { notes: 7 }],
    ])('refuses %s', async (_, change) => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const { body } = await owner.patch(`/v1/appointments/${id}`, change).expect(422);
      expect(body.errors[0].pointer).toBe(`/${Object.keys(change)[0]}`);
    });
  });

  describe('statuses', () => {
    it('cancelling frees the time and says who and why', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const { body } = await owner.post(`/v1/appointments/${id}/cancel`, { reason: 'ill' }).expect(200);
      expect(body).toMatchObject({
        status: 'cancelled',
        cancellation: { by: 'staff', reason: 'ill', at: '2026-11-23T08:00:00.000Z' },
        meetingLocation: { state: 'none' },
      });
      expect(await offered(slotlink, calendar, ...DAY)).toContain(TUESDAY_10);
      const again = await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(409);
      expect(again.body.type).toMatch(/\/transition-not-allowed$/);
    });

    it('a revived appointment claims its slot like a booking', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      const rival = await book(slotlink, calendar, TUESDAY_10);
      await owner.patch(`/v1/appointments/${id}`, { status: 'confirmed' }).expect(409);
      await owner.delete(`/v1/appointments/${rival.id}`).expect(204);
      await owner.get(`/v1/appointments/${rival.id}`).expect(404);
      const { body } = await owner.patch(`/v1/appointments/${id}`, { status: 'confirmed' }).expect(200);
      expect(body).toMatchObject({ status: 'confirmed', cancellation: null, start: TUESDAY_10 });
      await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
    });

    it('says whether the guest came only after the start', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await owner.patch(`/v1/appointments/${id}`, { status: 'showed' }).expect(409);
      await slotlink.clock.set('2026-11-24T15:20:00.000Z');
      await owner.patch(`/v1/appointments/${id}`, { status: 'showed' }).expect(200);
      await slotlink.clock.set('2026-11-23T08:00:00.000Z');
    });

    it('an unconfirmed appointment holds its seat, and lapses at its start', async () => {
      const calendar = await aRoundRobin(owner, { autoConfirm: false });
      const { id, status } = await book(slotlink, calendar, TUESDAY_10);
      expect(status).toBe('new');
      await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
      const { id: kept } = await book(slotlink, calendar, TUESDAY_11);
      await owner.patch(`/v1/appointments/${kept}`, { status: 'confirmed' }).expect(200);
      await slotlink.drainJobs();
      expect((await staffView(id)).status).toBe('new');
      await slotlink.clock.set('2026-11-24T17:00:00.000Z');
      await slotlink.drainJobs();
      expect(await staffView(id)).toMatchObject({ status: 'cancelled', cancellation: { by: 'system' } });
      expect((await staffView(kept)).status).toBe('confirmed');
      await slotlink.clock.set('2026-11-23T08:00:00.000Z');
    });

    it('keeps a history of who did what', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      const { body } = await owner.get(`/v1/appointments/${id}/history`).expect(200);
      expect(body.items.map(({ type, actor }: { type: string; actor: unknown }) => [type, actor])).toEqual([
        ['appointment.booked', null],
        ['appointment.rescheduled', { id: owner.userId }],
        ['appointment.cancelled', { id: owner.userId }],
      ]);
    });
  });

  it('is not for members who do not host it', async () => {
    const [mine, other] = await newHosts(owner, 2);
    const calendar = await aRoundRobin(owner, { members: [{ userId: mine!.userId }] });
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await other!.patch(`/v1/appointments/${id}`, { notes: 'x' }).expect(404);
    await other!.post(`/v1/appointments/${id}/cancel`, {}).expect(404);
    await other!.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(404);
    await other!.delete(`/v1/appointments/${id}`).expect(404);
    const freeSlots = `/v1/calendars/${calendar.id}/free-slots?from=${DAY[0]}&to=${DAY[1]}&rescheduleOf=${id}`;
    await other!.get(freeSlots).expect(404);
    await mine!.get(freeSlots).expect(200);
    await mine!.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
  });
});
