import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anAccount, type TestUser } from '../kit/identity';
import { aZoomCalendar, aZoomHost, type ZoomHost } from '../kit/meetings';
import { startTestApp, type TestApp } from '../kit/test-app';
import { simulator } from '../kit/zoom';

interface Transition {
  slotId: string;
  from: string;
  to: string;
  reason: string | null;
}

describe('the history of a link', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  let host: ZoomHost;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  beforeEach(async () => {
    host = await aZoomHost(slotlink, owner);
  });
  afterAll(() => slotlink.close());

  const itemsOf = async (id: string) => (await owner.get(`/v1/appointments/${id}/history`).expect(200)).body.items;
  async function transitionsOf(id: string): Promise<string[]> {
    const items = (await itemsOf(id)) as { at: string; link: Transition | null }[];
    const links = items.flatMap(({ link }) => (link ? [link] : []));
    return links.map(({ from, to, reason }) => `${from} → ${to}${reason === null ? '' : `: ${reason}`}`);
  }
  async function booked(calendar: { slug: string }, start = TUESDAY_10): Promise<string> {
    const { id } = await book(slotlink, calendar, start);
    await slotlink.drainJobs();
    return id as string;
  }

  it('tells every transition with its reason and moment, behind the act that made it', async () => {
    const id = await booked(await aZoomCalendar(owner, host));
    await owner.post(`/v1/appointments/${id}/cancel`, {}).expect(200);
    expect(await transitionsOf(id)).toEqual(['none → pending: wanted', 'pending → ready', 'ready → released: left']);
    const items = await itemsOf(id);
    expect(items.map(({ type }: { type: string }) => type)).toEqual([
      'appointment.booked',
      'appointment.link-changed',
      'appointment.link-settled',
      'appointment.cancelled',
      'appointment.link-changed',
    ]);
    expect(items[1].at).toBe('2026-11-23T08:00:00.000Z');
  });

  it('keeps what happened to the link of a slot that was left', async () => {
    const id = await booked(await aZoomCalendar(owner, host));
    const { body: before } = await owner.get(`/v1/appointments/${id}`).expect(200);
    const move = await owner.post(`/v1/appointments/${id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    await slotlink.drainJobs();
    const links = (await itemsOf(id)).flatMap(({ link }: { link: Transition | null }) => link ?? []) as Transition[];
    const inSlot = (slotId: string) =>
      links.filter((link) => link.slotId === slotId).map(({ from, to }) => `${from} → ${to}`);
    expect(inSlot(before.slotId)).toEqual(['none → pending', 'pending → ready', 'ready → released']);
    expect(inSlot(move.body.slotId)).toEqual(['none → pending', 'pending → ready']);
  });

  it('tells each who shares a slot what became of their own link', async () => {
    const calendar = await aZoomCalendar(owner, host, { appointmentsPerSlot: 3 });
    const [first, second] = [await booked(calendar), await booked(calendar)];
    await owner.post(`/v1/appointments/${first}/cancel`, {}).expect(200);
    expect(await transitionsOf(first)).toEqual(['none → pending: wanted', 'pending → ready', 'ready → released: left']);
    expect(await transitionsOf(second)).toEqual(['none → ready: shared']);
  });

  it('begins with the confirmation where that is waited for', async () => {
    const id = await booked(await aZoomCalendar(owner, host, { autoConfirm: false }));
    expect(await transitionsOf(id)).toEqual([]);
    await owner.patch(`/v1/appointments/${id}`, { status: 'confirmed' }).expect(200);
    await slotlink.drainJobs();
    expect(await transitionsOf(id)).toEqual(['none → pending: wanted', 'pending → ready']);
  });

  it('tells why there is no link', async () => {
    const calendar = await aZoomCalendar(owner, host);
    await simulator(slotlink, 'POST', 'quota', { email: host.email, used: 100 });
    const id = await booked(calendar);
    await host.user.delete('/v1/me/integrations/zoom').expect(204);
    await slotlink.drainJobs();
    expect(await transitionsOf(id)).toEqual([
      'none → pending: wanted',
      'pending → parked',
      'parked → failed: zoom-not-connected',
    ]);
  });

  it('is not lengthened by marking who came', async () => {
    const id = await booked(await aZoomCalendar(owner, host));
    await slotlink.clock.set('2026-11-24T15:10:00Z');
    await owner.patch(`/v1/appointments/${id}`, { status: 'showed' }).expect(200);
    expect(await transitionsOf(id)).toEqual(['none → pending: wanted', 'pending → ready']);
    await slotlink.clock.set('2026-11-23T08:00:00Z');
  });

  it('has no link where nobody meets on Zoom', async () => {
    const calendar = await aZoomCalendar(owner, host, {
      members: [{ userId: host.user.userId, meetingLocation: { kind: 'custom', value: 'Room 4' } }],
    });
    const id = await booked(calendar);
    expect(await transitionsOf(id)).toEqual([]);
  });
});
