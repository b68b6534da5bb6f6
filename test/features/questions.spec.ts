import { book, TUESDAY_10, TUESDAY_11, tryToBook } from '../kit/booking';
import { aRoundRobin, type TestCalendar } from '../kit/calendars';
import { nextPath, postForm } from '../kit/guests';
import { anAccount, anEmail, type TestUser } from '../kit/identity';
import { mailsTo } from '../kit/invitations';
import { startTestApp, type TestApp } from '../kit/test-app';

/** Closes whatever it stands in, if it is not escaped. */
const HOSTILE = `"'></label></textarea><script>alert(1)</script>&amp;[[contact.email]]`;

const QUESTIONS = [
  { id: 'name', label: 'Company', type: 'text', required: true },
  { id: 'why', label: 'Why?', type: 'paragraph', help: 'In your own words' },
  { id: 'size', label: 'Team size', type: 'choice', options: ['1–5', ' 6  or more '] },
  { id: 'topics', label: 'Topics', type: 'multi_choice', required: true, options: ['Price', 'Terms', 'Support'] },
  { id: 'agreed', label: 'I agree', type: 'checkbox', required: true },
  { id: 'seats', label: 'Seats', type: 'number' },
  { id: 'call', label: 'Call me at', type: 'phone' },
  { id: 'cc', label: 'Copy to', type: 'email' },
  { id: 'site', label: 'Web site', type: 'url' },
];

const ANSWERS = {
  name: 'ABC',
  why: 'Because\nof that',
  size: '6  or more',
  topics: ['Price', 'Support'],
  agreed: true,
  seats: 12.5,
  call: '+49 30 901820',
  cc: 'cc@example.com',
  site: 'https://example.com',
};

describe('the questions of a calendar', () => {
  let slotlink: TestApp;
  let owner: TestUser;
  beforeAll(async () => {
    slotlink = await startTestApp();
    owner = await anAccount(slotlink);
  });
  afterAll(() => slotlink.close());

  const byStaff = (calendar: TestCalendar, start: string, answers: object) =>
    owner.post('/v1/appointments', {
      calendarId: calendar.id,
      start,
      contact: { name: 'Petra', email: anEmail('petra') },
      answers,
    });

  it('are asked in public, answered, and shown with the appointment', async () => {
    const calendar = await aRoundRobin(owner, { questions: QUESTIONS });
    const { body } = await slotlink.http.get(`/v1/public/calendars/${calendar.slug}`).expect(200);
    expect(body.questions).toEqual(calendar.questions);
    expect(body.questions[2]).toEqual({
      id: 'size',
      label: 'Team size',
      help: null,
      type: 'choice',
      required: false,
      options: ['1–5', '6  or more'],
    });
    const booked = await book(slotlink, calendar, TUESDAY_10, { answers: ANSWERS });
    const { body: shown } = await owner.get(`/v1/appointments/${booked.id}`).expect(200);
    for (const seen of [booked, shown]) {
      expect(seen.answers).toEqual(ANSWERS);
      expect(seen.answerSheet.map(({ label }: { label: string }) => label)).toEqual(
        QUESTIONS.map(({ label }) => label),
      );
    }
  });

  it.each([
    [{ name: undefined }, '/answers/name'],
    [{ name: '  ' }, '/answers/name'],
    [{ why: 5 }, '/answers/why'],
    [{ size: '7' }, '/answers/size'],
    [{ topics: 'Price' }, '/answers/topics'],
    [{ topics: ['Price', 'Price'] }, '/answers/topics'],
    [{ topics: [] }, '/answers/topics'],
    [{ agreed: false }, '/answers/agreed'],
    [{ seats: '12' }, '/answers/seats'],
    [{ call: 'me' }, '/answers/call'],
    [{ cc: 'me' }, '/answers/cc'],
    [{ site: 'javascript:alert(1)' }, '/answers/site'],
    [{ 'a/b~c': 'x' }, '/answers/a~1b~0c'],
    [{ constructor: 'x' }, '/answers/constructor'],
    [{ why: { deep: 1 } }, '/answers'],
    [{ why: 'x'.repeat(20_001) }, '/answers'],
  ])('refuse a guest %j', async (wrong, pointer) => {
    const calendar = await aRoundRobin(owner, { questions: QUESTIONS });
    const { body } = await tryToBook(slotlink, calendar, TUESDAY_10, { answers: { ...ANSWERS, ...wrong } }).expect(422);
    expect(body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  it('refuse __proto__, and nothing comes of it', async () => {
    const calendar = await aRoundRobin(owner);
    const body = `{"start":"${TUESDAY_10}","timezone":"UTC","contact":{"name":"P","email":"p@example.com"},"answers":{"__proto__":{"x":1}}}`;
    await slotlink.http.post(`/v1/public/calendars/${calendar.slug}/appointments`).type('json').send(body).expect(422);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it('may be left open by staff, whose answers must fit all the same', async () => {
    const calendar = await aRoundRobin(owner, { questions: QUESTIONS });
    const { body } = await byStaff(calendar, TUESDAY_10, { topics: ['Price'], agreed: false }).expect(201);
    expect(body.answers).toEqual({ topics: ['Price'], agreed: false });
    const { body: refused } = await byStaff(calendar, TUESDAY_11, { topics: ['Wine'], odd: 1 }).expect(422);
    expect(refused.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/answers/odd',
      '/answers/topics',
    ]);
  });

  it('may change: what was answered stays readable, and rescheduling keeps it', async () => {
    const calendar = await aRoundRobin(owner, { questions: [{ id: 'q', label: 'Team size', type: 'number' }] });
    const booked = await book(slotlink, calendar, TUESDAY_10, { answers: { q: 40 } });
    const questions = [{ id: 'q', label: 'Budget', type: 'choice', options: ['none'], required: true }];
    await owner.patch(`/v1/calendars/${calendar.id}`, { questions }).expect(200);
    await tryToBook(slotlink, calendar, TUESDAY_11, { answers: { q: 40 } }).expect(422);
    await owner.post(`/v1/appointments/${booked.id}/reschedule`, { start: TUESDAY_11 }).expect(200);
    await owner.patch(`/v1/calendars/${calendar.id}`, { questions: [] }).expect(200);
    const { body } = await owner.get(`/v1/appointments/${booked.id}`).expect(200);
    expect(body).toMatchObject({
      start: TUESDAY_11,
      answers: { q: 40 },
      answerSheet: [{ questionId: 'q', label: 'Team size', type: 'number', value: 40 }],
    });
    const page = await slotlink.http.get(`/a/${body.publicToken}`).expect(200);
    expect(page.text).toMatch(/<dt>Team size<\/dt>\s*<dd class="lines">40<\/dd>/);
  });

  it('stand in the mail to the host as they stood when answered', async () => {
    const calendar = await aRoundRobin(owner, {
      questions: [{ id: 'q', label: HOSTILE, type: 'multi_choice', options: ['<b>', 'c'] }],
    });
    const booked = await book(slotlink, calendar, TUESDAY_10, { answers: { q: ['<b>', 'c'] } });
    await owner.patch(`/v1/calendars/${calendar.id}`, { questions: [] }).expect(200);
    await slotlink.drainJobs();
    const { body: host } = await owner.get(`/v1/users/${calendar.members[0].userId}`).expect(200);
    const [mail] = await mailsTo(owner, booked.id, host.email);
    expect(mail?.body).toContain(`${HOSTILE}: <b>, c`);
    expect(mail?.html).toContain('&lt;b&gt;, c');
    expect(mail?.html).not.toMatch(/<script|<b>/);
  });

  it.each([
    [
      [
        { label: 'a', id: 'x' },
        { label: 'b', id: 'x' },
      ],
      '/questions/1/id',
    ],
    [[{ label: 'a', id: '__proto__' }], '/questions/0/id'],
    [[{ label: 'a', id: 'constructor' }], '/questions/0/id'],
    [[{ label: 'a', id: 'a/b' }], '/questions/0/id'],
    [[{ label: 'a', type: 'choice' }], '/questions/0/options'],
    [[{ label: 'a', type: 'multi_choice', options: [] }], '/questions/0/options'],
    [[{ label: 'a', type: 'multi_choice', options: ['x', ' x '] }], '/questions/0/options'],
    [[{ label: 'a', type: 'choice', options: [' '] }], '/questions/0/options'],
    [[{ label: 'a', type: 'number', options: ['1'] }], '/questions/0/options'],
    [[{ label: 'a', type: 'colour' }], '/questions/0/type'],
    [[{ label: 'two\nlines' }], '/questions/0/label'],
    [[{ label: 'a', help: 'x'.repeat(301) }], '/questions/0/help'],
    [[{ label: 'a', hint: 'b' }], '/questions/0/hint'],
  ])('cannot be %j', async (questions, pointer) => {
    const { id } = await aRoundRobin(owner);
    const { body } = await owner.patch(`/v1/calendars/${id}`, { questions }).expect(422);
    expect(body.errors[0].pointer).toBe(pointer);
  });

  it('get IDs of their own when they come without', async () => {
    const questions = [{ label: 'a' }, { label: 'b', id: 'q1' }, { label: 'c' }];
    const calendar = await aRoundRobin(owner, { questions });
    expect(calendar.questions.map(({ id }: { id: string }) => id)).toEqual(['q2', 'q1', 'q3']);
  });

  describe('on the page', () => {
    const filled = (overrides: Record<string, string> = {}) => ({
      start: TUESDAY_10,
      timezone: 'Europe/Berlin',
      name: 'Petra Prospect',
      email: anEmail('guest'),
      'answers.name': 'ABC',
      'answers.why': 'Because\r\nof that',
      'answers.size': '6  or more',
      'answers.topics.0': 'Price',
      'answers.topics.2': 'Support',
      'answers.agreed': 'on',
      'answers.seats': '12.5',
      'answers.call': '+49 30 901820',
      'answers.cc': 'cc@example.com',
      'answers.site': 'https://example.com',
      ...overrides,
    });

    it('have fields of their kind, and are answered with them', async () => {
      const calendar = await aRoundRobin(owner, { questions: QUESTIONS });
      const path = `/book/${calendar.slug}`;
      const { text } = await slotlink.http.get(path).expect(200);
      expect(text).toContain('<small>In your own words</small>');
      expect(text).toMatch(/name="answers.seats"\s+type="number"\s+step="any"/);
      expect(text).toMatch(/name="answers.call"\s+type="tel"/);
      expect(text).toMatch(/name="answers.cc"\s+type="email"/);
      expect(text).toMatch(/name="answers.site"\s+type="url"/);
      expect(text).toContain('<option value="6  or more" >6  or more</option>');
      expect(text.match(/type="checkbox"/g)).toHaveLength(4);
      const answer = await postForm(slotlink, path, filled()).expect(303);
      expect((await slotlink.http.get(nextPath(answer, path)).expect(200)).text).toContain('Price, Support');
      const { body } = await owner.get(`/v1/appointments?calendarId=${calendar.id}`).expect(200);
      expect(body.items[0].answers).toEqual(ANSWERS);
    });

    it('come back as they were filled in when something is wrong', async () => {
      const calendar = await aRoundRobin(owner, { questions: QUESTIONS });
      const wrong = filled({ 'answers.seats': 'many', 'answers.site': HOSTILE, 'answers.topics.1': 'Wine' });
      const { text } = await postForm(slotlink, `/book/${calendar.slug}`, wrong).expect(422);
      expect(text).toContain('This must be a number.');
      expect(text).toContain('This must be a web address, with http:// or https://.');
      expect(text).toContain('Please fill this in.');
      expect(text).toMatch(/value="Price"\s+checked/);
      expect(text).not.toMatch(/value="Terms"\s+checked/);
      expect(text).toMatch(/<option value="6 {2}or more" selected>/);
      expect(text).not.toContain('<script');
    });

    it('are escaped, whatever they say', async () => {
      const asked = ['text', 'paragraph', 'checkbox', 'number'].map((type) => ({
        label: HOSTILE,
        help: HOSTILE,
        type,
      }));
      const choices = ['choice', 'multi_choice'].map((type) => ({ label: HOSTILE, type, options: [HOSTILE, 'b'] }));
      const calendar = await aRoundRobin(owner, { questions: [...asked, ...choices] });
      const path = `/book/${calendar.slug}`;
      const { text } = await slotlink.http.get(path).expect(200);
      expect(text).not.toContain('<script');
      expect(text.split('&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;[[contact.email]]')).toHaveLength(15);
      const answers = { 'answers.q5': HOSTILE, 'answers.q6.0': HOSTILE };
      const answer = await postForm(slotlink, path, { ...filled(), ...answers }).expect(303);
      const page = await slotlink.http.get(nextPath(answer, path)).expect(200);
      expect(page.text).not.toContain('<script');
      const { body } = await owner.get(`/v1/appointments?calendarId=${calendar.id}`).expect(200);
      expect(body.items[0].answers).toEqual({ q5: HOSTILE, q6: [HOSTILE] });
    });
  });
});
