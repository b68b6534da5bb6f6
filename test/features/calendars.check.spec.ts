import { book, TUESDAY_10, tryToBook } from '../kit/booking';
import {
  aClass,
  aCollective,
  aPersonal,
  aRoundRobin,
  anUnassigned,
  newHosts,
  type TestCalendar,
} from '../kit/calendars';
import { type TestUser, anAccount } from '../kit/identity';
import { MONDAY, type TestApp, startTestApp } from '../kit/test-app';
import { connectZoom } from '../kit/zoom';

const ZOOM = { kind: 'zoom' };
const ROOM = { kind: 'custom', value: 'https://meet.example.com/room' };

interface Finding {
  severity: string;
  code: string;
  detail: string;
  fix: string;
  userIds: string[];
}

describe('checking a calendar', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());
  beforeEach(() => slotlink.clock.set(MONDAY));

  const check = async ({ id }: TestCalendar) => {
    const { body } = await owner.get(`/v1/calendars/${id}/check`).expect(200);
    return body as { ok: boolean; findings: Finding[]; nextAvailable: { start: string } | null };
  };
  const codes = async (calendar: TestCalendar) => (await check(calendar)).findings.map(({ code }) => code);
  const inARoom = (...hosts: TestUser[]) => hosts.map(({ userId }) => ({ userId, meetingLocation: ROOM }));
  const works = (host: TestUser, from: string, to: string) =>
    host
      .put('/v1/users/me/schedule', {
        timezone: 'UTC',
        rules: [{ type: 'weekday', day: 'tuesday', intervals: [{ from, to }] }],
      })
      .expect(200);

  it('finds nothing to do where there is nothing, and says when it is free next', async () => {
    const [host] = await newHosts(owner, 1);
    await connectZoom(slotlink, host!);
    const zoomed = { userId: host!.userId, meetingLocation: ZOOM };
    for (const calendar of [
      await aRoundRobin(owner, { members: [zoomed] }),
      await aCollective(owner, { members: [{ ...zoomed, isOwner: true }, ...inARoom(...(await newHosts(owner, 1)))] }),
      await aClass(owner, { members: inARoom(host!) }),
      await aPersonal(owner, { members: inARoom(host!) }),
      await anUnassigned(owner),
    ]) {
      expect(await check(calendar)).toEqual({
        ok: true,
        findings: [
          {
            severity: 'info',
            code: 'next-free-slot',
            detail: 'The next free slot: Monday, November 23, 2026, 9:00 – 9:30 AM (America/New_York, UTC-05:00).',
            fix: 'Nothing to do.',
            userIds: [],
          },
        ],
        nextAvailable: expect.objectContaining({
          start: '2026-11-23T14:00:00.000Z',
          end: '2026-11-23T14:30:00.000Z',
        }),
      });
    }
  });

  it('tells who meets on Zoom without it, and what to do', async () => {
    const [host, lost] = await newHosts(owner, 2);
    for (const each of [host!, lost!]) {
      await connectZoom(slotlink, each);
      await each.put('/v1/users/me/default-meeting-location', ZOOM).expect(200);
    }
    const members = [{ userId: host!.userId }, { userId: lost!.userId }];
    const calendar = await aRoundRobin(owner, { members });
    expect((await check(calendar)).ok).toBe(true);
    await lost!.delete('/v1/me/integrations/zoom').expect(204);
    const { ok, findings } = await check(calendar);
    expect(ok).toBe(false);
    expect(findings[0]).toMatchObject({ severity: 'error', code: 'zoom-not-connected', userIds: [lost!.userId] });
    expect(findings[0]!.detail).toContain('Host 2');
    // Of a collective only the owner's Zoom is used.
    const [first, second] = members as [object, object];
    expect(await codes(await aCollective(owner, { members: [{ ...first, isOwner: true }, second] }))).toEqual([
      'next-free-slot',
    ]);
    expect(await codes(await aCollective(owner, { members: [first, { ...second, isOwner: true }] }))).toEqual([
      'zoom-not-connected',
      'next-free-slot',
    ]);
    expect(await codes(await aPersonal(owner, { members: [first] }))).toEqual([
      'zoom-default-not-used',
      'next-free-slot',
    ]);
  });

  it('warns of slots longer than a basic plan’s meetings', async () => {
    const [host] = await newHosts(owner, 1);
    await connectZoom(slotlink, host!, { type: 1 });
    const members = [{ userId: host!.userId, meetingLocation: ZOOM }];
    const calendar = await aRoundRobin(owner, { members, slotDuration: 'PT1H' });
    expect((await check(calendar)).findings[0]).toMatchObject({
      severity: 'warning',
      code: 'over-basic-plan-limit',
      userIds: [host!.userId],
    });
    await owner.patch(`/v1/calendars/${calendar.id}`, { slotDuration: 'PT40M' }).expect(200);
    expect((await check(calendar)).ok).toBe(true);
  });

  it('looks out for the day’s quota and the links that wait for it', async () => {
    const [host] = await newHosts(owner, 1);
    await connectZoom(slotlink, host!);
    const members = [{ userId: host!.userId, meetingLocation: ZOOM }];
    const calendar = await aRoundRobin(owner, { members });
    const spent = (used: number) =>
      slotlink.query(
        `INSERT INTO zoom_quota_days (user_id, day, used) VALUES ($1, '2026-11-23', $2)
         ON CONFLICT (user_id, day) DO UPDATE SET used = $2`,
        [host!.userId, used],
      );
    await spent(100);
    expect(await codes(calendar)).toEqual(['quota-spent', 'next-free-slot']);
    await spent(99);
    for (const start of [TUESDAY_10, '2026-11-24T17:00:00.000Z']) await book(slotlink, calendar, start);
    await slotlink.query(`UPDATE slots SET link_state = 'pending' WHERE calendar_id = $1`, [calendar.id]);
    await spent(99);
    const { findings } = await check(calendar);
    expect(findings[0]).toMatchObject({ severity: 'warning', code: 'quota-short', userIds: [host!.userId] });
    expect(findings[0]!.detail).toBe(
      'Host 1 has 2 links to be made on 2026-11-23 (UTC), and 1 left of today’s 100 requests.',
    );
  });

  it('warns of a day that asks more of Zoom than it gives, until the day is capped', async () => {
    const [host] = await newHosts(owner, 1);
    await connectZoom(slotlink, host!);
    await works(host!, '06:00', '18:00');
    const members = [{ userId: host!.userId, meetingLocation: ZOOM }];
    const calendar = await aRoundRobin(owner, { slotDuration: 'PT5M', slotInterval: 'PT5M', members });
    expect(await codes(calendar)).toEqual(['quota-below-demand', 'next-free-slot']);
    for (const cap of ['appointmentsPerHostPerDay', 'appointmentsPerDay']) {
      await owner.patch(`/v1/calendars/${calendar.id}`, { [cap]: 100 }).expect(200);
      expect(await codes(calendar)).toEqual(['next-free-slot']);
      await owner.patch(`/v1/calendars/${calendar.id}`, { [cap]: null }).expect(200);
    }
  });

  it('finds members without hours, and a panel that never meets', async () => {
    const [early, late] = await newHosts(owner, 2);
    await works(early!, '08:00', '10:00');
    await late!.put('/v1/users/me/schedule', { timezone: 'UTC', rules: [] }).expect(200);
    const members = inARoom(early!, late!);
    const anyone = await aRoundRobin(owner, { members });
    const { findings, nextAvailable } = await check(anyone);
    expect(findings[0]).toMatchObject({ severity: 'warning', code: 'no-hours', userIds: [late!.userId] });
    expect(nextAvailable!.start).toBe('2026-11-24T08:00:00.000Z');
    const panel = await aCollective(owner, { members: [{ ...members[0], isOwner: true }, members[1]!] });
    expect(await codes(panel)).toEqual(['no-hours']);
    await works(late!, '10:00', '12:00');
    expect(await codes(panel)).toEqual(['no-common-hours']);
    await works(late!, '09:30', '12:00');
    expect(await check(panel)).toMatchObject({ ok: true, nextAvailable: { start: '2026-11-24T09:30:00.000Z' } });
    await works(late!, '10:00', '12:00');
    const optional = [
      { ...members[0], isOwner: true },
      { ...members[1], optional: true },
    ];
    await owner.patch(`/v1/calendars/${panel.id}`, { members: optional }).expect(200);
    expect((await check(panel)).ok).toBe(true);
  });

  it('says why nothing can be booked', async () => {
    const inactive = await anUnassigned(owner, { active: false });
    expect(await check(inactive)).toMatchObject({
      ok: false,
      findings: [{ severity: 'warning', code: 'inactive' }],
      nextAvailable: null,
    });
    expect(await codes(await anUnassigned(owner, { bookingWindow: '2026-11-01/2026-11-22' }))).toEqual(['window-over']);
    expect(await codes(await anUnassigned(owner, { bookingWindow: 'P1D', minimumNotice: 'P2D' }))).toEqual([
      'notice-past-window',
    ]);
    const left = await aPersonal(owner);
    await owner.delete(`/v1/users/${left.members[0].userId}`).expect(204);
    expect(await codes(left)).toEqual(['no-hosts']);
    const short = await anUnassigned(owner, { bookingWindow: '2026-11-24/2026-11-24', appointmentsPerDay: 1 });
    await book(slotlink, short, TUESDAY_10);
    expect(await codes(short)).toEqual(['no-free-slot']);
    await tryToBook(slotlink, short, '2026-11-24T17:00:00.000Z').expect(409);
  });

  it('tells where guests are sent when nobody said', async () => {
    const { ok, findings } = await check(await aRoundRobin(owner));
    expect(ok).toBe(true);
    expect(findings[0]).toMatchObject({ severity: 'info', code: 'fallback-used' });
    expect(findings[0]!.detail).toContain('The host will send you the details');
  });

  it('is for admins of the account', async () => {
    const calendar = await aRoundRobin(owner);
    const path = `/v1/calendars/${calendar.id}/check`;
    await (await owner.addUser()).get(path).expect(403);
    await (await anAccount(slotlink)).get(path).expect(404);
    await owner.get('/v1/calendars/x/check').expect(404);
    await slotlink.http.get(path).expect(401);
  });
});
