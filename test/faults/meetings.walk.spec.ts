import { tryToBook } from '../kit/booking';
import type { TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import {
  aZoomCalendar,
  aZoomHost,
  type Fault,
  meetingsAtZoom,
  writesOf,
  zoomFails,
  zoomRecovers,
} from '../kit/meetings';
import { seeded } from '../kit/seeded';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';

const STEPS = 40;
const STARTS = Array.from({ length: 8 }, (_, i) =>
  new Date(Date.parse('2026-11-25T14:00:00Z') + i * 1_800_000).toISOString(),
);
const FAULTS: Fault[] = [
  { kind: 'reset' },
  { kind: 'reset-after-commit' },
  { kind: 'html' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502, times: 3 },
];

interface Slot {
  start: string;
  topic: string;
  link: string;
}

describe('any walk through bookings, changes and faults', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  async function anAct(calendar: TestCalendar, random: () => number): Promise<void> {
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const { body } = await owner
      .get('/v1/appointments')
      .query({ calendarId: calendar.id, status: 'confirmed' })
      .expect(200);
    const appointments = body.items as { id: string }[];
    const some = appointments.length > 0 ? `/v1/appointments/${pick(appointments).id}` : null;
    const dice = random();
    if (some === null || dice < 0.4) await tryToBook(slotlink, calendar, pick(STARTS));
    else if (dice < 0.6) await owner.post(`${some}/cancel`, {});
    else if (dice < 0.8) await owner.post(`${some}/reschedule`, { start: pick(STARTS) });
    else await owner.patch(some, { title: `Talk ${Math.floor(random() * 1_000)}` });
  }

  async function settle(): Promise<void> {
    for (let wait = 0; wait < 30; wait += 1) {
      await slotlink.clock.advance(10 * 60_000);
      await slotlink.drainJobs();
      const owed = await slotlink.query(`SELECT FROM meetings WHERE owes IS NOT NULL AND owed_until > $1`, [
        slotlink.clock.now(),
      ]);
      if (owed.length === 0) return;
    }
  }

  it.each([1, 2, 3, 4, 5])(
    'ends with one true meeting for each live slot and none besides (seed %i)',
    async (seed) => {
      await slotlink.clock.set(MONDAY);
      const random = seeded(seed);
      const host = await aZoomHost(slotlink, owner);
      const calendar = await aZoomCalendar(owner, host, { appointmentsPerSlot: seed % 2 === 0 ? 2 : 1 });
      for (let step = 0; step < STEPS; step += 1) {
        const dice = random();
        if (dice < 0.25) {
          await zoomFails(slotlink, { email: host.email, ...FAULTS[Math.floor(random() * FAULTS.length)]! });
        }
        await anAct(calendar, random);
        if (random() < 0.6) await slotlink.drainJobs();
        if (random() < 0.5) await slotlink.clock.advance(random() * 10_000);
      }
      await zoomRecovers(slotlink);
      await settle();

      const slots = await slotlink.query<Slot & { state: string }>(
        `SELECT starts_at AS start, topic, link_join_url AS link, link_state AS state FROM slots
         WHERE calendar_id = $1 AND live ORDER BY starts_at`,
        [calendar.id],
      );
      const expected = slots.map(({ start, topic, link }) => ({
        start: new Date(start).toISOString().replace('.000', ''),
        topic,
        link,
      }));
      const meetings = await meetingsAtZoom(slotlink, host.email);
      const actual = meetings.map(({ startTime, topic, joinUrl }) => ({ start: startTime, topic, link: joinUrl }));
      expect(actual.sort((a, b) => a.start.localeCompare(b.start))).toEqual(expected);
      expect(slots.every(({ state }) => state === 'ready')).toBe(true);
      const spent = await writesOf(slotlink, host.email);
      expect((spent.POST ?? 0) + (spent.PATCH ?? 0) + (spent.DELETE ?? 0)).toBeLessThanOrEqual(100);
    },
    60_000,
  );
});
