import { offered, TUESDAY_10, tryToBook } from '../kit/booking';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import { bookSeries, startsOf, type TestSeries, tryToBookSeries } from '../kit/series';
import { startTestApp, type TestApp } from '../kit/test-app';

const DAILY_20 = { rrule: 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=20' };

describe('series in a race', () => {
  let slotlink: TestApp;
  let other: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    other = await startTestApp({ beside: slotlink });
    owner = await anAccount(slotlink);
  });
  afterAll(async () => {
    await other.close();
    await slotlink.close();
  });

  /** No host is in two places, and what stands is what is occupied. */
  async function expectSound({ id }: TestCalendar): Promise<void> {
    const overlaps = await slotlink.query(
      `SELECT a.slot_id FROM slot_hosts a JOIN slot_hosts b ON b.host_id = a.host_id AND b.slot_id > a.slot_id
       WHERE a.live AND b.live AND a.blocked && b.blocked AND a.slot_id IN (SELECT id FROM slots WHERE calendar_id = $1)`,
      [id],
    );
    expect(overlaps).toEqual([]);
    const strays = await slotlink.query(
      `SELECT s.id FROM slots s WHERE s.calendar_id = $1 AND s.live <>
         EXISTS (SELECT FROM appointments a WHERE a.slot_id = s.id AND a.status IN ('new', 'confirmed'))`,
      [id],
    );
    expect(strays).toEqual([]);
  }

  it('for one host: each time goes to one of them, and all are answered', async () => {
    const calendar = await aRoundRobin(owner);
    const asOther = {
      ...owner,
      post: (path: string, body?: object) =>
        other.http.post(path).set('authorization', `Bearer ${owner.token}`).send(body),
    };
    const asks = Array.from({ length: 6 }, (_, i) =>
      tryToBookSeries(i % 2 === 0 ? owner : asOther, calendar, TUESDAY_10, {
        ...DAILY_20,
        onConflict: 'next',
      }),
    );
    const answers = await Promise.all(asks);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201, 201]);
    const starts = answers.flatMap(({ body }) => startsOf(body as TestSeries));
    expect(starts).toHaveLength(120);
    expect(new Set(starts).size).toBe(120);
    await expectSound(calendar);
  });

  it('against single bookings: whoever is second is told so', async () => {
    const calendar = await aRoundRobin(owner);
    const singles = (await offered(slotlink, calendar, '2026-11-24', '2026-12-21')).filter((start) =>
      start.includes('T15:00'),
    );
    const [series, ...guests] = await Promise.all([
      tryToBookSeries(owner, calendar, TUESDAY_10, { ...DAILY_20, onConflict: 'skip' }),
      ...singles.map((start, i) => tryToBook(i % 2 === 0 ? slotlink : other, calendar, start)),
    ]);
    const won = guests.filter(({ status }) => status === 201);
    expect(guests.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const taken = series.status === 201 ? startsOf(series.body as TestSeries) : [];
    expect([201, 409]).toContain(series.status);
    expect([...taken, ...won.map(({ body }) => body.start as string)].sort()).toEqual(singles);
    await expectSound(calendar);
  });

  it('moved, cancelled and booked at once: nothing is in between', async () => {
    const calendar = await aRoundRobin(owner, { hosts: 2 });
    const booked = await bookSeries(owner, calendar, TUESDAY_10, DAILY_20);
    const act = (path: string, at: number, body: object) =>
      owner.post(`/v1/appointments/${booked.appointments[at]!.id}/${path}`, body);
    const answers = await Promise.all([
      act('reschedule', 0, { start: '2026-11-24T17:00:00Z', scope: 'all' }),
      act('reschedule', 4, { start: '2026-11-30T18:00:00Z', scope: 'following' }),
      act('reschedule', 7, { start: '2026-12-04T19:00:00Z' }),
      act('cancel', 10, { scope: 'following' }),
      act('cancel', 2, {}),
      tryToBookSeries(owner, calendar, '2026-11-24T16:00:00Z', {
        ...DAILY_20,
        host: 'per_occurrence',
        onConflict: 'next',
      }),
    ]);
    const unexpected = answers
      .filter(({ status }) => ![200, 201, 409].includes(status))
      .map(({ body }) => body as object);
    expect(unexpected).toEqual([]);
    await expectSound(calendar);
    const { body } = await owner.get(`/v1/series/${booked.series.id}`).expect(200);
    expect(body.appointments).toHaveLength(20);
  });

  it('that breaks in the middle leaves nothing, and is whole when asked again', async () => {
    const calendar = await aRoundRobin(owner);
    const count = async () =>
      slotlink.query(
        `SELECT (SELECT count(*) FROM series) AS series, (SELECT count(*) FROM appointments) AS appointments,
                (SELECT count(*) FROM slots) AS slots, (SELECT count(*) FROM facts) AS facts,
                (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM assignments) AS assignments`,
      );
    await slotlink.query(`
      CREATE FUNCTION break_down() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.starts_at = '2026-12-08T15:00:00Z' THEN RAISE EXCEPTION 'the disk is gone'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER break_down BEFORE INSERT ON slots FOR EACH ROW EXECUTE FUNCTION break_down()`);
    const contact = { name: 'Petra Prospect', email: 'petra.again@example.com' };
    const ask = () =>
      tryToBookSeries(owner, calendar, TUESDAY_10, DAILY_20, { contact }).set('idempotency-key', 'after-the-crash');
    const before = await count();
    await ask().expect(500);
    expect(await count()).toEqual(before);
    await slotlink.query('DROP FUNCTION break_down() CASCADE');
    const { body } = await ask().expect(201);
    expect(body.appointments).toHaveLength(20);
    await expectSound(calendar);
  });
});
