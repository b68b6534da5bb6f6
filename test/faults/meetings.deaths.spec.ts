import { SweepNightlyJob } from '../../src/meetings/sweep-nightly';
import { book } from '../kit/booking';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import {
  aZoomHost,
  meetingsAtZoom,
  writesOf,
  zoomFails,
  type Fault,
  type LinkedAppointment,
  type ZoomHost,
  zoomRecovers,
} from '../kit/meetings';
import { bury, type Death, deathPoints, drainUntilDeath } from '../kit/mortal';
import { SEED } from '../kit/seeded';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';

/** All of them take minutes: `TEST_EVERY_DEATH=1`. */
const STRIDE = 60;
const MINUTE = 60_000;
const NIGHT = '2026-11-24T02:00:00Z';
/** Half hours of Tuesday, from 09:00 in New York. */
const start = (index: number) => new Date(Date.parse('2026-11-24T14:00:00Z') + index * 30 * MINUTE).toISOString();

const CALLS: Pick<Fault, 'method' | 'path'>[] = [
  { method: 'POST', path: '/users/me/meetings' },
  { method: 'PATCH', path: '/meetings/' },
  { method: 'DELETE', path: '/meetings/' },
  { method: 'GET', path: '/users/me/meetings' },
  { method: 'GET', path: '/meetings/' },
];
const KINDS: Fault[] = [
  { kind: 'reset' },
  { kind: 'reset-after-commit' },
  { kind: 'html' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 400, body: { code: 3000, message: 'Refused' } },
  { kind: 'status', status: 401, body: { code: 124, message: 'Access token is expired.' } },
  { kind: 'status', status: 404, body: { code: 3001, message: 'Meeting does not exist.' } },
  { kind: 'status', status: 429, body: { code: 429, message: 'Too many' }, headers: { 'Retry-After': '1' } },
];

/** One appointment for each change that is tried on it. */
interface Week {
  calendar: TestCalendar;
  hosts: ZoomHost[];
  edited: string;
  moved: string;
  cancelled: string;
  reassigned: string;
}

describe(`five changes at once, whatever happens to the work that follows (TEST_SEED=${SEED})`, () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(() => slotlink.clock.set(MONDAY));
  afterAll(() => slotlink.close());

  async function aWeek(): Promise<Week> {
    const hosts = [await aZoomHost(slotlink, owner), await aZoomHost(slotlink, owner)];
    const members = hosts.map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    const calendar = await aRoundRobin(owner, { members });
    const ids: string[] = [];
    for (let index = 0; index < 4; index += 1) ids.push((await book(slotlink, calendar, start(index))).id);
    await slotlink.drainJobs();
    const [edited = '', moved = '', cancelled = '', reassigned = ''] = ids;
    return { calendar, hosts, edited, moved, cancelled, reassigned };
  }

  async function change({ calendar, hosts, edited, moved, cancelled, reassigned }: Week): Promise<void> {
    await owner.patch(`/v1/appointments/${edited}`, { title: 'Another title' }).expect(200);
    await owner.post(`/v1/appointments/${moved}/reschedule`, { start: start(4) }).expect(200);
    await owner.post(`/v1/appointments/${cancelled}/cancel`, {}).expect(200);
    const { body } = await owner.get(`/v1/appointments/${reassigned}`).expect(200);
    const other = hosts.find(({ user }) => user.userId !== body.host.userId)!;
    await owner.post(`/v1/appointments/${reassigned}/reassign`, { hostUserId: other.user.userId }).expect(200);
    await book(slotlink, calendar, start(6));
  }

  /** What is refused is tried again after hours, and where Zoom lied, only the sweep of the night finds out. */
  async function settle(): Promise<void> {
    for (let wait = 0; wait < 4; wait += 1) {
      await slotlink.clock.advance(5 * MINUTE);
      await slotlink.drainJobs();
    }
    await slotlink.clock.set(NIGHT);
    await slotlink.drainJobs();
    await slotlink.app.get(SweepNightlyJob).tick();
    await slotlink.drainJobs();
  }

  async function expectTruth({ calendar, hosts, cancelled }: Week): Promise<void> {
    const { body } = await owner.get('/v1/appointments').query({ calendarId: calendar.id }).expect(200);
    const live = (body.items as LinkedAppointment[]).filter(({ id }) => id !== cancelled);
    expect(live).toHaveLength(4);
    for (const { user, email } of hosts) {
      const shown = live
        .filter(({ host }) => host.userId === user.userId)
        .map(({ start: at, title, meetingLocation: { state, joinUrl } }) => {
          return { state, start: Date.parse(at), topic: title, joinUrl };
        });
      const atZoom = (await meetingsAtZoom(slotlink, email)).map(({ startTime, topic, joinUrl }) => {
        return { state: 'ready', start: Date.parse(startTime), topic, joinUrl };
      });
      expect(atZoom.sort((a, b) => a.start - b.start)).toEqual(shown.sort((a, b) => a.start - b.start));
      const { POST = 0, PATCH = 0, DELETE = 0 } = await writesOf(slotlink, email);
      expect(POST + PATCH + DELETE).toBeLessThanOrEqual(20);
    }
  }

  async function dieAt(death: Death): Promise<boolean> {
    const week = await aWeek();
    await change(week);
    const died = await drainUntilDeath(slotlink, death);
    await bury(slotlink);
    await settle();
    await expectTruth(week);
    return died;
  }

  it.each(['before', 'after'] as const)(
    'the process dies %s any of its requests to the database or Zoom',
    async (when) => {
      let deaths = 0;
      for (const at of deathPoints(STRIDE)) {
        await slotlink.clock.set(MONDAY);
        if (!(await dieAt({ at, when }))) break;
        deaths += 1;
      }
      expect(deaths).toBeGreaterThanOrEqual(Math.floor(100 / STRIDE));
    },
    1_200_000,
  );

  it.each(KINDS)(
    'every kind of request to Zoom meets $kind $status once',
    async (kind) => {
      const week = await aWeek();
      await change(week);
      for (const call of CALLS) {
        for (const { email } of week.hosts) await zoomFails(slotlink, { ...call, ...kind, email });
      }
      await slotlink.drainJobs();
      await zoomRecovers(slotlink);
      await settle();
      await expectTruth(week);
    },
    60_000,
  );
});
