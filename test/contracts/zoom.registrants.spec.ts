import type { ZoomError } from '#libs/zoom-api';
import { ZoomAtSimulator } from './zoom-at-simulator';

const START = Date.parse('2027-03-14T16:00:00Z');
const REQUEST = { topic: 'Open class', start: START, durationMinutes: 45, timezone: 'America/New_York' };
const GUS = { email: 'Gus@Guest.test', firstName: 'Gus', lastName: 'Guest' };

describe('registrants, between the Zoom client and the simulator', () => {
  const at = new ZoomAtSimulator();
  let token: string;
  beforeAll(async () => {
    await at.start();
    token = (await at.tokensOf('rep@example.com')).accessToken;
  });
  afterAll(() => at.simulator.close());

  const meetingWith = async (registration: 'automatic' | 'manual' | 'none', start: number | null = START) =>
    at.zoom.createMeeting(token, { ...REQUEST, start, settings: { registration } });
  const listed = async (id: string) => {
    const registrants = [];
    for await (const each of at.zoom.listRegistrants(token, id)) registrants.push(each);
    return registrants;
  };
  const errorOf = (request: Promise<unknown>) =>
    request.then(
      () => null,
      (error: unknown) => error as ZoomError,
    );

  it.each([START, null])('are enrolled with a link of their own, listed and removed (start %p)', async (start) => {
    const { id, registrationUrl } = await meetingWith('automatic', start);
    expect(registrationUrl).not.toBeNull();
    const { id: registrantId, joinUrl } = await at.zoom.addRegistrant(token, id, GUS);
    expect((await at.lastRequest('rep@example.com', 'POST')).body).toEqual({
      email: 'Gus@Guest.test',
      first_name: 'Gus',
      last_name: 'Guest',
      auto_approve: true,
    });
    expect(await listed(id)).toEqual([{ id: registrantId, email: 'gus@guest.test', joinUrl }]);
    // Asked again, they keep their place.
    expect(await at.zoom.addRegistrant(token, id, GUS)).toMatchObject({ id: registrantId, joinUrl });
    await at.zoom.removeRegistrant(token, id, registrantId);
    expect(await listed(id)).toEqual([]);
    expect((await errorOf(at.zoom.removeRegistrant(token, id, registrantId)))?.kind).toBe('validation');
  });

  it('are let in at once, whatever the meeting’s own way of approving', async () => {
    const { id } = await meetingWith('manual');
    expect((await at.zoom.addRegistrant(token, id, GUS)).joinUrl).toContain('http');
  });

  it('are refused where there is no registration, no plan or no meeting, each in its own way', async () => {
    const { id } = await meetingWith('none');
    expect((await errorOf(at.zoom.addRegistrant(token, id, GUS)))?.kind).toBe('refused');
    expect((await errorOf(at.zoom.addRegistrant(token, '12345678901', GUS)))?.kind).toBe('not-found');
    const wrong = { ...GUS, email: 'nobody' };
    expect((await errorOf(at.zoom.addRegistrant(token, (await meetingWith('automatic')).id, wrong)))?.kind).toBe(
      'validation',
    );
    const basic = (await at.tokensOf('basic@example.com')).accessToken;
    await at.control('users', { email: 'basic@example.com', type: 1 });
    const made = await at.zoom.createMeeting(basic, { ...REQUEST, settings: { registration: 'automatic' } });
    expect(made.registrationUrl).toBeNull();
    expect((await errorOf(at.zoom.addRegistrant(basic, made.id, GUS)))?.kind).toBe('forbidden');
  });

  it('are enrolled three times a day, and nobody else’s day is spent by it', async () => {
    const { id } = await meetingWith('automatic');
    for (let time = 0; time < 3; time += 1) await at.zoom.addRegistrant(token, id, GUS);
    const error = await errorOf(at.zoom.addRegistrant(token, id, GUS));
    expect(error).toMatchObject({ kind: 'daily-limit', limit: 'registrant' });
    expect(error?.retryAt).toBe(Date.parse('2026-11-24T00:00:00Z'));
    await at.zoom.addRegistrant(token, id, { ...GUS, email: 'other@guest.test' });
  });
});
