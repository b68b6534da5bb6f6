import { book, offered, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import { aCollective, anUnassigned, aRoundRobin, newHosts } from '../kit/calendars';
import { anAccount, TestUser } from '../kit/identity';
import { startTestApp, TestApp } from '../kit/test-app';

const DAY = ['2026-11-24', '2026-11-24'] as const;

describe('booking', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  describe('a round robin', () => {
    it('offers the working day of its host, and takes what is booked out of it', async () => {
      const calendar = await aRoundRobin(owner);
      const before = await offered(slotlink, calendar, ...DAY);
      expect(before).toHaveLength(16);
      expect(before[0]).toBe('2026-11-24T14:00:00.000Z');
      const appointment = await book(slotlink, calendar, TUESDAY_10);
      expect(appointment).toMatchObject({
        status: 'confirmed',
        start: TUESDAY_10,
        end: '2026-11-24T15:30:00.000Z',
        timezone: 'Europe/Berlin',
        title: 'Petra Prospect and Host 1',
        host: { name: 'Host 1' },
        meetingLocation: { kind: 'custom', state: 'none', value: 'The host will send you the details' },
        cancellation: null,
        canReschedule: { allowed: true },
        canCancel: { allowed: true },
      });
      expect(await offered(slotlink, calendar, ...DAY)).toEqual(before.filter((start) => start !== TUESDAY_10));
    });

    it('gives equal hosts equal work', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 3 });
      const hosts = [];
      for (const start of before12(6)) hosts.push((await book(slotlink, calendar, start)).host.name);
      expect(new Set(hosts.slice(0, 3)).size).toBe(3);
      expect(new Set(hosts.slice(3)).size).toBe(3);
    });

    it('lets guests share a slot up to its seats', async () => {
      const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 2 });
      const first = await book(slotlink, calendar, TUESDAY_10);
      const second = await book(slotlink, calendar, TUESDAY_10);
      expect(second.host).toEqual(first.host);
      const [a, b] = await Promise.all([first, second].map(({ id }) => owner.get(`/v1/appointments/${id}`)));
      expect(a?.body.slotId).toBe(b?.body.slotId);
      await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
    });

    it.each([
      ['off the grid', '2026-11-24T15:10:00.000Z', 'off-grid'],
      ['at night', '2026-11-24T04:00:00.000Z', 'outside-hours'],
      ['in the past', '2026-11-20T15:00:00.000Z', 'in-the-past'],
      ['beyond the window', '2027-06-01T14:00:00.000Z', 'beyond-window'],
    ])('does not offer a start %s', async (_, start, reason) => {
      const calendar = await aRoundRobin(owner);
      const { body } = await tryToBook(slotlink, calendar, start).expect(422);
      expect(body).toMatchObject({ type: expect.stringMatching(/\/slot-not-offered$/), reason });
    });

    it('keeps the minimum notice', async () => {
      const calendar = await aRoundRobin(owner, { minimumNotice: 'PT8H' });
      const { body } = await tryToBook(slotlink, calendar, '2026-11-23T14:00:00.000Z').expect(422);
      expect(body.reason).toBe('inside-notice');
    });

    it('takes no bookings while inactive', async () => {
      const calendar = await aRoundRobin(owner, { active: false });
      const { body } = await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
      expect(body.type).toMatch(/\/calendar-inactive$/);
    });

    it('lets buffers of neighbours stack', async () => {
      const calendar = await aRoundRobin(owner, { preBuffer: 'PT10M', postBuffer: 'PT10M' });
      await book(slotlink, calendar, TUESDAY_10);
      const left = await offered(slotlink, calendar, ...DAY);
      expect(left).not.toContain('2026-11-24T14:30:00.000Z');
      expect(left).not.toContain('2026-11-24T15:30:00.000Z');
      expect(left).toContain(TUESDAY_11);
    });
  });

  it('occupies all hosts of a collective, and those of other calendars with them', async () => {
    const [a, b] = await newHosts(owner, 2);
    const members = [{ userId: a!.userId, isOwner: true }, { userId: b!.userId }];
    const collective = await aCollective(owner, { members });
    const solo = await aRoundRobin(owner, { members: [{ userId: b!.userId }] });
    const appointment = await book(slotlink, collective, TUESDAY_10);
    expect(appointment.host.userId).toBe(a!.userId);
    const { body } = await tryToBook(slotlink, solo, TUESDAY_10).expect(409);
    expect(body.type).toMatch(/\/slot-taken$/);
    const staff = await owner.get(`/v1/appointments/${appointment.id}`).expect(200);
    expect(staff.body.hosts).toHaveLength(2);
  });

  it('books a calendar without hosts, once per start', async () => {
    const calendar = await anUnassigned(owner);
    const appointment = await book(slotlink, calendar, TUESDAY_10);
    expect(appointment).toMatchObject({ host: null, meetingLocation: { kind: 'custom', state: 'none' } });
    expect(appointment.meetingLocation.value).toMatch(/^https:/);
    await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
  });

  it('says when the next free slot is, where a span has none', async () => {
    const calendar = await aRoundRobin(owner);
    const { body } = await slotlink.http
      .get(`/v1/public/calendars/${calendar.slug}/free-slots`)
      .query({ from: '2026-11-28', to: '2026-11-29' })
      .expect(200);
    expect(body).toMatchObject({ days: [], nextAvailable: { start: '2026-11-30T14:00:00.000Z' } });
  });

  it.each([
    ['63 days', { from: '2026-11-24T00:00:00Z', to: '2027-01-26T00:00:00Z' }],
    ['a reversed span', { from: '2026-11-25T00:00:00Z', to: '2026-11-24T00:00:00Z' }],
    ['an unknown zone', { from: '2026-11-24', to: '2026-11-25', timezone: 'Mars/Olympus' }],
    ['no span', {}],
    ['the end of all four-digit years', { from: '9999-12-31', to: '9999-12-31' }],
    ['an instant without a zone', { from: '2026-11-24T00:00:00', to: '2026-11-25' }],
  ])('refuses to list %s', async (_, query) => {
    const calendar = await aRoundRobin(owner);
    await slotlink.http.get(`/v1/public/calendars/${calendar.slug}/free-slots`).query(query).expect(422);
  });

  it('shows viewers in other zones the same instants', async () => {
    const calendar = await aRoundRobin(owner);
    const listed = async (timezone: string) => {
      const { body } = await slotlink.http
        .get(`/v1/public/calendars/${calendar.slug}/free-slots`)
        .query({ from: '2026-11-24T00:00:00Z', to: '2026-11-27T00:00:00Z', timezone });
      return (body.days as { slots: { start: string }[] }[]).flatMap(({ slots }) => slots.map(({ start }) => start));
    };
    const utc = await listed('UTC');
    expect(utc.length).toBeGreaterThan(40);
    expect(await listed('Asia/Kathmandu')).toEqual(utc);
    expect(await listed('Pacific/Chatham')).toEqual(utc);
  });

  describe('staff', () => {
    it('may choose the host, the title, the length and the place', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2 });
      const hostUserId = calendar.members[1].userId as string;
      const { body } = await owner
        .post('/v1/appointments', {
          calendarId: calendar.id,
          start: TUESDAY_10,
          end: '2026-11-24T16:00:00.000Z',
          contact: { name: 'Carl', email: 'carl@example.com' },
          title: 'Contract talk',
          internalNotes: 'bring the numbers',
          hostUserId,
          location: { kind: 'address', value: 'Main Street 1' },
        })
        .expect(201);
      expect(body).toMatchObject({
        title: 'Contract talk',
        end: '2026-11-24T16:00:00.000Z',
        internalNotes: 'bring the numbers',
        host: { userId: hostUserId },
        meetingLocation: { kind: 'address', value: 'Main Street 1' },
        contact: { email: 'carl@example.com' },
      });
      expect(body.version).toBeGreaterThan(0);
    });

    it('may force a booking on top of another, which stays busy for everybody else', async () => {
      const calendar = await aRoundRobin(owner);
      await book(slotlink, calendar, TUESDAY_10);
      const forced = { calendarId: calendar.id, contact: { name: 'Vera', email: 'vera@example.com' } };
      const night = await owner
        .post('/v1/appointments', { ...forced, start: '2026-11-24T15:15:00.000Z', overrideAvailability: true })
        .expect(201);
      expect(night.body).toMatchObject({ status: 'confirmed', forced: true });
      expect(await offered(slotlink, calendar, ...DAY)).not.toContain('2026-11-24T15:30:00.000Z');
      await owner.post('/v1/appointments', { ...forced, start: '2026-11-24T15:15:00.000Z' }).expect(422);
    });

    it('may crowd a full slot, whose meeting then names nobody', async () => {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      const contact = { name: 'Dave', email: 'dave@example.com' };
      const { body } = await owner
        .post('/v1/appointments', { calendarId: calendar.id, start: TUESDAY_10, contact, overrideAvailability: true })
        .expect(201);
      const first = await owner.get(`/v1/appointments/${id}`).expect(200);
      expect(body.slotId).toBe(first.body.slotId);
      const [slot] = await slotlink.query<object>('SELECT topic, capacity FROM slots WHERE id = $1', [body.slotId]);
      expect(slot).toEqual({ topic: calendar.name, capacity: 1 });
      await owner.patch(`/v1/appointments/${id}`, { title: 'Petra, alone' }).expect(200);
      expect(await slotlink.query('SELECT topic FROM slots WHERE id = $1', [body.slotId])).toEqual([
        { topic: calendar.name },
      ]);
      // The seat that was forced is nobody else's once it is free.
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      await tryToBook(slotlink, calendar, TUESDAY_10).expect(409);
    });

    it('may force a collective whose owner is not its first member, also twice', async () => {
      const [first, second] = await newHosts(owner, 2);
      const members = [{ userId: first!.userId }, { userId: second!.userId, isOwner: true }];
      const calendar = await aCollective(owner, { members });
      const contact = { name: 'Dave', email: 'dave@example.com' };
      const forced = { calendarId: calendar.id, start: TUESDAY_10, contact, overrideAvailability: true };
      await owner.post('/v1/appointments', forced).expect(201);
      const { body } = await owner.post('/v1/appointments', forced).expect(201);
      expect(body.host.userId).toBe(second!.userId);
    });

    it('cannot force an inactive calendar', async () => {
      const calendar = await aRoundRobin(owner, { active: false });
      const contact = { name: 'Dave', email: 'dave@example.com' };
      const forced = { calendarId: calendar.id, start: TUESDAY_10, contact, overrideAvailability: true };
      await owner.post('/v1/appointments', forced).expect(409);
    });

    it('see what they host; admins see all; other accounts nothing', async () => {
      const [mine, other] = await newHosts(owner, 2);
      const calendar = await aRoundRobin(owner, { members: [{ userId: mine!.userId }] });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await mine!.get(`/v1/appointments/${id}`).expect(200);
      await owner.get(`/v1/appointments/${id}`).expect(200);
      await other!.get(`/v1/appointments/${id}`).expect(404);
      const stranger = await anAccount(slotlink);
      await stranger.get(`/v1/appointments/${id}`).expect(404);
      const list = await mine!.get('/v1/appointments').expect(200);
      expect(list.body.items.map((item: { id: string }) => item.id)).toEqual([id]);
      expect((await other!.get('/v1/appointments').expect(200)).body.items).toEqual([]);
    });

    it('page through the list by start', async () => {
      const account = await anAccount(slotlink);
      const calendar = await aRoundRobin(account);
      const ids = [];
      for (const start of before12(5)) ids.push((await book(slotlink, calendar, start)).id);
      const first = await account.get('/v1/appointments?limit=3').expect(200);
      const second = await account.get(`/v1/appointments?limit=3&cursor=${first.body.nextCursor}`).expect(200);
      expect([...first.body.items, ...second.body.items].map(({ id }) => id)).toEqual(ids);
      expect(second.body.nextCursor).toBeNull();
    });
  });

  it('answers a repeated booking with the first one', async () => {
    const calendar = await aRoundRobin(owner);
    const body = { start: TUESDAY_10, timezone: 'UTC', contact: { name: 'Ida', email: 'ida@example.com' } };
    const send = () =>
      slotlink.http
        .post(`/v1/public/calendars/${calendar.slug}/appointments`)
        .set('idempotency-key', 'once')
        .send(body);
    const answers = await Promise.all(Array.from({ length: 8 }, send));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(7);
  });

  describe('a calendar with a cap per day', () => {
    const EVENING = '2026-11-24T21:00:00.000Z';

    it('offers nothing more on a day that has them all, whoever asks', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2, appointmentsPerDay: 2 });
      await book(slotlink, calendar, TUESDAY_10);
      const { id } = await book(slotlink, calendar, TUESDAY_11);
      expect(await offered(slotlink, calendar, ...DAY)).toEqual([]);
      expect(await offered(slotlink, calendar, '2026-11-25', '2026-11-25')).not.toEqual([]);
      const { body } = await tryToBook(slotlink, calendar, EVENING).expect(409);
      expect(body).toMatchObject({ type: expect.stringMatching(/\/slot-taken$/), reason: 'day-full' });
      await owner.post(`/v1/appointments/${id}/reschedule`, { start: EVENING }).expect(200);
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      expect(await offered(slotlink, calendar, ...DAY)).not.toEqual([]);
    });

    it('is not overrun by many at once, holds included', async () => {
      const calendar = await aRoundRobin(owner, { hosts: 2, appointmentsPerDay: 3 });
      await slotlink.http.post(`/v1/public/calendars/${calendar.slug}/holds`).send({ start: TUESDAY_10 }).expect(201);
      const answers = await Promise.all(before12(12).map((start) => tryToBook(slotlink, calendar, start)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(10);
    });
  });

  it('shows guests what they typed, never what the account knows of them', async () => {
    const calendar = await aRoundRobin(owner);
    const email = 'victim@example.com';
    await owner.post('/v1/contacts', { name: 'Secret Name', email, phone: '+12025550177' }).expect(201);
    const contact = { name: 'Anybody', email };
    const appointment = await book(slotlink, calendar, TUESDAY_10, { contact });
    const { body } = await slotlink.http.get(`/v1/public/appointments/${appointment.publicToken}`).expect(200);
    for (const answer of [appointment, body]) {
      expect(answer.contact).toEqual({ ...contact, phone: null });
      expect(JSON.stringify(answer)).not.toMatch(/Secret|2025550177/);
    }
    const staff = await owner.get(`/v1/appointments/${appointment.id}`).expect(200);
    expect(staff.body.contact).toMatchObject({ name: 'Secret Name', phone: '+12025550177' });
  });

  it('never overwrites a contact from a public form', async () => {
    const calendar = await aRoundRobin(owner);
    const email = 'Known.Guest@example.com';
    const known = await owner.post('/v1/contacts', { name: 'Known Guest', email, phone: '+49301' }).expect(201);
    const { id } = await book(slotlink, calendar, TUESDAY_10, {
      contact: { name: 'Somebody Else', email: email.toLowerCase(), phone: '+1666' },
    });
    const { body } = await owner.get(`/v1/appointments/${id}`).expect(200);
    expect(body.contact).toMatchObject({ id: known.body.id, name: 'Known Guest', phone: '+49301' });
  });
});

/** Starts of Tuesday morning, half an hour apart, from 14:00 UTC. */
function before12(count: number): string[] {
  return Array.from({ length: count }, (_, i) =>
    new Date(Date.parse('2026-11-24T14:00:00Z') + i * 1_800_000).toISOString(),
  );
}
