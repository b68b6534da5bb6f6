import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { aCollective, anUnassigned, aRoundRobin } from '../kit/calendars';
import { everything, nextPath, pathsOf, postForm, setLink } from '../kit/guests';
import { anAccount, TestUser } from '../kit/identity';
import { MONDAY, startTestApp, TestApp } from '../kit/test-app';

const HOSTILE = `<script>alert(1)</script>"'&<img src=x onerror=alert(1)>`;

describe("a guest's pages", () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());
  beforeEach(() => slotlink.clock.set(MONDAY));

  /** Gets a page and holds it to what every page promises. */
  async function read(path: string, status = 200): Promise<string> {
    const { text, headers } = await slotlink.http.get(path).set('accept', 'text/html').expect(status);
    assertPage(text, headers);
    return text;
  }

  it('says what, when, with whom and where, in the zone and language of the guest', async () => {
    const calendar = await aCollective(owner);
    const appointment = await book(slotlink, calendar, TUESDAY_10, { notes: 'First call' });
    const english = await read(pathsOf(appointment).manage);
    for (const words of [
      'Panel demo',
      'Petra Prospect and Host 1',
      'Tuesday, November 24, 2026, 4:00 – 4:30 PM',
      'Central European Standard Time (Europe/Berlin)',
      'Host 1, Host 2',
      'The host will send you the details',
      'First call',
    ]) {
      expect(english).toContain(words);
    }
    const german = await book(slotlink, calendar, TUESDAY_11, { locale: 'de-DE', timezone: 'America/New_York' });
    const text = await read(pathsOf(german).manage);
    expect(text).toContain('Dienstag, 24. November 2026, 11:00–11:30 Uhr');
    expect(text).toContain('Eastern Standard Time (America/New_York)');
    expect(text).toContain('lang="de-DE"');
  });

  it('is not upset by a locale that is none', async () => {
    const calendar = await aRoundRobin(owner);
    const { manage } = pathsOf(await book(slotlink, calendar, TUESDAY_10, { locale: 'no_such*locale' }));
    expect(await read(manage)).toContain('Tuesday, November 24, 2026');
  });

  it('lets hostile text be nothing but text', async () => {
    const calendar = await aRoundRobin(owner, { name: HOSTILE, questions: [] });
    const appointment = await book(slotlink, calendar, TUESDAY_10, {
      notes: HOSTILE,
      contact: { name: HOSTILE.slice(0, 200), email: 'hostile@example.com' },
    });
    const { manage, reschedule, cancel, join } = pathsOf(appointment);
    for (const path of [manage, reschedule, cancel, join, `/book/${calendar.slug}`]) {
      expect(await read(path)).toContain('&lt;script&gt;');
    }
    expect(await read(`${reschedule}?timezone=${encodeURIComponent(HOSTILE)}&from=${encodeURIComponent(HOSTILE)}`));
    expect(await read(`${manage}?done=${encodeURIComponent(HOSTILE)}`)).not.toContain('onerror=alert(1)>');
    const refused = await postForm(slotlink, `/book/${calendar.slug}`, {
      name: HOSTILE,
      email: HOSTILE,
      start: HOSTILE,
    });
    expect(refused.status).toBe(422);
    assertPage(refused.text, refused.headers);
    expect(refused.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;&lt;img');
  });

  it('change nothing by being looked at', async () => {
    const calendar = await aRoundRobin(owner);
    const { manage, reschedule, cancel, join } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
    const before = await everything(slotlink);
    for (const path of [manage, reschedule, cancel, join, `/book/${calendar.slug}`]) {
      await read(path);
      await read(`${path}?start=${TUESDAY_11}&reason=x&utm_source=mail`);
      await slotlink.http.head(path).expect(200);
    }
    expect(await everything(slotlink)).toBe(before);
  });

  describe('to move it', () => {
    it('list the free times of two weeks in any zone', async () => {
      const calendar = await aRoundRobin(owner);
      const { reschedule } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
      const page = await read(reschedule);
      expect(page).toContain(`value="${TUESDAY_11}"`);
      expect(page).not.toContain(`value="${TUESDAY_10}"`);
      expect(page).toContain('value="2026-12-04T21:30:00.000Z"');
      expect(page).not.toContain('value="2026-12-07T14:00:00.000Z"');
      expect(page).toContain('<option selected>Europe/Berlin</option>');
      expect(page).not.toContain('Earlier');
      const later = await read(`${reschedule}?from=2026-12-07&timezone=Asia/Kathmandu`);
      expect(later).toContain('value="2026-12-07T14:00:00.000Z"');
      expect(later).toContain('7:45 PM');
      expect(later).toContain('?from=2026-11-23&amp;timezone=Asia%2FKathmandu');
      expect(later).toContain('?from=2026-12-21&amp;timezone=Asia%2FKathmandu');
      const last = await read(`${reschedule}?from=2099-01-01`);
      expect(last).not.toContain('Later');
      expect(await read(`${reschedule}?from=1999-99-99&timezone=Mars&timezone=x`)).toContain(`value="${TUESDAY_11}"`);
    });

    it('move it, and say so', async () => {
      const calendar = await aRoundRobin(owner);
      const appointment = await book(slotlink, calendar, TUESDAY_10);
      const { reschedule, manage, api } = pathsOf(appointment);
      const answer = await postForm(slotlink, reschedule, { start: TUESDAY_11, timezone: 'Asia/Tokyo' }).expect(303);
      expect(nextPath(answer, reschedule)).toBe(`${manage}?done=moved`);
      const page = await read(nextPath(answer, reschedule));
      expect(page).toContain('has moved');
      expect(page).toContain('Wednesday, November 25, 2026, 1:00 – 1:30 AM');
      expect((await slotlink.http.get(api)).body).toMatchObject({ start: TUESDAY_11, timezone: 'Asia/Tokyo' });
    });

    it('show what is still free when the time was taken meanwhile', async () => {
      const calendar = await aRoundRobin(owner);
      const { reschedule, api } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
      await book(slotlink, calendar, TUESDAY_11);
      const answer = await postForm(slotlink, reschedule, { start: TUESDAY_11, timezone: 'Asia/Tokyo' }).expect(409);
      assertPage(answer.text, answer.headers);
      expect(answer.text).toContain('Somebody else has just taken that time');
      expect(answer.text).toContain('<option selected>Asia/Tokyo</option>');
      expect(answer.text).toContain('value="2026-11-24T16:30:00.000Z"');
      expect((await slotlink.http.get(api)).body.start).toBe(TUESDAY_10);
    });

    it.each([
      ['no time', {}, 422, 'Choose a time first.'],
      ['no instant', { start: 'soon' }, 422, 'Choose a time first.'],
      ['a time off the grid', { start: '2026-11-24T15:07:00Z' }, 422, 'not offered any more'],
      ['a past time', { start: '2020-01-01T00:00:00Z' }, 422, 'not offered any more'],
    ])('ask again after %s', async (_, fields, status, words) => {
      const calendar = await aRoundRobin(owner);
      const { reschedule } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
      const { text } = await postForm(slotlink, reschedule, fields as Record<string, string>).expect(status);
      expect(text).toContain(words);
      expect(text).toContain(`value="${TUESDAY_11}"`);
    });
  });

  describe('to cancel it', () => {
    it('ask first, then cancel, and say so; twice is no fault', async () => {
      const calendar = await aRoundRobin(owner);
      const appointment = await book(slotlink, calendar, TUESDAY_10);
      const { cancel, manage, api } = pathsOf(appointment);
      expect(await read(cancel)).toContain('Cancel this appointment?');
      const answer = await postForm(slotlink, cancel, { reason: 'Ill,\r\nsorry' }).expect(303);
      expect(nextPath(answer, cancel)).toBe(manage);
      const page = await read(manage);
      expect(page).toContain('This appointment was cancelled by you.');
      expect(page).toContain(`/book/${calendar.slug}`);
      expect(page).not.toContain('Choose another time');
      expect((await slotlink.http.get(api)).body.cancellation).toMatchObject({ by: 'guest', reason: 'Ill,\nsorry' });
      await postForm(slotlink, cancel, {}).expect(303);
      await read(cancel, 409);
    });

    it('take an empty form, and cut a reason that is too long', async () => {
      const calendar = await aRoundRobin(owner);
      const first = pathsOf(await book(slotlink, calendar, TUESDAY_10));
      await postForm(slotlink, first.cancel, { reason: '' }).expect(303);
      expect((await slotlink.http.get(first.api)).body.cancellation.reason).toBeNull();
      const second = pathsOf(await book(slotlink, calendar, TUESDAY_11));
      await postForm(slotlink, second.cancel, { reason: 'x'.repeat(10_000) }).expect(303);
      expect((await slotlink.http.get(second.api)).body.cancellation.reason).toHaveLength(1_000);
    });
  });

  it('say until when it could be changed, and change nothing after that', async () => {
    const calendar = await aRoundRobin(owner, { changeCutoff: 'PT4H' });
    const { manage, reschedule, cancel, api } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
    expect(await read(manage)).toContain('You can change it here until');
    await slotlink.clock.set('2026-11-24T12:00:00Z');
    const page = await read(manage);
    expect(page).toContain('It could be changed here until');
    expect(page).toContain('Tuesday, November 24, 2026 at 12:00 PM');
    expect(page).not.toContain('Choose another time');
    await read(reschedule, 409);
    await read(cancel, 409);
    await postForm(slotlink, reschedule, { start: TUESDAY_11 }).expect(409);
    const refused = await postForm(slotlink, cancel, {}).expect(409);
    expect(refused.text).toContain('This was possible until');
    expect((await slotlink.http.get(api)).body).toMatchObject({ start: TUESDAY_10, status: 'confirmed' });
  });

  it('follow an appointment that was cancelled and came back', async () => {
    const appointment = await book(slotlink, await aRoundRobin(owner), TUESDAY_10);
    const { manage, cancel } = pathsOf(appointment);
    await owner.post(`/v1/appointments/${appointment.id}/cancel`, { reason: 'Ill' }).expect(200);
    expect(await read(manage)).toContain('This appointment was cancelled by the host.');
    await owner.patch(`/v1/appointments/${appointment.id}`, { status: 'confirmed' }).expect(200);
    const page = await read(manage);
    expect(page).not.toContain('cancelled');
    expect(page).toContain('Choose another time');
    await postForm(slotlink, cancel, {}).expect(303);
    expect(await read(manage)).toContain('This appointment was cancelled by you.');
  });

  it('send to the host where guests may change nothing', async () => {
    const calendar = await aRoundRobin(owner, { allowReschedule: false, allowCancellation: false });
    const { manage, reschedule } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
    expect(await read(manage)).toContain('To move or cancel this appointment, ask the host.');
    const refused = await postForm(slotlink, reschedule, { start: TUESDAY_11 }).expect(409);
    expect(refused.text).toContain('Guests cannot change this themselves.');
  });

  it('show the link as it stands', async () => {
    const appointment = await book(slotlink, await aRoundRobin(owner), TUESDAY_10);
    const { manage } = pathsOf(appointment);
    const zoom = { location: '{"kind":"zoom"}' };
    await setLink(slotlink, appointment.id, { ...zoom, link_state: 'pending' });
    expect(await read(manage)).toContain('being prepared');
    const url = 'https://zoom.example/j/123?pwd=a&b=c';
    const ready = { link_state: 'ready', link_join_url: url, link_zoom_meeting_id: '123', link_passcode: 'p<1' };
    await setLink(slotlink, appointment.id, ready);
    const page = await read(manage);
    expect(page).toContain('href="https://zoom.example/j/123?pwd=a&amp;b=c"');
    expect(page).toContain('Meeting 123, passcode p&lt;1');
    expect(page).toContain('Join the meeting');
    await setLink(slotlink, appointment.id, { link_state: 'failed', link_join_url: null });
    expect(await read(manage)).toContain('The host will send you the details');
  });

  it('show static links as links, and no other scheme', async () => {
    const calendar = await anUnassigned(owner);
    const { manage } = pathsOf(await book(slotlink, calendar, TUESDAY_10));
    expect(await read(manage)).toContain('<a href="https://meet.example.com/open-house">');
    const odd = await anUnassigned(owner, { location: { kind: 'custom', value: 'javascript:alert(1)' } });
    const page = await read(pathsOf(await book(slotlink, odd, TUESDAY_11)).manage);
    expect(page).toContain('javascript:alert(1)');
    expect(page).not.toContain('href="javascript');
  });

  it('answer a link that leads nowhere with a page, too', async () => {
    const { id } = await book(slotlink, await aRoundRobin(owner), TUESDAY_10);
    for (const path of [`/a/${id}`, '/a/x', `/a/${id}.x/reschedule`, '/a/x/cancel', '/join/x', '/book/none-such']) {
      expect(await read(path, 404)).toContain('There is no such thing here');
    }
    for (const path of ['/a/x/cancel', '/a/x/reschedule', '/book/none-such']) {
      const { text, headers } = await postForm(slotlink, path, { start: TUESDAY_11 }).expect(404);
      assertPage(text, headers);
    }
  });

  it('bear any body', async () => {
    const { cancel, reschedule, api } = pathsOf(await book(slotlink, await aRoundRobin(owner), TUESDAY_10));
    for (const body of [{ start: 7 }, { start: [TUESDAY_11] }, [], { start: { toString: 1 } }]) {
      await slotlink.http.post(reschedule).send(body).expect(422);
    }
    await slotlink.http.post(reschedule).expect(422);
    await slotlink.http.post(cancel).type('text').send('x').expect(415);
    await postForm(slotlink, cancel, { reason: 'a\0b' }).expect(422);
    expect((await slotlink.http.get(api)).body.status).toBe('confirmed');
  });
});

function assertPage(text: string, headers: Record<string, string>): void {
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['referrer-policy']).toBe('no-referrer');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).toContain("form-action 'self'");
  expect(text).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  expect(text).toContain('<meta name="robots" content="noindex">');
  expect(text).toContain('<html lang="en">');
  expect(text).not.toMatch(/<script|javascript:[^a]| style=|<img/i);
  expect(text.match(/<h1>/g)).toHaveLength(1);
}
