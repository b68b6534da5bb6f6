import { randomUUID } from 'node:crypto';
import { FindOwedJob } from '../../src/meetings/find-owed';
import { ReconcileHostJob } from '../../src/meetings/reconcile-host';
import { WantMeeting } from '../../src/meetings/want-meeting';
import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import {
  allMeetings,
  aZoomCalendar,
  aZoomHost,
  type Fault,
  meetingsAtZoom,
  writesOf,
  zoomFails,
  type ZoomHost,
  zoomRecovers,
} from '../kit/meetings';
import type { TestCalendar } from '../kit/calendars';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { simulator, tryToConnect } from '../kit/zoom';

const CREATE = { method: 'POST', path: '/users/me/meetings' };
const MINUTE = 60_000;

describe('a meeting, whatever Zoom does', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  let calendar: TestCalendar;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    // A Zoom account of its own: what is too fast makes all hosts of an account wait, and the clock is set back.
    host = await aZoomHost(slotlink, owner, { accountId: randomUUID() });
    calendar = await aZoomCalendar(owner, host);
  });
  afterEach(() => zoomRecovers(slotlink));
  afterAll(() => slotlink.close());

  const locationOf = async (id: string) => (await owner.get(`/v1/appointments/${id}`).expect(200)).body.meetingLocation;
  const atZoom = () => meetingsAtZoom(slotlink, host.email);
  const factsOf = async (name: string) => {
    const facts = await slotlink.query<{ payload: object }>(
      `SELECT payload FROM facts WHERE name = $1 AND aggregate_id = $2 ORDER BY seq`,
      [name, host.user.userId],
    );
    return facts.map(({ payload }) => payload);
  };
  const later = async (ms: number) => {
    await slotlink.clock.advance(ms);
    await slotlink.drainJobs();
  };
  async function bookWith(fault: Fault, start = TUESDAY_10): Promise<string> {
    await zoomFails(slotlink, { email: host.email, ...fault });
    const { id } = await book(slotlink, calendar, start);
    await slotlink.drainJobs();
    return id;
  }

  it.each<{ name: string; fault: Fault }>([
    { name: 'a reset', fault: { kind: 'reset', ...CREATE } },
    { name: 'a reset that came too late', fault: { kind: 'reset-after-commit', ...CREATE } },
    { name: 'a 500', fault: { kind: 'status', status: 500, ...CREATE } },
    { name: 'three times 503', fault: { kind: 'status', status: 503, times: 3, ...CREATE } },
    { name: 'a page of HTML', fault: { kind: 'html', ...CREATE } },
    { name: 'HTML for the list, too', fault: { kind: 'html', path: '/users/me/meetings', times: 4 } },
    { name: 'a timeout', fault: { kind: 'timeout', ...CREATE } },
    { name: 'a timeout that came too late', fault: { kind: 'timeout-after-commit', ...CREATE } },
  ])(
    'is made exactly once after $name',
    async ({ fault }) => {
      const id = await bookWith(fault);
      expect((await locationOf(id)).state).toBe('pending');
      for (let wait = 0; wait < 6; wait += 1) await later(30_000);
      const [meeting, ...others] = await atZoom();
      expect(others).toEqual([]);
      expect(await locationOf(id)).toMatchObject({ state: 'ready', joinUrl: meeting!.joinUrl });
      const { zoom } = await locationOf(id);
      expect(zoom).toEqual({ meetingId: String(meeting!.id), passcode: expect.stringMatching(/^\w{10}$/) });
      if (fault.kind.endsWith('after-commit')) expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
    },
    30_000,
  );

  it('is not looked for before Zoom may have carried the request out', async () => {
    await bookWith({ kind: 'reset', ...CREATE });
    await later(2_000);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
    await later(1_000);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 2 });
  });

  it('waits through an outage without burning the quota, and then comes once', async () => {
    const id = await bookWith({ kind: 'status', status: 503, times: 1_000 });
    const other = (await book(slotlink, calendar, TUESDAY_11)).id as string;
    for (let hour = 0; hour < 12; hour += 1) await later(15 * MINUTE);
    expect(await locationOf(id)).toMatchObject({ state: 'pending', value: null });
    await zoomRecovers(slotlink);
    for (let hour = 0; hour < 2; hour += 1) await later(60 * MINUTE);
    expect([await locationOf(id), await locationOf(other)]).toMatchObject([{ state: 'ready' }, { state: 'ready' }]);
    expect(await atZoom()).toHaveLength(2);
    expect((await writesOf(slotlink, host.email)).POST).toBeLessThanOrEqual(4);
  });

  it('is left to nobody when its slot is cancelled before its fate is known', async () => {
    const id = await bookWith({ kind: 'reset-after-commit', ...CREATE });
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    for (let wait = 0; wait < 4; wait += 1) await later(30_000);
    expect(await atZoom()).toEqual([]);
    expect(await allMeetings(slotlink, host.email)).toHaveLength(1);
  });

  it('is deleted in the end, however often that fails', async () => {
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await slotlink.drainJobs();
    await zoomFails(slotlink, { kind: 'reset-after-commit', method: 'DELETE' });
    await zoomFails(slotlink, { kind: 'status', status: 502, method: 'DELETE' });
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    for (let wait = 0; wait < 4; wait += 1) await later(30_000);
    expect(await atZoom()).toEqual([]);
  });

  it('is adopted when the process died after Zoom made it', async () => {
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await slotlink.drainJobs();
    const before = await locationOf(id);
    await slotlink.query(
      `UPDATE meetings SET known = 'unknown', owes = 'find', owed_until = ends_at, zoom_meeting_id = NULL, join_url = NULL,
         sent_topic = NULL, sent_starts_at = NULL, sent_duration_minutes = NULL
       WHERE host_user_id = $1`,
      [host.user.userId],
    );
    await slotlink.query(
      `UPDATE slots SET link_state = 'pending', link_join_url = NULL, link_zoom_meeting_id = NULL WHERE lead_user_id = $1`,
      [host.user.userId],
    );
    await slotlink.app.get(FindOwedJob).tick();
    await slotlink.drainJobs();
    expect(await locationOf(id)).toEqual(before);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
  });

  it('is made although its job got lost', async () => {
    const { id } = await book(slotlink, calendar, TUESDAY_10);
    await slotlink.query(`DELETE FROM graphile_worker._private_jobs`);
    const [slot] = await slotlink.query<{ slot: string; account: string }>(
      `SELECT slot_id AS slot, account_id AS account FROM appointments WHERE id = $1`,
      [id],
    );
    await slotlink.app.get(WantMeeting).run(slot!.account, slot!.slot);
    await slotlink.query(`DELETE FROM graphile_worker._private_jobs`);
    await slotlink.app.get(FindOwedJob).tick();
    await slotlink.drainJobs();
    expect((await locationOf(id)).state).toBe('ready');
  });

  it('is made once by any number of workers at the same moment', async () => {
    const starts = Array.from({ length: 6 }, (_, i) =>
      new Date(Date.parse(TUESDAY_10) + i * 30 * MINUTE).toISOString(),
    );
    for (const start of starts) await book(slotlink, calendar, start);
    await slotlink.query(`DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
      WHERE t.id = j.task_id AND t.identifier = 'meetings.reconcile-host'`);
    const jobs = slotlink.app.get(ReconcileHostJob);
    const run = () => jobs.run({ hostUserId: host.user.userId });
    await Promise.all([slotlink.drainJobs(), ...Array.from({ length: 8 }, run)]);
    await slotlink.drainJobs();
    expect((await atZoom()).map(({ startTime }) => startTime).sort()).toEqual(
      starts.map((start) => start.replace('.000', '')),
    );
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 6 });
  });

  it('comes as soon as Zoom lets it when we were too fast', async () => {
    const message = 'You have reached the maximum per-second rate limit for this API. Try again later.';
    const id = await bookWith({
      kind: 'status',
      status: 429,
      body: { code: 429, message },
      headers: { 'retry-after': '20' },
      ...CREATE,
    });
    await later(19_000);
    expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
    await later(1_000);
    expect((await locationOf(id)).state).toBe('ready');
  });

  it('has a passcode of Zoom’s making when the account does not take ours', async () => {
    const body = { code: 300, message: 'Validation Failed.', errors: [{ field: 'password', message: 'Too simple.' }] };
    const id = await bookWith({ kind: 'status', status: 400, body, ...CREATE });
    const { state, zoom } = await locationOf(id);
    expect(state).toBe('ready');
    expect(zoom.passcode).toMatch(/^\w+$/);
  });

  it('fails with the reason when Zoom refuses it, and comes after the host has connected again', async () => {
    const message = 'Invalid access token, does not contain scopes:[meeting:write:meeting].';
    const id = await bookWith({ kind: 'status', status: 400, body: { code: 4711, message }, times: 5, ...CREATE });
    expect(await locationOf(id)).toMatchObject({
      state: 'failed',
      reason: 'zoom-missing-scope',
      value: 'The host will send you the details',
    });
    await zoomRecovers(slotlink);
    await tryToConnect(slotlink, host.user, host.email);
    await slotlink.drainJobs();
    expect(await locationOf(id)).toMatchObject({ state: 'ready', reason: null });
  });

  it('takes an error that comes as a success for an error', async () => {
    const body = { code: 200, message: 'No permission.' };
    const id = await bookWith({ kind: 'status', status: 200, body, times: 2, ...CREATE });
    expect(await locationOf(id)).toMatchObject({ state: 'failed', reason: 'zoom-refused' });
  });

  describe('when the day is spent', () => {
    it('is parked until the next, and made then', async () => {
      await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await slotlink.drainJobs();
      const parked = await locationOf(id);
      expect(parked).toMatchObject({ state: 'parked', value: 'The host will send you the details' });
      expect(parked.parkedUntil).toMatch(/^2026-11-24T00:0[0-5]/);
      // Once Zoom has said so, it is not asked again.
      await book(slotlink, calendar, TUESDAY_11);
      await slotlink.drainJobs();
      expect(await writesOf(slotlink, host.email)).toEqual({ POST: 1 });
      const { body } = await host.user.get('/v1/me/integrations/zoom').expect(200);
      expect(body.quota).toMatchObject({ parked: 2, remaining: 0, resetsAt: '2026-11-24T00:00:00.000Z' });
      const { userId } = host.user;
      const said = await factsOf('meetings.links-parked');
      expect(said).toEqual([{ userId, day: '2026-11-23', until: '2026-11-24T00:00:30.000Z' }]);
      expect(await factsOf('meetings.links-resumed')).toEqual([]);

      await slotlink.clock.set('2026-11-24T00:06:00Z');
      await slotlink.drainJobs();
      expect((await locationOf(id)).state).toBe('ready');
      expect(await atZoom()).toHaveLength(2);
      expect(await factsOf('meetings.links-parked')).toHaveLength(1);
      expect(await factsOf('meetings.links-resumed')).toEqual([{ userId, links: 2 }]);
    });

    it('says nothing more when the parked link is cancelled before its time', async () => {
      await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
      const { id } = await book(slotlink, calendar, TUESDAY_10);
      await slotlink.drainJobs();
      await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
      await slotlink.drainJobs();
      expect((await host.user.get('/v1/me/integrations/zoom')).body.quota.parked).toBe(0);
      expect(await factsOf('meetings.links-resumed')).toEqual([]);
    });

    it('falls back for a slot that starts before the next', async () => {
      await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
      const { id } = await book(slotlink, calendar, '2026-11-23T20:00:00.000Z');
      await slotlink.drainJobs();
      expect(await locationOf(id)).toMatchObject({
        state: 'failed',
        reason: 'zoom-quota-spent',
        value: 'The host will send you the details',
      });
    });
  });
});
