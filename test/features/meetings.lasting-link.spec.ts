import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aRoundRobin } from '../kit/calendars';
import { pathsOf } from '../kit/guests';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomHost, meetingsAtZoom, type ZoomHost } from '../kit/meetings';
import { MONDAY, startTestApp, type TestApp } from '../kit/test-app';
import { simulator, tryToConnect } from '../kit/zoom';

describe('the lasting link of an appointment on Zoom', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let hosts: [ZoomHost, ZoomHost];
  let calendar: { id: string; slug: string };
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    await slotlink.clock.set(MONDAY);
    hosts = [await aZoomHost(slotlink, owner), await aZoomHost(slotlink, owner)];
    const members = hosts.map(({ user }) => ({ userId: user.userId, meetingLocation: { kind: 'zoom' } }));
    calendar = await aRoundRobin(owner, { members });
  });
  afterAll(() => slotlink.close());

  interface Booked {
    publicToken: string;
    id: string;
    links: { join: string; manage: string; cancel: string; reschedule: string };
  }
  const open = (booked: Booked) => slotlink.http.get(pathsOf(booked).join);
  const opens = async (booked: Booked) => (await open(booked).expect(302)).headers.location;
  const says = async (booked: Booked) => (await open(booked).expect(200)).text;
  const hostOf = async ({ id }: Booked): Promise<[ZoomHost, ZoomHost]> => {
    const { body } = await owner.get(`/v1/appointments/${id}`).expect(200);
    const [first, second] = hosts;
    return first.user.userId === body.host.userId ? [first, second] : [second, first];
  };
  const urlAt = async ({ email }: ZoomHost) => (await meetingsAtZoom(slotlink, email))[0]?.joinUrl;

  it('is right from the booking to the cancellation, whatever becomes of the meeting', async () => {
    const booked = (await book(slotlink, calendar, TUESDAY_10)) as Booked;
    expect(await says(booked)).toContain('Your link is being prepared');

    await slotlink.drainJobs();
    const [host, other] = await hostOf(booked);
    expect(await opens(booked)).toBe(await urlAt(host));

    // The host leaves Zoom: the meeting is there all the same.
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await slotlink.drainJobs();
    expect(await opens(booked)).toBe(await urlAt(host));

    // Meanwhile somebody deletes it there, which comes out on return.
    const [meeting] = await meetingsAtZoom(slotlink, host.email);
    await simulator(slotlink, 'DELETE', `meetings/${meeting!.id}`);
    await tryToConnect(slotlink, host.user, host.email);
    await slotlink.drainJobs();
    expect(await urlAt(host)).not.toBe(meeting!.joinUrl);
    expect(await opens(booked)).toBe(await urlAt(host));

    await owner.post(`/v1/appointments/${booked.id}/reassign`, { hostUserId: other.user.userId }).expect(200);
    expect(await says(booked)).toContain('Your link is being prepared');
    await slotlink.drainJobs();
    expect(await urlAt(host)).toBeUndefined();
    expect(await opens(booked)).toBe(await urlAt(other));

    await owner.post(`/v1/appointments/${booked.id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    await slotlink.drainJobs();
    const [last] = await hostOf(booked);
    expect(await opens(booked)).toBe(await urlAt(last));

    await owner.post(`/v1/appointments/${booked.id}/cancel`, {}).expect(200);
    const cancelled = await says(booked);
    expect(cancelled).toContain('This appointment was cancelled');
    expect(cancelled).toContain(calendar.slug);
    await slotlink.drainJobs();
    expect(await says(booked)).toBe(cancelled);
  });

  it('shows the fallback while the link is parked, and opens the meeting from the next day on', async () => {
    for (const { email } of hosts) await simulator(slotlink, 'POST', 'quota', { email, used: 100 });
    const booked = (await book(slotlink, calendar, TUESDAY_10)) as Booked;
    await slotlink.drainJobs();
    expect(await says(booked)).toContain('The host will send you the details');
    await slotlink.clock.set('2026-11-24T00:10:00Z');
    await slotlink.drainJobs();
    expect(await opens(booked)).toBe(await urlAt((await hostOf(booked))[0]));
  });

  it('shows the fallback while the host has no Zoom, and opens the meeting once they have', async () => {
    for (const { user } of hosts) await user.delete('/v1/me/integrations/zoom').expect(204);
    const booked = (await book(slotlink, calendar, TUESDAY_10)) as Booked;
    await slotlink.drainJobs();
    expect(await says(booked)).toContain('The host will send you the details');
    const [host] = await hostOf(booked);
    await tryToConnect(slotlink, host.user, host.email);
    await slotlink.drainJobs();
    expect(await opens(booked)).toBe(await urlAt(host));
  });
});
