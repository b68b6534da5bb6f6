import { tryToBook } from '../kit/booking';
import type { TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import {
  aZoomCalendar,
  aZoomHost,
  type Fault,
  meetingsAtZoom,
  zoomFails,
  type ZoomHost,
  zoomRecovers,
} from '../kit/meetings';
import { bury, drainUntilDeath } from '../kit/mortal';
import { seeded, seeds } from '../kit/seeded';
import { tryToBookSeries } from '../kit/series';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { tryToConnect } from '../kit/zoom';

const STEPS = 40;
const MINUTE = 60_000;
const STARTS = Array.from({ length: 4 }, (_, i) =>
  new Date(Date.parse('2026-11-25T14:00:00Z') + i * 30 * MINUTE).toISOString(),
);
const PEOPLE = ['ada@guest.test', 'Bob@guest.test', 'cleo@guest.test', 'dora@guest.test'];
const FAULTS: Fault[] = [
  { kind: 'reset' },
  { kind: 'reset-after-commit' },
  { kind: 'reset-after-commit', method: 'POST', path: '/registrants' },
  { kind: 'reset-after-commit', method: 'DELETE', path: '/registrants' },
  { kind: 'html', path: '/registrants' },
  { kind: 'status', status: 502, path: '/registrants', times: 2 },
  { kind: 'status', status: 429, body: { code: 429, message: 'Too many' }, headers: { 'Retry-After': '2' } },
];

interface Appointment {
  id: string;
  start: string;
  slotId: string;
  seriesId: string | null;
  contact: { email: string };
  meetingLocation: { state: string; joinUrl: string | null };
}

describe('any walk through faults and deaths', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    host = await aZoomHost(slotlink, owner);
  });
  afterAll(() => slotlink.close());

  async function confirmed({ id }: TestCalendar): Promise<Appointment[]> {
    const query = { calendarId: id, status: 'confirmed', limit: 200 };
    return (await owner.get('/v1/appointments').query(query).expect(200)).body.items as Appointment[];
  }

  async function workOrDie(random: () => number): Promise<void> {
    if (random() < 0.5) return slotlink.drainJobs();
    const when = random() < 0.5 ? 'before' : 'after';
    const died = await drainUntilDeath(slotlink, { at: 1 + Math.floor(random() * 60), when });
    if (died) await bury(slotlink);
  }

  /** Past the day on which an address was enrolled too often. */
  async function settle(): Promise<void> {
    await zoomRecovers(slotlink);
    for (let hour = 0; hour < 20; hour += 1) {
      await slotlink.clock.advance(60 * MINUTE);
      await slotlink.drainJobs();
      const { body } = await host.user.get('/v1/me/integrations/zoom').expect(200);
      if (body.state !== 'connected') await tryToConnect(slotlink, host.user, host.email);
    }
  }

  async function walk(random: () => number, act: () => Promise<unknown>): Promise<void> {
    for (let step = 0; step < STEPS; step += 1) {
      const fault = FAULTS[Math.floor(random() * FAULTS.length)]!;
      if (random() < 0.25) await zoomFails(slotlink, { email: host.email, ...fault });
      await act();
      if (random() < 0.6) await workOrDie(random);
      if (random() < 0.5) await slotlink.clock.advance(random() * 10_000);
    }
    await settle();
  }

  it.each(seeds(3))(
    'ends with everybody who sits somewhere enrolled there, and nobody else (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
      const zoom = { joinLinks: 'per_participant' };
      const calendar = await aZoomCalendar(owner, host, { appointmentsPerSlot: 3, name: 'Open class', zoom });
      await walk(random, async () => {
        const appointments = await confirmed(calendar);
        const dice = random();
        if (appointments.length === 0 || dice < 0.45) {
          const contact = { name: 'Some Guest', email: pick(PEOPLE) };
          return tryToBook(slotlink, calendar, pick(STARTS), { contact });
        }
        const path = `/v1/appointments/${pick(appointments).id}`;
        if (dice < 0.75) return owner.post(`${path}/cancel`, {});
        return owner.post(`${path}/reschedule`, { start: pick(STARTS) });
      });

      const appointments = await confirmed(calendar);
      expect(appointments.filter(({ meetingLocation }) => meetingLocation.state !== 'ready')).toEqual([]);
      const owing = await slotlink.query(
        `SELECT r.* FROM meeting_registrants r JOIN meetings m ON m.id = r.meeting_id
         WHERE r.owes IS NOT NULL AND m.wanted = 'present' AND m.host_user_id = $1`,
        [host.user.userId],
      );
      expect(owing).toEqual([]);
      const meetings = await meetingsAtZoom(slotlink, host.email);
      expect(meetings.map(({ startTime }) => Date.parse(startTime)).sort()).toEqual(
        [...new Set(appointments.map(({ start }) => Date.parse(start)))].sort(),
      );
      for (const { startTime, registrants } of meetings) {
        const there = appointments.filter(({ start }) => Date.parse(start) === Date.parse(startTime));
        const links = new Map(registrants.map(({ id, email }) => [email, id]));
        expect([...links.keys()].sort()).toEqual(
          [...new Set(there.map(({ contact: { email } }) => email.toLowerCase()))].sort(),
        );
        for (const { contact, meetingLocation } of there) {
          const own = new URL(meetingLocation.joinUrl ?? '').searchParams.get('tk');
          expect(own).toBe(links.get(contact.email.toLowerCase()));
        }
      }
    },
    120_000,
  );

  it.each(seeds(3))(
    'ends with one meeting for each series that is left, and none besides (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
      const calendar = await aZoomCalendar(owner, host, { zoom: { oneLinkForSeries: true } });
      await walk(random, async () => {
        const appointments = await confirmed(calendar);
        const dice = random();
        if (appointments.length === 0 || dice < 0.25) {
          return tryToBookSeries(owner, calendar, pick(STARTS), { rrule: 'FREQ=DAILY;COUNT=3' });
        }
        if (dice < 0.4) return tryToBook(slotlink, calendar, pick(STARTS));
        const one = pick(appointments);
        const path = `/v1/appointments/${one.id}`;
        const scope = one.seriesId === null ? 'this' : pick(['this', 'following', 'all']);
        if (dice < 0.6) return owner.post(`${path}/cancel`, { scope });
        const start = new Date(Date.parse(one.start) + pick([-30, 30, 60]) * MINUTE).toISOString();
        if (dice < 0.8) return owner.post(`${path}/reschedule`, { start, scope });
        const contact = { name: 'Other Guest', email: pick(PEOPLE) };
        const over = { calendarId: calendar.id, start: one.start, contact, overrideAvailability: true };
        return dice < 0.9 ? owner.post('/v1/appointments', over) : owner.patch(path, { status: 'confirmed' });
      });

      const appointments = await confirmed(calendar);
      expect(appointments.filter(({ meetingLocation }) => meetingLocation.state !== 'ready')).toEqual([]);
      const inSlot = (slotId: string) => appointments.filter((each) => each.slotId === slotId);
      // Alone in its slot, an occurrence may have its series' link or, had somebody been there, one of its own.
      const links = new Set(appointments.map(({ meetingLocation }) => meetingLocation.joinUrl));
      const atZoom = (await meetingsAtZoom(slotlink, host.email)).map(({ joinUrl }) => joinUrl);
      expect([...atZoom].sort()).toEqual([...links].sort());
      for (const { type, joinUrl } of await meetingsAtZoom(slotlink, host.email)) {
        const theirs = appointments.filter(({ meetingLocation }) => meetingLocation.joinUrl === joinUrl);
        if (type === 3) {
          expect(new Set(theirs.map(({ seriesId }) => seriesId)).size).toBe(1);
          for (const { slotId } of theirs) expect(inSlot(slotId)).toHaveLength(1);
        } else {
          expect(new Set(theirs.map(({ slotId }) => slotId)).size).toBe(1);
        }
      }
    },
    120_000,
  );
});
