import { setTimeout as pause } from 'node:timers/promises';
import { offered, tryToBook } from '../kit/booking';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { type Crashable, startCrashable } from '../kit/crashable';
import { eventually } from '../kit/eventually';
import { anAccount, type TestUser } from '../kit/identity';
import { allMeetings, aZoomHost, type SimulatedMeeting, writesOf, type ZoomHost } from '../kit/meetings';
import { SEED, seeded } from '../kit/seeded';
import { simulator } from '../kit/zoom';

/** `TEST_KILLS=50` makes some 500 bookings. */
const ROUNDS = Number(process.env.TEST_KILLS ?? 6);
const CLIENTS = 6;
/** Each has 100 requests. */
const HOSTS = 12;
const DAY_MS = 86_400_000;
/** A killed process keeps its hosts' leases for 45 s. */
const SETTLING_MS = 90_000;

interface Acknowledged {
  start: string;
  cancelled: boolean;
}

interface Staffed {
  id: string;
  start: string;
  status: string;
  host: { userId: string };
  meetingLocation: { state: string; joinUrl: string | null; zoom: { meetingId: string } | null };
}

describe(`kill -9 (TEST_SEED=${SEED})`, () => {
  const random = seeded(SEED);
  const upTo = (limit: number) => Math.floor(random() * limit);
  const acknowledged = new Map<string, Acknowledged>();
  const surprises: unknown[] = [];
  let crashable: Crashable;
  let owner: TestUser;
  let hosts: ZoomHost[];
  let calendar: TestCalendar;
  let starts: string[];
  beforeAll(async () => {
    crashable = await startCrashable({ LINK_WAIT: 'PT0.2S' });
    const { slotlink } = crashable;
    owner = await anAccount(slotlink);
    hosts = [];
    for (let i = 0; i < HOSTS; i += 1) hosts.push(await aZoomHost(slotlink, owner));
    const members = hosts.map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    calendar = await aRoundRobin(owner, { members });
    const day = (ahead: number) => new Date(Date.now() + ahead * DAY_MS).toISOString();
    const free = await offered(slotlink, calendar, day(2), day(50));
    // There are hosts enough for all of them twice.
    starts = [...free, ...free].reverse();
  }, 120_000);
  afterAll(() => crashable.close(), 60_000);

  /** Books one slot after the other, and cancels some, until the server is gone. */
  async function client(onAcknowledged: () => void, isOver: () => boolean): Promise<void> {
    const { slotlink } = crashable;
    try {
      while (!isOver() && surprises.length === 0) {
        const start = starts.pop()!;
        const { status, body } = await tryToBook(slotlink, calendar, start);
        if (status !== 201) surprises.push(body);
        else acknowledged.set(body.id, { start, cancelled: false });
        onAcknowledged();
        if (status !== 201 || upTo(4) > 0) continue;
        const answer = await slotlink.http.post(`/v1/public/appointments/${body.publicToken}/cancel`).send({});
        if (answer.status === 200) acknowledged.get(body.id)!.cancelled = true;
        else surprises.push(answer.body);
      }
    } catch {
      // The connection broke: the fate of this request is unknown, as it is to any client of a killed server.
      expect(isOver()).toBe(true);
    }
  }

  async function bookUntilKilled(): Promise<void> {
    let left = 1 + upTo(10);
    let over = false;
    const clients: Promise<void>[] = [];
    await new Promise<void>((resolve) => {
      const onAcknowledged = () => {
        left -= 1;
        if (left <= 0) resolve();
      };
      for (let i = 0; i < CLIENTS; i += 1) clients.push(client(onAcknowledged, () => over));
      void Promise.allSettled(clients).then(() => {
        resolve();
      });
    });
    await pause(upTo(120));
    over = true;
    await crashable.kill();
    await Promise.all(clients);
  }

  async function allAppointments(): Promise<Staffed[]> {
    const items: Staffed[] = [];
    let cursor: string | null = null;
    do {
      const page = await owner.get(`/v1/appointments?limit=200${cursor ? `&cursor=${cursor}` : ''}`).expect(200);
      items.push(...page.body.items);
      cursor = page.body.nextCursor as string | null;
    } while (cursor);
    return items;
  }

  const meetingsOf = async (): Promise<(SimulatedMeeting & { hostId: string })[]> =>
    (
      await Promise.all(
        hosts.map(async ({ email, user }) =>
          (await allMeetings(crashable.slotlink, email)).map((meeting) => ({ ...meeting, hostId: user.userId })),
        ),
      )
    ).flat();

  const isSettled = async () => {
    const confirmed = (await allAppointments()).filter(({ status }) => status === 'confirmed');
    const atZoom = (await meetingsOf()).filter(({ deleted }) => !deleted);
    return (
      confirmed.every(({ meetingLocation }) => meetingLocation.state === 'ready') && atZoom.length === confirmed.length
    );
  };

  it(
    'loses no acknowledged booking, and every slot gets its one meeting',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await bookUntilKilled();
        await crashable.start();
      }
      expect(surprises).toEqual([]);
      expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS);
      await eventually(isSettled, { withinMs: SETTLING_MS });

      const appointments = new Map((await allAppointments()).map((appointment) => [appointment.id, appointment]));
      for (const [id, { start, cancelled }] of acknowledged) {
        const appointment = appointments.get(id);
        expect(appointment).toMatchObject({ start });
        // A cancellation whose answer was lost may have happened.
        if (cancelled) expect(appointment?.status).toBe('cancelled');
      }
      const confirmed = [...appointments.values()].filter(({ status }) => status === 'confirmed');
      const everMade = await meetingsOf();
      const shown = confirmed.map(({ start, host, meetingLocation: { zoom, joinUrl, state } }) => {
        return { state, id: Number(zoom?.meetingId), joinUrl, start: Date.parse(start), hostId: host.userId };
      });
      const atZoom = everMade
        .filter(({ deleted }) => !deleted)
        .map(({ id, joinUrl, startTime, hostId }) => {
          return { state: 'ready', id, joinUrl, start: Date.parse(startTime), hostId };
        });
      const byStart = (a: { id: number }, b: { id: number }) => a.id - b.id;
      expect(shown.sort(byStart)).toEqual(atZoom.sort(byStart));
      expect(new Set(shown.map(({ start, hostId }) => `${start} ${hostId}`)).size).toBe(shown.length);
      const references = everMade.map(({ agenda }) => agenda.split('\n')[0]);
      expect(new Set(references).size).toBe(references.length);
      for (const { email } of hosts) {
        const writes = Object.values(await writesOf(crashable.slotlink, email));
        expect(writes.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(100);
      }
    },
    180_000 + ROUNDS * 15_000,
  );

  it('between the commit at Zoom and ours, the meeting is found again instead of made twice', async () => {
    const { slotlink } = crashable;
    const [late, early] = await Promise.all([aZoomHost(slotlink, owner), aZoomHost(slotlink, owner)]);
    const posts = { method: 'POST', path: '/meetings', times: 1 };
    // One is carried out after our death, the other before it.
    await simulator(slotlink, 'POST', 'faults', { ...posts, email: late.email, kind: 'slow', delayMs: 4_000 });
    await simulator(slotlink, 'POST', 'faults', { ...posts, email: early.email, kind: 'timeout-after-commit' });
    const booked: { id: string; email: string; start: string }[] = [];
    for (const { user, email } of [late, early]) {
      const members = [{ userId: user.userId, meetingLocation: { kind: 'zoom' } }];
      const start = starts.pop()!;
      const { body } = await tryToBook(slotlink, await aRoundRobin(owner, { members }), start).expect(201);
      expect(body.meetingLocation.state).toBe('pending');
      booked.push({ id: body.id, email, start });
    }
    const underWay = () =>
      eventually(async () => (await allMeetings(slotlink, early.email)).length === 1, { withinMs: 10_000 });
    expect(await underWay()).toBe(true);
    expect(await writesOf(slotlink, late.email)).toEqual({ POST: 1 });
    await crashable.kill();
    await crashable.start();

    const orphaned = async () =>
      await crashable.query(
        `SELECT FROM graphile_worker._private_jobs WHERE locked_by IS NOT NULL
         AND locked_by <> ALL (SELECT unnest(worker_ids) FROM instances)`,
      );
    expect(await eventually(async () => (await orphaned()).length === 0, { withinMs: 10_000 })).toBe(true);

    for (const { id, email, start } of booked) {
      const location = async () => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;
      await eventually(async () => (await location()).state === 'ready', { withinMs: SETTLING_MS });
      const [meeting, ...others] = await allMeetings(slotlink, email);
      expect(others).toEqual([]);
      expect(Date.parse(meeting!.startTime)).toBe(Date.parse(start));
      expect(await location()).toMatchObject({ state: 'ready', joinUrl: meeting!.joinUrl });
      expect(await writesOf(slotlink, email)).toEqual({ POST: 1 });
    }
  }, 150_000);
});
