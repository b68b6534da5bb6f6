import { tryToBook } from '../kit/booking';
import type { TestCalendar } from '../kit/calendars';
import { anAccount, type TestUser } from '../kit/identity';
import {
  allMeetings,
  aZoomCalendar,
  aZoomHost,
  type Fault,
  meetingsAtZoom,
  writesOf,
  type ZoomHost,
  zoomFails,
  zoomRecovers,
} from '../kit/meetings';
import { seeded, seeds } from '../kit/seeded';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { listenToZoom, zoomIsSilent } from '../kit/webhooks';
import { simulator } from '../kit/zoom';

const STEPS = 35;
const STARTS = Array.from({ length: 5 }, (_, i) =>
  new Date(Date.parse('2026-11-25T14:00:00Z') + i * 1_800_000).toISOString(),
);
const FAULTS: Fault[] = [
  { kind: 'reset' },
  { kind: 'reset-after-commit' },
  { kind: 'html' },
  { kind: 'status', status: 500, times: 2 },
  { kind: 'status', status: 404, body: {}, method: 'GET' },
];

interface SlotAndMeeting {
  start: Date;
  topic: string;
  state: string;
  reason: string | null;
  link: string | null;
  accepted: boolean;
  known: string;
}

describe('any walk in which Slotlink and somebody in Zoom change the same meetings', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    await listenToZoom(slotlink);
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  async function actHere(calendar: TestCalendar, random: () => number): Promise<void> {
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
    const query = { calendarId: calendar.id, status: 'confirmed' };
    const { body } = await owner.get('/v1/appointments').query(query).expect(200);
    const appointments = body.items as { id: string }[];
    const some = appointments.length > 0 ? `/v1/appointments/${pick(appointments).id}` : null;
    const dice = random();
    if (some === null || dice < 0.5) await tryToBook(slotlink, calendar, pick(STARTS));
    else if (dice < 0.6) await owner.post(`${some}/cancel`, {});
    else if (dice < 0.8) await owner.post(`${some}/reschedule`, { start: pick(STARTS) });
    else await owner.patch(some, { title: `Talk ${Math.floor(random() * 1_000)}` });
  }

  async function actInZoom({ user, email }: ZoomHost, random: () => number): Promise<void> {
    const dice = random();
    // What comes back after its slot has given it up is an orphan, and the sweep's to find.
    if (dice < 0.2) await zoomIsSilent(slotlink);
    const all = await allMeetings(slotlink, email);
    const meetings = all.filter(({ deleted }) => !deleted);
    const meeting = meetings[Math.floor(random() * meetings.length)];
    const act = (method: string, path: string, body?: object) => simulator(slotlink, method, `meetings/${path}`, body);
    const removed = await slotlink.query<{ id: string }>(
      `SELECT zoom_meeting_id AS id FROM meetings WHERE wanted = 'present' AND known = 'absent' AND host_user_id = $1`,
      [user.userId],
    );
    const trashed = all.find(({ id, deleted }) => deleted && removed.some((row) => row.id === String(id)));
    if (trashed && dice < 0.2) {
      await act('POST', `${trashed.id}/recover`);
      await zoomIsSilent(slotlink);
    } else if (!meeting) return;
    else if (dice < 0.5) await act('PATCH', String(meeting.id), { topic: `Mine ${Math.floor(random() * 9)}` });
    else if (dice < 0.6) await act('PATCH', String(meeting.id), { startTime: STARTS[0], duration: 45 });
    else if (dice < 0.75) await act('PATCH', String(meeting.id), { password: `Pw${Math.floor(random() * 1_000)}` });
    else await act('DELETE', String(meeting.id));
  }

  async function settle(): Promise<void> {
    await zoomRecovers(slotlink);
    for (let wait = 0; wait < 30; wait += 1) {
      await slotlink.clock.advance(10 * 60_000);
      await zoomIsSilent(slotlink);
      const owed = `SELECT FROM meetings WHERE owes IS NOT NULL AND owed_until > $1`;
      if ((await slotlink.query(owed, [slotlink.clock.now()])).length === 0) return;
    }
  }

  it.each(seeds(4))(
    'ends with what guests are shown being what is at Zoom (seed %i)',
    async (seed) => {
      const onChangedInZoom = seed % 2 === 0 ? 'accept' : 'restore';
      await slotlink.clock.set(MONDAY);
      const random = seeded(seed);
      const host = await aZoomHost(slotlink, owner);
      const calendar = await aZoomCalendar(owner, host, { zoom: { onChangedInZoom } });
      for (const start of STARTS.slice(2)) await tryToBook(slotlink, calendar, start).expect(201);
      await zoomIsSilent(slotlink);
      for (let step = 0; step < STEPS; step += 1) {
        if (random() < 0.2) {
          await zoomFails(slotlink, { email: host.email, ...FAULTS[Math.floor(random() * FAULTS.length)]! });
        }
        if (random() < 0.5) await actHere(calendar, random);
        else await actInZoom(host, random);
        if (random() < 0.6) await slotlink.drainJobs();
        await slotlink.clock.advance(1 + random() * 10_000);
      }
      await settle();

      const slots = await slotlink.query<SlotAndMeeting>(
        `SELECT s.starts_at AS start, s.topic, s.link_state AS state, s.link_reason AS reason, s.link_join_url AS link,
                m.accepted, m.known
         FROM slots s JOIN meetings m ON m.slot_id = s.id AND m.wanted = 'present'
         WHERE s.calendar_id = $1 AND s.live ORDER BY s.starts_at`,
        [calendar.id],
      );
      const atZoom = new Map((await meetingsAtZoom(slotlink, host.email)).map((each) => [each.joinUrl, each]));
      for (const { start, topic, state, reason, link, accepted, known } of slots) {
        if (known === 'absent') {
          expect({ state, reason, link }).toEqual({ state: 'failed', reason: 'zoom-meeting-removed', link: null });
          continue;
        }
        const meeting = atZoom.get(link ?? '');
        expect({ state, isThere: meeting !== undefined }).toEqual({ state: 'ready', isThere: true });
        atZoom.delete(link ?? '');
        if (!accepted) {
          expect(meeting).toMatchObject({ topic, startTime: start.toISOString().replace('.000', ''), duration: 30 });
        }
      }
      expect([...atZoom.keys()]).toEqual([]);
      const told = `SELECT FROM facts WHERE name = 'meetings.changed-in-zoom' AND payload->>'userId' = $1`;
      expect((await slotlink.query(told, [host.user.userId])).length).toBeGreaterThan(0);
      const spent = await writesOf(slotlink, host.email);
      expect((spent.POST ?? 0) + (spent.PATCH ?? 0) + (spent.DELETE ?? 0)).toBeLessThanOrEqual(100);
    },
    120_000,
  );
});
