import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anUnassigned, aRoundRobin } from '../kit/calendars';
import { pathsOf, setLink } from '../kit/guests';
import { anAccount, TestUser } from '../kit/identity';
import { MONDAY, startTestApp, TestApp } from '../kit/test-app';

const ZOOM = { location: '{"kind":"zoom"}' };

describe('the lasting link', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());
  beforeEach(() => slotlink.clock.set(MONDAY));

  async function withLink(link: Record<string, unknown>, overrides: object = {}) {
    const appointment = await book(slotlink, await aRoundRobin(owner, { ...overrides }), TUESDAY_10);
    await setLink(slotlink, appointment.id, { ...ZOOM, ...link });
    return appointment;
  }

  it('opens the meeting there is, now and after it changed', async () => {
    const appointment = await withLink({ link_state: 'ready', link_join_url: 'https://zoom.example/j/1' });
    const { join } = pathsOf(appointment);
    const answer = await slotlink.http.get(join).expect(302);
    expect(answer.headers.location).toBe('https://zoom.example/j/1');
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
    expect(answer.headers['cache-control']).toBe('no-store');
    await setLink(slotlink, appointment.id, { link_join_url: 'https://zoom.example/j/2' });
    expect((await slotlink.http.get(join).expect(302)).headers.location).toBe('https://zoom.example/j/2');
  });

  it('still opens it while the meeting runs over', async () => {
    const { links } = await withLink({ link_state: 'ready', link_join_url: 'https://zoom.example/j/1' });
    await slotlink.clock.set('2026-11-24T15:45:00Z');
    await slotlink.http.get(new URL(links.join).pathname).expect(302);
  });

  it('asks again by itself while the link is being prepared', async () => {
    const { join } = pathsOf(await withLink({ link_state: 'pending' }));
    const { text } = await slotlink.http.get(join).expect(200);
    expect(text).toContain('Your link is being prepared');
    expect(text).toContain('<meta http-equiv="refresh" content="5">');
    await slotlink.clock.set('2026-11-24T15:30:00Z');
    const over = await slotlink.http.get(join).expect(200);
    expect(over.text).toContain('This appointment is over');
    expect(over.text).not.toContain('http-equiv="refresh"');
  });

  it.each(['parked', 'failed'])('shows where to meet instead while the link is %s', async (state) => {
    const { join } = pathsOf(
      await withLink({
        link_state: state,
        link_reason: 'zoom-not-connected',
        link_parked_until: '2026-11-24T00:00:00Z',
      }),
    );
    const { text } = await slotlink.http.get(join).expect(200);
    expect(text).toContain('The host will send you the details');
    expect(text).toContain('The host was told and will help.');
    expect(text).not.toContain('zoom-not-connected');
  });

  it('opens a static link', async () => {
    const { join } = pathsOf(await book(slotlink, await anUnassigned(owner), TUESDAY_10));
    const { headers } = await slotlink.http.get(join).expect(302);
    expect(headers.location).toBe('https://meet.example.com/open-house');
  });

  it.each([
    ['custom', 'Ring the bell & wait'],
    ['custom', 'javascript:alert(1)'],
    ['custom', 'data:text/html,x'],
    ['custom', '//evil.example/x'],
    ['address', 'https://maps.example/1'],
    ['phone', '+49 30 1234'],
  ])('shows what is no link: %s %s', async (kind, value) => {
    const calendar = await anUnassigned(owner, { location: { kind, value } });
    const contact = { name: 'Petra Prospect', email: 'petra@example.com', phone: '+49 30 99' };
    const { join } = pathsOf(await book(slotlink, calendar, TUESDAY_10, { contact }));
    const { text } = await slotlink.http.get(join).expect(200);
    expect(text).toContain(value.replace('&', '&amp;'));
    expect(text).not.toMatch(/href="(javascript|data|\/\/)/);
  });

  it('sends nobody to an address that a guest chose, unseen', async () => {
    const calendar = await anUnassigned(owner, { location: { kind: 'ask_booker' } });
    const location = { kind: 'custom', value: 'https://evil.example/phish' };
    const { join } = pathsOf(await book(slotlink, calendar, TUESDAY_10, { location }));
    const { text } = await slotlink.http.get(join).expect(200);
    expect(text).toContain('https://evil.example/phish');
  });

  it('offers another time after a cancellation', async () => {
    const calendar = await aRoundRobin(owner);
    const { join, api } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
    await slotlink.http.post(`${api}/cancel`).expect(200);
    const { text } = await slotlink.http.get(join).expect(200);
    expect(text).toContain('was cancelled');
    expect(text).toContain(`href="../book/${calendar.slug}"`);
    await owner.patch(`/v1/calendars/${calendar.id}`, { active: false }).expect(200);
    const closed = await slotlink.http.get(join).expect(200);
    expect(closed.text).toContain('Ask the host for another time.');
  });

  it('says that an appointment is not confirmed yet', async () => {
    const { join } = pathsOf(await book(slotlink, await aRoundRobin(owner, { autoConfirm: false }), TUESDAY_10));
    expect((await slotlink.http.get(join).expect(200)).text).toContain('Not confirmed yet');
  });

  it('names no guest, and lets nobody manage', async () => {
    const appointment = await withLink({ link_state: 'pending' });
    const { join } = pathsOf(appointment);
    const { text } = await slotlink.http.get(join).expect(200);
    expect(text).not.toContain('Petra');
    expect(text).not.toContain(appointment.publicToken);
    await slotlink.http.get(`/a/${join.split('/').pop()}`).expect(404);
    await slotlink.http.get(`/join/${appointment.publicToken}`).expect(404);
  });

  it('stays the same when the appointment moves', async () => {
    const appointment = await withLink({ link_state: 'ready', link_join_url: 'https://zoom.example/j/1' });
    const { api, join } = pathsOf(appointment);
    const { body } = await slotlink.http.post(`${api}/reschedule`).send({ start: TUESDAY_11 }).expect(200);
    expect(body.links.join).toBe(appointment.links.join);
    await setLink(slotlink, appointment.id, {
      ...ZOOM,
      link_state: 'ready',
      link_join_url: 'https://zoom.example/j/9',
    });
    expect((await slotlink.http.get(join).expect(302)).headers.location).toBe('https://zoom.example/j/9');
  });
});
