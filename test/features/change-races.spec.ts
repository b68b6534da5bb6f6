import { Client } from 'pg';
import { book, tryToBook, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aRoundRobin } from '../kit/calendars';
import { eventually } from '../kit/eventually';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { bookSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';

/** Far longer than anything here takes, also on a busy machine: who waits as long was in a deadlock. */
const DEADLOCKED_MS = 25_000;

describe('what is changed while it is booked', () => {
  let first: TestApp;
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    first = await startTestApp();
    // PostgreSQL would end a deadlock after a second, and the loser try again: nobody could tell.
    const [{ name } = { name: '' }] = await first.query<{ name: string }>(`SELECT current_database() AS name`);
    await first.query(`ALTER DATABASE "${name}" SET deadlock_timeout = '${DEADLOCKED_MS}ms'`);
    slotlink = await startTestApp({ beside: first });
    owner = await anAccount(slotlink);
  });
  afterAll(async () => {
    await slotlink.close();
    await first.close();
  });

  const startOf = (i: number) =>
    new Date(Date.parse('2026-11-24T14:00:00Z') + Math.floor(i / 16) * 86_400_000 + (i % 16) * 1_800_000).toISOString();

  /** Guests book in a calendar of four hosts, each again and again, until the change is made. */
  async function whileBooked<T>(change: (calendar: Awaited<ReturnType<typeof aRoundRobin>>) => Promise<T>) {
    const calendar = await aRoundRobin(owner, { hosts: 4 });
    for (let i = 0; i < 8; i += 1) await book(slotlink, calendar, startOf(i));
    const statuses = new Set<number>();
    let made = false;
    const guests = Array.from({ length: 8 }, async (_, guest) => {
      for (let n = 0; !made; n += 1) {
        statuses.add((await tryToBook(slotlink, calendar, startOf((guest * 7 + n * 5) % 64))).status);
      }
    });
    const begin = performance.now();
    const outcome = await change(calendar).finally(() => {
      made = true;
    });
    await Promise.all(guests);
    expect(performance.now() - begin).toBeLessThan(DEADLOCKED_MS);
    expect([...statuses].filter((status) => status !== 201 && status !== 409)).toEqual([]);
    return { calendar, outcome };
  }

  const hostedBy = async (userId: string) =>
    (await slotlink.query(`SELECT FROM slots WHERE live AND lead_user_id = $1`, [userId])).length;

  it('members leave and come back: nobody waits for each other', async () => {
    const { calendar, outcome } = await whileBooked(async ({ id, members }) => {
      const answers = [];
      for (const [future, staying] of [
        ['reassign', members.slice(0, 3)],
        ['cancel', members.slice(0, 2)],
      ]) {
        answers.push((await owner.patch(`/v1/calendars/${id}?future=${future}`, { members: staying })).status);
      }
      return answers;
    });
    expect(outcome[1]).toBe(200);
    expect(await hostedBy(calendar.members[3].userId)).toBe(0);
  });

  it('a user who is deleted hosts nothing any more', async () => {
    const { calendar, outcome } = await whileBooked(({ members }) =>
      owner.delete(`/v1/users/${members[3].userId}?future=cancel`).then(({ status }) => status),
    );
    expect(outcome).toBe(204);
    expect(await hostedBy(calendar.members[3].userId)).toBe(0);
  });

  it('a second host who comes while a guest waits has the guest choose again', async () => {
    const calendar = await aRoundRobin(owner);
    const { userId } = await owner.addUser();
    const admin = new Client({ connectionString: slotlink.databaseUrl });
    await admin.connect();
    await admin.query('BEGIN');
    await admin.query('SELECT close_calendar($1)', [calendar.id]);
    const waiting = tryToBook(slotlink, calendar, TUESDAY_10).then(({ status, body }) => ({ status, body }));
    const waits = async () => {
      const rows = await slotlink.query(`SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%lock_claim%'`);
      return rows.length > 0;
    };
    expect(await eventually(waits, { withinMs: DEADLOCKED_MS })).toBe(true);
    await admin.query(
      `INSERT INTO calendar_members (account_id, calendar_id, user_id, position, priority, weight, is_owner)
       VALUES ($1, $2, $3, 1, 'medium', 100, false)`,
      [owner.accountId, calendar.id, userId],
    );
    await admin.query('UPDATE calendars SET version = version + 1 WHERE id = $1', [calendar.id]);
    await admin.query('COMMIT');
    await admin.end();
    expect(await waiting).toMatchObject({ status: 409, body: { type: '/problems/slot-taken' } });
    await tryToBook(slotlink, calendar, TUESDAY_10).expect(201);
  });

  it('contacts are merged while they book, by ID and by e-mail', async () => {
    const calendar = await aRoundRobin(owner);
    for (let round = 0; round < 4; round += 1) {
      const emails = [anEmail('one'), anEmail('two')];
      const ids: string[] = [];
      for (const email of emails) ids.push((await owner.post('/v1/contacts', { name: 'Petra', email })).body.id);
      const begin = performance.now();
      const answers = await Promise.all([
        ...[0, 1, 2, 3].map((i) => {
          const booking = { calendarId: calendar.id, start: startOf(round * 8 + i), contactId: ids[i % 2] };
          return owner.post('/v1/appointments', booking);
        }),
        owner.post(`/v1/contacts/${ids[0]}/merge`, { intoId: ids[1] }),
        ...[4, 5, 6, 7].map((i) => {
          const contact = { name: 'Petra', email: emails[i % 2] };
          return tryToBook(slotlink, calendar, startOf(round * 8 + i), { contact });
        }),
      ]);
      expect(performance.now() - begin).toBeLessThan(DEADLOCKED_MS);
      expect(answers.map(({ status }) => status).filter((status) => ![200, 201, 404].includes(status))).toEqual([]);
    }
  });

  it('a contact is merged while their series is moved', async () => {
    for (let round = 0; round < 4; round += 1) {
      const calendar = await aRoundRobin(owner);
      const { appointments } = await bookSeries(owner, calendar, TUESDAY_10, { rrule: 'FREQ=DAILY;COUNT=20' });
      const { id, contact } = appointments[0]!;
      const { body: into } = await owner.post('/v1/contacts', { name: 'Paul', email: anEmail('paul') }).expect(201);
      const begin = performance.now();
      const answers = await Promise.all([
        owner.post(`/v1/appointments/${id}/reschedule`, { scope: 'all', start: TUESDAY_11 }),
        owner.post(`/v1/contacts/${contact.id}/merge`, { intoId: into.id }),
      ]);
      expect(performance.now() - begin).toBeLessThan(DEADLOCKED_MS);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
  });

  it('what is confirmed again while it is deleted is one of the two, never hidden in its seat', async () => {
    for (let round = 0; round < 8; round += 1) {
      const calendar = await aRoundRobin(owner);
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await owner.post(`/v1/appointments/${id}/cancel`).expect(200);
      await Promise.all([
        owner.patch(`/v1/appointments/${id}`, { status: 'confirmed' }),
        owner.delete(`/v1/appointments/${id}`),
      ]);
      const { status } = await owner.get(`/v1/appointments/${id}`);
      await tryToBook(slotlink, calendar, TUESDAY_10).expect(status === 200 ? 409 : 201);
    }
  });
});
