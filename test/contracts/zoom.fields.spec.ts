import type { ListedMeeting, MeetingRequest, MeetingSettings, ZoomMeeting } from '#libs/zoom-api';
import { isZone as isKnownZone } from '#libs/time';
import { type LoggedRequest, type Wire, ZoomAtSimulator } from './zoom-at-simulator';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isFlag: Check = (value) => typeof value === 'boolean';
const isWhole =
  (min: number, max: number): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
const isIn =
  (...values: unknown[]): Check =>
  (value) =>
    values.includes(value);
const matches =
  (pattern: RegExp): Check =>
  (value) =>
    typeof value === 'string' && pattern.test(value);
const atMost = (length: number) => matches(new RegExp(`^[^]{0,${length}}$`));
/** UTC, to the second: the one form that Zoom reads the same for every user. */
const isZoomTime = matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const isZone: Check = (value) => typeof value === 'string' && isKnownZone(value);

/** Zoom's fields of a create or update, as documented. */
const REQUEST_FIELDS: Record<string, Check> = {
  topic: atMost(200),
  type: isIn(1, 2, 3, 8, 10),
  start_time: isZoomTime,
  timezone: isZone,
  duration: isWhole(1, 1440),
  password: matches(/^[A-Za-z0-9@\-_*!#]{1,10}$/),
  default_password: isFlag,
  agenda: atMost(2000),
  schedule_for: isText,
  settings: (value) => typeof value === 'object',
};

const SETTING_FIELDS: Record<string, Check> = {
  use_pmi: isFlag,
  waiting_room: isFlag,
  join_before_host: isFlag,
  jbh_time: isIn(0, 5, 10, 15),
  host_video: isFlag,
  participant_video: isFlag,
  mute_upon_entry: isFlag,
  auto_recording: isIn('local', 'cloud', 'none'),
  auto_start_meeting_summary: isFlag,
  meeting_authentication: isFlag,
  approval_type: isIn(0, 1, 2),
  registration_type: isIn(1, 2, 3),
  alternative_hosts: matches(/^([^\s;@]+@[^\s;@]+)?(;[^\s;@]+@[^\s;@]+)*$/),
  alternative_hosts_email_notification: isFlag,
  email_notification: isFlag,
  registrants_email_notification: isFlag,
  registrants_confirmation_email: isFlag,
};

const REQUEST: MeetingRequest = {
  topic: 'Discovery call',
  agenda: 'ref-1',
  start: Date.parse('2027-03-14T16:00:00Z'),
  durationMinutes: 45,
  timezone: 'America/New_York',
  passcode: 'Ab12345678',
};

const SETTINGS: [keyof MeetingSettings, unknown, string, unknown][] = [
  ['usePersonalMeetingId', false, 'use_pmi', false],
  ['waitingRoom', true, 'waiting_room', true],
  ['joinBeforeHost', false, 'join_before_host', false],
  ['joinBeforeHostMinutes', 10, 'jbh_time', 10],
  ['hostVideo', true, 'host_video', true],
  ['participantVideo', true, 'participant_video', true],
  ['muteUponEntry', true, 'mute_upon_entry', true],
  ['autoRecording', 'cloud', 'auto_recording', 'cloud'],
  ['autoStartSummary', true, 'auto_start_meeting_summary', true],
  ['requireSignIn', true, 'meeting_authentication', true],
  ['registration', 'manual', 'approval_type', 1],
  ['registration', 'none', 'approval_type', 2],
  [
    'alternativeHosts',
    ['two@example.com', 'three@example.com'],
    'alternative_hosts',
    'two@example.com;three@example.com',
  ],
  ['alternativeHosts', [], 'alternative_hosts', ''],
  ['alternativeHostMails', false, 'alternative_hosts_email_notification', false],
  ['hostMails', false, 'email_notification', false],
  ['registrantMails', false, 'registrants_email_notification', false],
  ['registrantConfirmationMails', false, 'registrants_confirmation_email', false],
];

const ANN = 'ann@example.com';

describe('what our client says to Zoom, field by field', () => {
  const at = new ZoomAtSimulator();
  let token: string;
  beforeAll(async () => {
    await at.start();
    for (const email of ['two@example.com', 'three@example.com']) await at.control('users', { email });
    token = (await at.tokensOf(ANN)).accessToken;
  });
  afterAll(() => at.simulator.close());

  function assertDocumented(body: Wire): void {
    const { settings = {}, ...fields } = body;
    for (const [name, value] of Object.entries(fields)) {
      expect(`${name}: ${JSON.stringify(value)} ${REQUEST_FIELDS[name]?.(value)}`).toMatch(/ true$/);
    }
    for (const [name, value] of Object.entries(settings as Wire)) {
      expect(`${name}: ${JSON.stringify(value)} ${SETTING_FIELDS[name]?.(value)}`).toMatch(/ true$/);
    }
  }
  const created = async (request: MeetingRequest): Promise<Wire> => {
    await at.zoom.createMeeting(token, request);
    const { body, path } = await at.lastRequest(ANN, 'POST');
    expect(path).toMatch(/\/users\/me\/meetings$/);
    assertDocumented(body ?? {});
    return body ?? {};
  };

  it.each<[keyof MeetingRequest, unknown, string, unknown]>([
    ['topic', 'A call', 'topic', 'A call'],
    ['topic', 'x'.repeat(201), 'topic', 'x'.repeat(200)],
    ['agenda', 'ref', 'agenda', 'ref'],
    ['start', Date.parse('2027-03-14T07:30:00.999Z'), 'start_time', '2027-03-14T07:30:00Z'],
    ['durationMinutes', 1440, 'duration', 1440],
    ['timezone', 'Asia/Kathmandu', 'timezone', 'Asia/Kathmandu'],
    ['passcode', 'q-1@Z', 'password', 'q-1@Z'],
    ['scheduleFor', 'two@example.com', 'schedule_for', 'two@example.com'],
  ])('creates with %s %j as %s %j', async (ours, value, theirs, expected) => {
    expect((await created({ ...REQUEST, [ours]: value }))[theirs]).toBe(expected);
  });

  it('creates a scheduled meeting and names nothing it was not told', async () => {
    expect(await created(REQUEST)).toEqual({
      type: 2,
      topic: 'Discovery call',
      agenda: 'ref-1',
      start_time: '2027-03-14T16:00:00Z',
      duration: 45,
      timezone: 'America/New_York',
      password: 'Ab12345678',
    });
    const body = await created({ ...REQUEST, passcode: undefined });
    expect(body).toMatchObject({ default_password: true });
    expect(body).not.toHaveProperty('password');
  });

  it.each(SETTINGS)('creates with the setting %s %j as %s %j', async (ours, value, theirs, expected) => {
    const body = await created({ ...REQUEST, settings: { [ours]: value } });
    expect(body.settings).toEqual({ [theirs]: expected });
  });

  it('creates with registration that lets everybody in, once for all occurrences', async () => {
    const body = await created({ ...REQUEST, settings: { registration: 'automatic' } });
    expect(body.settings).toEqual({ approval_type: 0, registration_type: 1 });
  });

  it('updates with the fields given, and deletes without mails of Zoom’s', async () => {
    const { id } = await at.zoom.createMeeting(token, REQUEST);
    await at.zoom.updateMeeting(token, id, { topic: 'Second call', durationMinutes: 60 });
    const update = await at.lastRequest(ANN, 'PATCH');
    expect(update).toMatchObject({ query: {}, body: { topic: 'Second call', duration: 60 } });
    expect(update.path).toMatch(new RegExp(`/meetings/${id}$`));
    await at.zoom.updateMeeting(token, id, { scheduleFor: 'two@example.com', agenda: 'ref-2' });
    const transfer = await at.lastRequest(ANN, 'PATCH');
    expect(transfer.body).toEqual({ schedule_for: 'two@example.com', agenda: 'ref-2' });
    assertDocumented({ ...update.body, ...transfer.body });
    await at.zoom.deleteMeeting(token, id);
    const { query } = await at.lastRequest(ANN, 'DELETE');
    expect(query).toEqual({ schedule_for_reminder: 'false', cancel_meeting_reminder: 'false' });
  });

  it.each(['upcoming', 'scheduled'] as const)('lists what is %s with documented filters alone', async (type) => {
    for await (const { id } of at.zoom.listMeetings(token, type)) expect(id).toMatch(/^\d+$/);
    const { query, path }: LoggedRequest = await at.lastRequest(ANN, 'GET');
    expect(path).toMatch(/\/users\/me\/meetings$/);
    expect(query).toEqual({ type, page_size: '300' });
  });
});

describe('what the simulator answers, field by field as Zoom does, and what our client reads in it', () => {
  const at = new ZoomAtSimulator();
  let token: string;
  let meeting: ZoomMeeting;
  let wire: Wire;
  beforeAll(async () => {
    await at.start();
    token = (await at.tokensOf('bob@example.com')).accessToken;
    const start = at.now + 3_600_000;
    const settings = { waitingRoom: true, registration: 'automatic' } as const;
    const { id } = await at.zoom.createMeeting(token, { ...REQUEST, start, settings });
    meeting = await at.zoom.getMeeting(token, id);
    wire = (await at.raw(token, `/meetings/${id}`)).body;
  });
  afterAll(() => at.simulator.close());

  const isUrl = matches(/^https?:\/\/\S+$/);
  const isUuid = matches(/^[A-Za-z0-9+/]{22}==$/);
  const isUserId = matches(/^[\w-]{20,24}$/);
  const toMs = (value: unknown) => Date.parse(value as string);
  /** What Zoom calls it, how it looks there, what it is to us. */
  type Row = [string, Check, string, (value: unknown) => unknown];
  const same = (value: unknown) => value;
  const LISTED: Row[] = [
    ['id', isWhole(1e8, 99_999_999_999), 'id', String],
    ['uuid', isUuid, 'uuid', same],
    ['host_id', isUserId, 'hostId', same],
    ['topic', isText, 'topic', same],
    ['type', isIn(2), 'type', same],
    ['start_time', isZoomTime, 'start', toMs],
    ['duration', isWhole(1, 1440), 'durationMinutes', same],
    ['timezone', isZone, 'timezone', same],
    ['created_at', isZoomTime, 'createdAt', toMs],
    ['join_url', isUrl, 'joinUrl', same],
    ['agenda', atMost(250), 'agenda', same],
  ];

  it.each<Row>([
    ...LISTED,
    ['password', matches(/^\S{1,10}$/), 'passcode', same],
    ['status', isIn('waiting', 'started'), 'status', same],
    ['host_email', matches(/@/), 'hostEmail', same],
    ['registration_url', isUrl, 'registrationUrl', same],
  ])('a meeting has %s', (theirs, check, ours, read) => {
    expect(check(wire[theirs])).toBe(true);
    expect(meeting[ours as keyof ZoomMeeting]).toBe(read(wire[theirs]));
  });

  it('a meeting has a start_url of its own', () => {
    for (const url of [wire.start_url, meeting.startUrl]) {
      expect(isUrl(url)).toBe(true);
      expect(url).toContain(meeting.id);
    }
  });

  it.each<Row>(LISTED)('a meeting in a list has %s', async (theirs, check, ours, read) => {
    const { body } = await at.raw(token, '/users/me/meetings?type=upcoming&page_size=300');
    const [listedWire] = body.meetings as Wire[];
    const listed = (await at.zoom.listMeetings(token, 'upcoming').next()).value as ListedMeeting;
    expect(check(listedWire?.[theirs])).toBe(true);
    expect(listed[ours as keyof ListedMeeting]).toBe(read(listedWire?.[theirs]));
  });

  it('a list has no passcode, no start link and no settings, and says where the next page is', async () => {
    const { body } = await at.raw(token, '/users/me/meetings?type=upcoming&page_size=300');
    const [listed] = body.meetings as Wire[];
    for (const absent of ['password', 'start_url', 'settings']) expect(listed).not.toHaveProperty(absent);
    expect(body).toMatchObject({ page_size: 300, total_records: 1, next_page_token: '' });
  });

  it.each<Row>([
    ['id', isWhole(1e8, 99_999_999_999), 'id', String],
    ['topic', isText, 'topic', same],
    ['start_time', isZoomTime, 'start', toMs],
    ['duration', isWhole(1, 1440), 'durationMinutes', same],
    ['timezone', isZone, 'timezone', same],
    ['join_url', isUrl, 'joinUrl', same],
    ['passcode', isText, 'passcode', same],
    ['is_host', isIn(true), 'isHost', same],
  ])('a meeting of the next day has %s', async (theirs, check, ours, read) => {
    const { body } = await at.raw(token, '/users/me/upcoming_meetings');
    const [soonWire] = body.meetings as Wire[];
    const [soon] = await at.zoom.upcomingMeetings(token);
    expect(check(soonWire?.[theirs])).toBe(true);
    expect(soon?.[ours as keyof typeof soon]).toBe(read(soonWire?.[theirs]));
  });

  it.each<Row>([
    ['id', isUserId, 'id', same],
    ['account_id', isText, 'accountId', same],
    ['email', matches(/@/), 'email', same],
    ['display_name', isText, 'displayName', same],
    ['type', isIn(1, 2), 'plan', (type) => (type === 2 ? 'licensed' : 'basic')],
    ['status', isIn('active'), 'status', same],
    ['timezone', isZone, 'timezone', same],
  ])('a user has %s', async (theirs, check, ours, read) => {
    const { body } = await at.raw(token, '/users/me');
    const user = await at.zoom.me(token);
    expect(check(body[theirs])).toBe(true);
    expect(user[ours as keyof typeof user]).toBe(read(body[theirs]));
  });

  it('writes are answered 201 and 204, the latter with nothing in it, and all carry a tracking ID', async () => {
    const topic = JSON.stringify({ topic: 'Call' });
    const made = await at.raw(token, '/users/me/meetings', { method: 'POST', body: topic });
    expect(made.status).toBe(201);
    const path = `/meetings/${String(made.body.id)}`;
    const changed = await at.raw(token, path, { method: 'PATCH', body: topic });
    const removed = await at.raw(token, path, { method: 'DELETE' });
    for (const { status, text } of [changed, removed]) expect([status, text]).toEqual([204, '']);
    for (const { headers } of [made, changed, removed]) {
      expect(headers.get('x-zm-trackingid')).toBeTruthy();
      expect(headers.get('x-ratelimit-category')).toMatch(/^(Light|Medium|Heavy)$/);
    }
  });

  it('tokens have all that is documented, and another refresh token each time', async () => {
    const first = await at.tokensOf('cid@example.com');
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: first.refreshToken });
    const authorization = `Basic ${Buffer.from('client:secret').toString('base64')}`;
    const answer = await fetch(`${at.simulator.oauthUrl}/token`, {
      method: 'POST',
      headers: { authorization },
      body: form,
    });
    const body = (await answer.json()) as Wire;
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: first.scopes.join(' ') });
    for (const name of ['access_token', 'refresh_token', 'api_url']) expect(body[name]).toEqual(expect.any(String));
    expect(body.refresh_token).not.toBe(first.refreshToken);
  });
});
