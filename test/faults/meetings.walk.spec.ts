import { tryToBook } from '../kit/booking';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import {
  type Fault,
  type LinkedAppointment,
  meetingsAtZoom,
  writesOf,
  zoomFails,
  type ZoomHost,
  zoomRecovers,
} from '../kit/meetings';
import { bury, drainUntilDeath } from '../kit/mortal';
import { seeded, seeds } from '../kit/seeded';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { connectZoom, tryToConnect } from '../kit/zoom';

const STEPS = 40;
const MINUTE = 60_000;
const STARTS = Array.from({ length: 8 }, (_, i) =>
  new Date(Date.parse('2026-11-25T14:00:00Z') + i * 30 * MINUTE).toISOString(),
);
const TOKENS = '/oauth/token';
const FAULTS: Fault[] = [
  { kind: 'reset' },
  { kind: 'reset-after-commit' },
  { kind: 'html' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502, times: 3 },
  { kind: 'status', status: 429, body: { code: 429, message: 'Too many' }, headers: { 'Retry-After': '2' } },
  { kind: 'reset', path: TOKENS },
  { kind: 'reset-after-commit', path: TOKENS },
];

describe('any walk through bookings, changes, faults and deaths', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  /** Two hosts of one Zoom account, since a meeting may be handed over within one. */
  async function twoHosts(): Promise<ZoomHost[]> {
    const accountId = anEmail('zoom-account').split('@')[0]!;
    const hosts: ZoomHost[] = [];
    for (const name of ['Rita Rep', 'Ralf Rep']) {
      const user = await owner.addUser({ name });
      hosts.push({ user, email: await connectZoom(slotlink, user, { accountId, type: 2 }) });
    }
    return hosts;
  }

  async function confirmed({ id }: TestCalendar): Promise<LinkedAppointment[]> {
    const { body } = await owner.get('/v1/appointments').query({ calendarId: id, status: 'confirmed' }).expect(200);
    return body.items as LinkedAppointment[];
  }

  async function anAct(calendar: TestCalendar, hosts: ZoomHost[], random: () => number): Promise<void> {
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const appointments = await confirmed(calendar);
    const dice = random();
    if (appointments.length === 0 || dice < 0.35) {
      await tryToBook(slotlink, calendar, pick(STARTS));
      return;
    }
    const path = `/v1/appointments/${pick(appointments).id}`;
    if (dice < 0.5) await owner.post(`${path}/cancel`, {});
    else if (dice < 0.7) await owner.post(`${path}/reschedule`, { start: pick(STARTS) });
    else if (dice < 0.85) await owner.post(`${path}/reassign`, { hostUserId: pick(hosts).user.userId });
    else await owner.patch(path, { title: `Talk ${Math.floor(random() * 1_000)}` });
  }

  async function workOrDie(random: () => number): Promise<void> {
    if (random() < 0.5) return slotlink.drainJobs();
    const when = random() < 0.5 ? 'before' : 'after';
    const died = await drainUntilDeath(slotlink, { at: 1 + Math.floor(random() * 60), when });
    if (died) await bury(slotlink);
  }

  /** What a busy day puts off waits until it is calm. A connection that a lost answer ended is made again by its user. */
  async function settle(hosts: ZoomHost[]): Promise<void> {
    for (let wait = 0; wait < 30; wait += 1) {
      await slotlink.clock.advance(60 * MINUTE);
      await slotlink.drainJobs();
      for (const { user, email } of hosts) {
        const { body } = await user.get('/v1/me/integrations/zoom').expect(200);
        if (body.state !== 'connected') await tryToConnect(slotlink, user, email);
      }
      const owed = await slotlink.query(`SELECT FROM meetings WHERE owes IS NOT NULL AND owed_until > $1`, [
        slotlink.clock.now(),
      ]);
      if (owed.length === 0) return;
    }
  }

  it.each(seeds(4))(
    'ends with one true meeting for each live slot and none besides (seed %i)',
    async (seed) => {
      await slotlink.clock.set(MONDAY);
      const random = seeded(seed);
      const hosts = await twoHosts();
      const members = hosts.map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
      const calendar = await aRoundRobin(owner, { members, appointmentsPerSlot: seed % 2 === 0 ? 2 : 1 });
      for (let step = 0; step < STEPS; step += 1) {
        const { email } = hosts[step % 2]!;
        if (random() < 0.25) await zoomFails(slotlink, { email, ...FAULTS[Math.floor(random() * FAULTS.length)]! });
        await anAct(calendar, hosts, random);
        if (random() < 0.6) await workOrDie(random);
        // Now and then past the life of an access token.
        if (random() < 0.5) await slotlink.clock.advance(random() < 0.1 ? 61 * MINUTE : random() * 10_000);
      }
      await zoomRecovers(slotlink);
      await settle(hosts);

      const appointments = await confirmed(calendar);
      expect(appointments.filter(({ meetingLocation }) => meetingLocation.state !== 'ready')).toEqual([]);
      for (const { user, email } of hosts) {
        const mine = appointments.filter(({ host }) => host.userId === user.userId);
        const shown = mine.map(({ start, title, meetingLocation: { joinUrl } }) => ({
          start: Date.parse(start),
          topic: seed % 2 === 0 ? (calendar.name as string) : title,
          joinUrl,
        }));
        const atZoom = (await meetingsAtZoom(slotlink, email)).map(({ startTime, topic, joinUrl }) => {
          return { start: Date.parse(startTime), topic, joinUrl };
        });
        expect(inOrder(atZoom)).toEqual(inOrder(shown));
        const { POST = 0, PATCH = 0, DELETE = 0 } = await writesOf(slotlink, email);
        expect(POST + PATCH + DELETE).toBeLessThanOrEqual(100);
      }
    },
    120_000,
  );
});

/** By start, each once: several appointments may share a meeting. */
function inOrder<T extends { start: number }>(meetings: T[]): T[] {
  const each = new Map(meetings.map((meeting) => [JSON.stringify(meeting), meeting]));
  return [...each.values()].sort((a, b) => a.start - b.start);
}
