import { offered, tryToBook } from '../kit/booking';
import { type Crashable, startCrashable } from '../kit/crashable';
import { eventually } from '../kit/eventually';
import { anAccount, type TestUser } from '../kit/identity';
import { allMeetings, aZoomCalendar, aZoomHost, type Fault, writesOf, zoomFails, zoomRecovers } from '../kit/meetings';

const LINK_WAIT_MS = 1_000;
/** What a call waits for Zoom: whoever answers before that has not waited for it, however busy the machine is. */
const ZOOM_TIMEOUT_MS = 10_000;
const RECOVERY_MS = 60_000;
const DAY_MS = 86_400_000;

const FAULTS: Omit<Fault, 'email'>[] = [
  { kind: 'timeout' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'html' },
  { kind: 'reset' },
  { kind: 'timeout-after-commit', times: 1 },
  { kind: 'reset-after-commit', times: 1 },
];

interface Booked {
  id: string;
  email: string;
  start: string;
}

describe('while Zoom is away', () => {
  let crashable: Crashable;
  let owner: TestUser;
  beforeAll(async () => {
    crashable = await startCrashable({ LINK_WAIT: `PT${LINK_WAIT_MS / 1000}S` });
    owner = await anAccount(crashable.slotlink);
  }, 120_000);
  afterAll(() => crashable.close(), 60_000);

  /** A host of their own for each of the ways to fail, since hosts are worked for one by one. */
  async function bookDuring(faults: Omit<Fault, 'email'>[], goesAway?: () => Promise<void>): Promise<Booked[]> {
    const { slotlink } = crashable;
    const hosts = await Promise.all(faults.map(() => aZoomHost(slotlink, owner)));
    const calendars = await Promise.all(hosts.map((host) => aZoomCalendar(owner, host)));
    const day = (ahead: number) => new Date(Date.now() + ahead * DAY_MS).toISOString();
    const [start] = await offered(slotlink, calendars[0]!, day(3), day(9));
    for (const [i, fault] of faults.entries()) {
      const post = fault.kind.endsWith('-commit') ? { method: 'POST' } : {};
      if (!goesAway)
        await zoomFails(slotlink, { path: '/meetings', times: 1000, ...post, ...fault, email: hosts[i]!.email });
    }
    await goesAway?.();
    return Promise.all(
      hosts.map(async ({ email }, i) => {
        const before = performance.now();
        const { body } = await tryToBook(slotlink, calendars[i]!, start!).expect(201);
        expect(performance.now() - before).toBeLessThan(ZOOM_TIMEOUT_MS);
        expect(body.meetingLocation).toMatchObject({ kind: 'zoom', state: 'pending', value: null });
        return { id: body.id, email, start: start! };
      }),
    );
  }

  async function expectOneMeetingEach(bookings: Booked[]): Promise<void> {
    for (const { id, email, start } of bookings) {
      const location = async () => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;
      await eventually(async () => (await location()).state === 'ready', { withinMs: RECOVERY_MS });
      const made = await allMeetings(crashable.slotlink, email);
      expect(made).toHaveLength(1);
      expect(Date.parse(made[0]!.startTime)).toBe(Date.parse(start));
      expect(await location()).toMatchObject({ state: 'ready', joinUrl: made[0]!.joinUrl });
    }
  }

  it('bookings stand, and their links follow, whatever it answered meanwhile', async () => {
    const { slotlink } = crashable;
    const bookings = await bookDuring(FAULTS);
    for (const { email } of bookings) {
      const asked = async () => ((await writesOf(slotlink, email)).POST ?? 0) > 0;
      expect(await eventually(asked, { withinMs: 10_000 })).toBe(true);
    }
    await zoomRecovers(slotlink);
    await expectOneMeetingEach(bookings);
  }, 120_000);

  it('bookings stand, and their links follow, when nothing listens there at all', async () => {
    const bookings = await bookDuring([{ kind: 'reset' }, { kind: 'reset' }], () => crashable.stopZoom());
    await crashable.startZoom();
    await expectOneMeetingEach(bookings);
  }, 120_000);
});
