import { call, NOW, startApp, type App, type Body, type Tokens } from './test-kit';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
const gone = (id: number) => ({ status: 404, body: { code: 3001, message: `Meeting does not exist: ${id}.` } });

describe('meetings', () => {
  let app: App;
  let rep: Tokens;

  beforeEach(async () => {
    app = await startApp();
    rep = await app.connect('rep@example.com');
  });

  afterEach(() => app.simulator.close());

  const create = async (body: object = {}): Promise<Body> => {
    const answer = await rep.api('POST', '/users/me/meetings', body);
    expect(answer).toMatchObject({ status: 201 });
    return answer.body;
  };
  const at = (milliseconds: number) => app.sim('POST', 'clock', { now: NOW + milliseconds });

  it('creates what was asked, with the times and links Zoom gives', async () => {
    const meeting = await create({
      topic: 'Discovery call',
      agenda: 'Ref 1',
      start_time: '2026-11-24T10:00:00',
      timezone: 'Europe/Berlin',
      duration: 30,
    });
    expect(meeting).toMatchObject({
      topic: 'Discovery call',
      type: 2,
      status: 'waiting',
      start_time: '2026-11-24T09:00:00Z',
      timezone: 'Europe/Berlin',
      duration: 30,
      host_email: 'rep@example.com',
      created_at: iso(NOW),
    });
    expect(String(meeting.id)).toMatch(/^\d{11}$/);
    expect(meeting.uuid).toHaveLength(24);
    expect(meeting.join_url).toMatch(new RegExp(`^${app.simulator.url}/j/${meeting.id}\\?pwd=.+`));
    expect((await rep.api('GET', `/meetings/${meeting.id}`)).body).toMatchObject({ id: meeting.id, agenda: 'Ref 1' });
    const byUuid = encodeURIComponent(encodeURIComponent(meeting.uuid));
    expect((await rep.api('GET', `/meetings/${byUuid}`)).body.id).toBe(meeting.id);
  });

  it('shows the join page until the meeting is deleted', async () => {
    const meeting = await create({ topic: 'A <b>call</b>' });
    const joined = await call(meeting.join_url);
    expect(joined.status).toBe(200);
    expect(joined.body).toContain(`You are in meeting ${meeting.id}`);
    expect(joined.body).not.toContain('<b>call');
    expect((await call(`${app.simulator.url}/j/${meeting.id}`)).body).toContain('passcode');
    expect((await call(meeting.start_url)).body).toContain('You are the host');
    await at(2 * HOUR);
    expect((await call(meeting.start_url)).status).toBe(403);
    await app.sim('DELETE', `meetings/${meeting.id}`);
    expect((await call(meeting.join_url)).status).toBe(404);
  });

  test.each<[string, object, object]>([
    ['a missing start is now', {}, { start_time: iso(NOW) }],
    ['a past start is now', { start_time: '2020-01-01T00:00:00Z' }, { start_time: iso(NOW) }],
    ['the waiting room beats join_before_host', room(true, true), { settings: room(true, false).settings }],
    ['join_before_host stands alone', room(false, true), { settings: room(false, true).settings }],
    [
      'no passcode and no waiting room brings the waiting room',
      { default_password: false, ...room(false, true) },
      { settings: room(true, false).settings },
    ],
    ['an unknown setting is dropped', { settings: { hologram: true } }, {}],
  ])('%s', async (_name, body, expected) => {
    const meeting = await create(body);
    expect(meeting).toMatchObject(expected);
    expect(meeting.settings).not.toHaveProperty('hologram');
  });

  function room(waitingRoom: boolean, joinFirst: boolean) {
    return { settings: { waiting_room: waitingRoom, join_before_host: joinFirst } };
  }

  test.each<[string, object]>([
    ['topic', { topic: 'x'.repeat(201) }],
    ['agenda', { agenda: 'x'.repeat(2001) }],
    ['duration', { duration: 0 }],
    ['duration', { duration: 1441 }],
    ['duration', { duration: 1.5 }],
    ['type', { type: 7 }],
    ['start_time', { start_time: 'soon' }],
    ['timezone', { timezone: 'Mars/Olympus' }],
    ['password', { password: 'much too long for Zoom' }],
    ['settings', { settings: 'none' }],
    ['settings.waiting_room', { settings: { waiting_room: 'yes' } }],
    ['settings.approval_type', { settings: { approval_type: 9 } }],
    ['settings.alternative_hosts', { settings: { alternative_hosts: 'nobody@example.com' } }],
    ['recurrence', { type: 8 }],
    ['recurrence.type', { type: 8, recurrence: { type: 9 } }],
  ])('refuses a wrong %s and counts nothing', async (field, body) => {
    const answer = await rep.api('POST', '/users/me/meetings', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 300, message: 'Validation Failed.' } });
    expect(answer.body.errors[0].field).toBe(field);
    expect((await app.sim('GET', 'quota?email=rep@example.com')).body.used).toBe(0);
    expect((await app.sim('GET', 'meetings')).body).toHaveLength(0);
  });

  test.each(['', '[]', '{"topic":', 'null', '"text"'])('refuses the body %p', async (body) => {
    const answer = await rep.api('POST', '/users/me/meetings', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 300 } });
    expect(answer.body.message).toBe('Request Body should be a valid JSON object.');
  });

  it('takes licensed colleagues as alternative hosts, and nobody else', async () => {
    await app.sim('POST', 'users', { email: 'two@example.com' });
    await app.sim('POST', 'users', { email: 'basic@example.com', type: 1 });
    await app.sim('POST', 'users', { email: 'far@example.com', accountId: 'another' });
    const ask = (hosts: string) =>
      rep.api('POST', '/users/me/meetings', { settings: { alternative_hosts: hosts } }).then(({ status }) => status);
    expect(await ask('two@example.com')).toBe(201);
    expect(await ask('two@example.com;basic@example.com')).toBe(400);
    expect(await ask('far@example.com')).toBe(400);
  });

  it('schedules for a colleague, whose day it counts in', async () => {
    await app.sim('POST', 'users', { email: 'two@example.com' });
    const meeting = await create({ schedule_for: 'two@example.com' });
    expect(meeting.host_email).toBe('two@example.com');
    expect((await app.sim('GET', 'quota?email=two@example.com')).body.used).toBe(1);
    expect((await rep.api('DELETE', `/meetings/${meeting.id}`)).status).toBe(204);
    const refused = await rep.api('POST', '/users/me/meetings', { schedule_for: 'nobody@example.com' });
    expect(refused.body).toEqual({ code: 3000, message: 'You cannot schedule a meeting for nobody@example.com.' });
  });

  it('hands a meeting over to a colleague, with its id, passcode and links', async () => {
    const two = await app.connect('two@example.com');
    const meeting = await create({ topic: 'Call', start_time: '2026-12-01T10:00:00Z' });
    const answer = await rep.api('PATCH', `/meetings/${meeting.id}`, {
      schedule_for: 'two@example.com',
      topic: 'Ours',
    });
    expect(answer.status).toBe(204);
    const { id, join_url, password } = meeting;
    const { body } = await two.api('GET', `/meetings/${meeting.id}`);
    expect(body).toMatchObject({ id, join_url, password, topic: 'Ours', host_email: 'two@example.com' });
    const listed = async (user: Tokens) => (await user.api('GET', '/users/me/meetings')).body.meetings as Body[];
    expect((await listed(two)).map((each) => each.id)).toEqual([id]);
    expect(await listed(rep)).toEqual([]);
    const used = async (email: string) => (await app.sim('GET', `quota?email=${email}`)).body.used;
    expect([await used('rep@example.com'), await used('two@example.com')]).toEqual([2, 1]);
  });

  it.each([
    ['of another account', { accountId: 'another' }],
    ['on a basic plan', { type: 1 }],
    ['who lets nobody schedule for them', { schedulesAlone: true }],
    ['who left', { status: 'inactive' }],
  ])('hands no meeting over to a user %s', async (_, user) => {
    await app.sim('POST', 'users', { email: 'two@example.com', ...user });
    const meeting = await create({ topic: 'Call' });
    const answer = await rep.api('PATCH', `/meetings/${meeting.id}`, {
      schedule_for: 'two@example.com',
      topic: 'Ours',
    });
    expect(answer.body).toEqual({ code: 3000, message: 'You cannot schedule a meeting for two@example.com.' });
    const { body } = await rep.api('GET', `/meetings/${meeting.id}`);
    expect(body).toMatchObject({ topic: 'Call', host_email: 'rep@example.com' });
    const { used } = (await app.sim('GET', 'quota?email=rep@example.com')).body;
    expect(used).toBe(1);
  });

  it('updates in part, ignores a past start and answers 204', async () => {
    const meeting = await create({ topic: 'Old', start_time: '2026-12-01T10:00:00Z' });
    const answer = await rep.api('PATCH', `/meetings/${meeting.id}`, {
      topic: 'New',
      start_time: '2020-01-01T00:00:00Z',
    });
    expect([answer.status, answer.body]).toEqual([204, '']);
    const after = (await rep.api('GET', `/meetings/${meeting.id}`)).body;
    expect(after).toMatchObject({ topic: 'New', start_time: '2026-12-01T10:00:00Z', join_url: meeting.join_url });
  });

  it('answers 404/3001 to everything after the deletion', async () => {
    const { id } = await create();
    expect((await rep.api('DELETE', `/meetings/${id}`)).status).toBe(204);
    expect(await rep.api('DELETE', `/meetings/${id}`)).toMatchObject(gone(id));
    expect(await rep.api('PATCH', `/meetings/${id}`, { topic: 'x' })).toMatchObject(gone(id));
    expect(await rep.api('GET', `/meetings/${id}`)).toMatchObject(gone(id));
    expect((await app.sim('GET', 'meetings?email=rep@example.com')).body).toMatchObject([{ id, deleted: true }]);
  });

  it('forgets a meeting 30 days after its day', async () => {
    const { id } = await create({ start_time: iso(NOW + DAY) });
    await at(30 * DAY);
    rep = await app.connect('rep@example.com');
    expect((await rep.api('GET', `/meetings/${id}`)).status).toBe(200);
    await at(31 * DAY + 1000);
    rep = await app.connect('rep@example.com');
    expect(await rep.api('GET', `/meetings/${id}`)).toMatchObject(gone(id));
  });

  it('leaves a started meeting alone until it is ended', async () => {
    const scopes = [
      'meeting:write:meeting',
      'meeting:update:meeting',
      'meeting:delete:meeting',
      'meeting:update:status',
    ];
    await app.sim('POST', 'users', { email: 'rep@example.com', scopes });
    rep = await app.connect('rep@example.com');
    const { id } = await create();
    await app.sim('POST', `meetings/${id}/start`);
    expect((await rep.api('PATCH', `/meetings/${id}`, { topic: 'x' })).body.code).toBe(3000);
    expect((await rep.api('DELETE', `/meetings/${id}`)).body.code).toBe(3002);
    expect((await rep.api('PUT', `/meetings/${id}/status`, { action: 'end' })).status).toBe(204);
    expect((await rep.api('DELETE', `/meetings/${id}`)).status).toBe(204);
    expect((await rep.api('PUT', `/meetings/${id}/status`, { action: 'recover' })).status).toBe(204);
  });

  it("refuses other people's meetings", async () => {
    const { id } = await create();
    const colleague = await app.connect('two@example.com');
    await app.sim('POST', 'users', { email: 'far@example.com', accountId: 'another' });
    const stranger = await app.connect('far@example.com');
    expect((await colleague.api('GET', `/meetings/${id}`)).body.code).toBe(3000);
    expect((await colleague.api('DELETE', `/meetings/${id}`)).body.code).toBe(3003);
    expect((await stranger.api('GET', `/meetings/${id}`)).body.code).toBe(1010);
  });

  it('plans occurrences, and changes and deletes single ones', async () => {
    const recurrence = { type: 1, end_times: 2 };
    const meeting = await create({ type: 8, start_time: '2026-11-24T10:00:00Z', recurrence });
    const [first, second] = meeting.occurrences;
    expect(first).toMatchObject({ occurrence_id: String(Date.parse('2026-11-24T10:00:00Z')), status: 'available' });
    const one = `/meetings/${meeting.id}?occurrence_id=${second.occurrence_id}`;
    await rep.api('PATCH', one, { start_time: '2026-11-25T12:00:00Z', topic: 'ignored' });
    expect((await rep.api('GET', one)).body).toMatchObject({
      start_time: '2026-11-25T12:00:00Z',
      topic: 'Zoom Meeting',
    });
    expect((await rep.api('DELETE', one)).status).toBe(204);
    expect((await rep.api('DELETE', one)).body.code).toBe(3000);
    await rep.api('DELETE', `/meetings/${meeting.id}?occurrence_id=${first.occurrence_id}`);
    expect((await rep.api('GET', `/meetings/${meeting.id}`)).status).toBe(404);
  });

  test.each([
    ['GET', '/nothing', 404, 2300],
    ['POST', '/meetings/1', 404, 2300],
    ['GET', '/meetings/%E0%A4%A', 404, 3001],
    ['GET', '/meetings/99999999999', 404, 3001],
  ])('answers %s %s with %i/%i', async (method, path, status, code) => {
    expect(await rep.api(method, path)).toMatchObject({ status, body: { code } });
  });

  it('refuses more than a megabyte', async () => {
    const answer = await rep.api('POST', '/users/me/meetings', { agenda: 'x'.repeat(2_000_000) });
    expect(answer.status).toBe(413);
  });
});
