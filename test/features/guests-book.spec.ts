import { book, TUESDAY_10, TUESDAY_11 } from '../kit/booking';
import { anUnassigned, aRoundRobin } from '../kit/calendars';
import { nextPath, postForm } from '../kit/guests';
import { anAccount, anEmail, TestUser } from '../kit/identity';
import { startTestApp, TestApp } from '../kit/test-app';

describe('the page of a calendar', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const fields = (overrides: Record<string, string> = {}) => ({
    start: TUESDAY_10,
    timezone: 'Europe/Berlin',
    name: 'Petra Prospect',
    email: anEmail('guest'),
    ...overrides,
  });
  const bookingsOf = async ({ id }: { id: string }) =>
    (await owner.get(`/v1/appointments?calendarId=${id}`).expect(200)).body.items;
  const onceOf = (page: string) => /name="once" value="([^"]+)"/.exec(page)?.[1] ?? '';

  it('books, and leads to the page of the appointment', async () => {
    const calendar = await aRoundRobin(owner);
    const path = `/book/${calendar.slug}`;
    const { text } = await slotlink.http.get(path).expect(200);
    expect(text).toContain('Discovery call');
    expect(text).toContain('30 minutes');
    expect(text).toContain(`value="${TUESDAY_10}"`);
    expect(text).toContain('<option selected>America/New_York</option>');
    expect(text).not.toMatch(/name="phone"|name="place"/);
    const answer = await postForm(slotlink, path, fields({ once: onceOf(text), notes: 'Hi' }))
      .set('accept-language', 'de-DE,de;q=0.9')
      .expect(303);
    expect(nextPath(answer, path)).toMatch(/^\/a\/.*\?done=booked$/);
    const page = await slotlink.http.get(nextPath(answer, path)).expect(200);
    expect(page.text).toContain('You are booked.');
    expect(page.text).toContain('Dienstag, 24. November 2026, 16:00–16:30 Uhr');
    const [appointment] = await bookingsOf(calendar);
    expect(appointment).toMatchObject({ start: TUESDAY_10, notes: 'Hi', contact: { name: 'Petra Prospect' } });
  });

  it('books once, however often the button is pressed', async () => {
    const calendar = await aRoundRobin(owner, { appointmentsPerSlot: 5 });
    const path = `/book/${calendar.slug}`;
    const { text } = await slotlink.http.get(path).expect(200);
    const filled = fields({ once: onceOf(text) });
    const answers = await Promise.all([1, 2, 3, 4].map(() => postForm(slotlink, path, filled)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
    expect(await bookingsOf(calendar)).toHaveLength(1);
    const changed = await postForm(slotlink, path, { ...filled, start: TUESDAY_11 }).expect(303);
    expect(changed.headers.location).not.toBe(answers[0]?.headers.location);
    expect(await bookingsOf(calendar)).toHaveLength(2);
  });

  it('keeps what was filled in when something is wrong', async () => {
    const calendar = await aRoundRobin(owner);
    const { text } = await postForm(
      slotlink,
      `/book/${calendar.slug}`,
      fields({ email: 'petra@', notes: 'Hi\r\nyou' }),
    );
    expect(text).toContain('This must be an e-mail address.');
    expect(text).toContain('value="Petra Prospect"');
    expect(text).toContain('value="petra@"');
    expect(text).toContain('Hi\nyou');
    expect(text).toContain(`value="${TUESDAY_10}" checked`);
    expect(text).toContain('<option selected>Europe/Berlin</option>');
    expect(await bookingsOf(calendar)).toEqual([]);
  });

  it('says that the time was taken, and shows the others', async () => {
    const calendar = await aRoundRobin(owner);
    await book(slotlink, calendar, TUESDAY_10);
    const { text } = await postForm(slotlink, `/book/${calendar.slug}`, fields()).expect(409);
    expect(text).toContain('Somebody else has just taken that time');
    expect(text).not.toContain(`value="${TUESDAY_10}"`);
    expect(text).toContain(`value="${TUESDAY_11}"`);
  });

  it.each([
    ['no time', { start: '' }, 'Choose a time first.'],
    ['a time off the grid', { start: '2026-11-24T15:07:00Z' }, 'not offered any more'],
    ['no name', { name: '' }, 'Please fill this in.'],
    ['a name without end', { name: 'x'.repeat(10_000) }, 'may have 200 characters at most'],
    ['notes without end', { notes: 'x'.repeat(10_000) }, 'must be a text of 5000 characters at most'],
  ])('asks again after %s', async (_, overrides, words) => {
    const calendar = await aRoundRobin(owner);
    const wrong = fields(overrides);
    expect((await postForm(slotlink, `/book/${calendar.slug}`, wrong).expect(422)).text).toContain(words);
  });

  it('asks what the host wants to know', async () => {
    const questions = [
      { id: 'size', label: 'Team size', type: 'choice', required: true, options: ['1–5', 'more'] },
      { id: 'ok', label: 'Agreed', type: 'checkbox', required: false, options: [] },
      { id: 'why', label: 'Why?', type: 'paragraph', required: false, options: [] },
    ];
    const calendar = await aRoundRobin(owner, { questions });
    const path = `/book/${calendar.slug}`;
    const missing = await postForm(slotlink, path, fields()).expect(422);
    expect(missing.text).toContain('Please fill this in.');
    const answers = { 'answers.size': 'more', 'answers.ok': 'on', 'answers.why': 'Because', 'answers.odd': 'x' };
    await postForm(slotlink, path, fields(answers)).expect(303);
    const [appointment] = await bookingsOf(calendar);
    expect(appointment.answers).toEqual({ size: 'more', ok: true, why: 'Because' });
  });

  it('asks for a phone number where the host calls', async () => {
    const calendar = await anUnassigned(owner, { location: { kind: 'phone' } });
    const path = `/book/${calendar.slug}`;
    const { text } = await postForm(slotlink, path, fields()).expect(422);
    expect(text).toContain('Please fill this in.');
    await postForm(slotlink, path, fields({ phone: '+49 30 1' })).expect(303);
  });

  it('asks where to meet where the guest may choose', async () => {
    const calendar = await anUnassigned(owner, { location: { kind: 'ask_booker' } });
    const path = `/book/${calendar.slug}`;
    expect((await slotlink.http.get(path).expect(200)).text).toContain('Where would you like to meet?');
    await postForm(slotlink, path, fields()).expect(422);
    await postForm(slotlink, path, fields({ placeKind: 'zoom', place: 'x' })).expect(422);
    await postForm(slotlink, path, fields({ placeKind: 'address', place: 'Main Street 1' })).expect(303);
    const [appointment] = await bookingsOf(calendar);
    expect(appointment.meetingLocation).toMatchObject({ kind: 'address', value: 'Main Street 1' });
  });

  it('is closed while the calendar is inactive', async () => {
    const calendar = await aRoundRobin(owner, { active: false });
    const path = `/book/${calendar.slug}`;
    expect((await slotlink.http.get(path).expect(200)).text).toContain('takes no bookings at the moment');
    await postForm(slotlink, path, fields()).expect(409);
  });

  it('shows the way to the next free day', async () => {
    const calendar = await aRoundRobin(owner, { minimumNotice: 'P20D' });
    const { text } = await slotlink.http.get(`/book/${calendar.slug}`).expect(200);
    expect(text).toContain('Nothing is free in these two weeks.');
    expect(text).toContain('?from=2026-12-14&amp;timezone=America%2FNew_York');
    expect(text).not.toContain('<button class="main">');
  });
});
