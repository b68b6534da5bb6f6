import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { pkcePair, ZoomApi, ZoomError } from './index';
import { startStubZoom, StubZoom } from './stub-zoom';

let stub: StubZoom;
let zoom: ZoomApi;

beforeEach(async () => {
  stub = await startStubZoom();
  zoom = api();
});

afterEach(() => stub.stop());

function api(): ZoomApi {
  const base = `http://127.0.0.1:${stub.port}`;
  return new ZoomApi({ apiUrl: `${base}/v2`, oauthUrl: `${base}/oauth/`, clientId: 'client', clientSecret: 'hush' });
}

async function failureOf(work: Promise<unknown>): Promise<ZoomError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ZoomError);
  return error as ZoomError;
}

const created = {
  id: 98765432101,
  uuid: 'aDYlohsHRtCd4ii1uC2+hA==',
  host_id: 'h1',
  topic: 'Demo',
  status: 'waiting',
  start_time: '2026-03-29T00:30:00Z',
  duration: 30,
  timezone: 'Mars/Olympus',
  join_url: 'https://zoom.test/j/1?pwd=x',
  start_url: 'https://zoom.test/s/1?zak=y',
  password: 'p1',
};
const request = {
  topic: 'Demo',
  agenda: 'ref',
  start: Date.UTC(2026, 2, 29, 0, 30, 0, 999),
  durationMinutes: 30,
  timezone: 'Europe/Berlin',
};

describe('OAuth', () => {
  const tokens = { access_token: 'a1', token_type: 'bearer', refresh_token: 'r1', expires_in: 3599, scope: 'x:y  z:w' };

  it('sends the user to consent with state and S256', () => {
    const { codeVerifier, codeChallenge } = pkcePair();
    expect(codeChallenge).toBe(createHash('sha256').update(codeVerifier).digest('base64url'));
    const url = new URL(zoom.authorizeUrl({ redirectUri: 'https://us.test/cb?a=1', state: 's&', codeChallenge }));
    expect(url.pathname).toBe('/oauth/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'client',
      redirect_uri: 'https://us.test/cb?a=1',
      state: 's&',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    });
  });

  it('exchanges, refreshes and revokes with Basic authentication and a form', async () => {
    stub.replies.push(
      { status: 200, body: tokens },
      { status: 200, body: tokens },
      { status: 200, body: { status: 'success' } },
    );
    const set = { accessToken: 'a1', refreshToken: 'r1', expiresInSeconds: 3599, scopes: ['x:y', 'z:w'] };
    expect(await zoom.exchangeCode({ code: 'c', redirectUri: 'https://us.test/cb', codeVerifier: 'v' })).toEqual(set);
    expect(await zoom.refresh('r0')).toEqual(set);
    await zoom.revoke('a1');
    expect(stub.received.map(({ path, body }) => [path, Object.fromEntries(new URLSearchParams(body))])).toEqual([
      [
        '/oauth/token',
        { grant_type: 'authorization_code', code: 'c', redirect_uri: 'https://us.test/cb', code_verifier: 'v' },
      ],
      ['/oauth/token', { grant_type: 'refresh_token', refresh_token: 'r0' }],
      ['/oauth/revoke', { token: 'a1' }],
    ]);
    for (const { headers } of stub.received) {
      expect(headers.authorization).toBe(`Basic ${Buffer.from('client:hush').toString('base64')}`);
      expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
    }
  });

  it('takes an answer without a refresh token for a lost one', async () => {
    stub.replies.push({ status: 200, body: { access_token: 'a1' } });
    expect(await failureOf(zoom.refresh('r0'))).toMatchObject({ kind: 'unknown-fate', status: 200 });
  });

  it('keeps tokens, codes and secrets out of errors and of itself', async () => {
    const echo = 'no: refresh-1 code-1 verifier-1 hush access-1 eyJhbGciOi.eyJzdWIi.sig';
    stub.replies.push(...[1, 2, 3].map(() => ({ status: 400, body: { error: 'invalid_grant', reason: echo } })));
    stub.replies.push({ status: 400, body: { code: 300, message: echo } });
    const failures = [
      await failureOf(zoom.refresh('refresh-1')),
      await failureOf(
        zoom.exchangeCode({ code: 'code-1', redirectUri: 'https://us.test/cb', codeVerifier: 'verifier-1' }),
      ),
      await failureOf(zoom.revoke('access-1')),
      await failureOf(zoom.me('access-1')),
    ].map((error) => inspect(error));
    expect(failures[0]).not.toMatch(/refresh-1|hush|eyJ/);
    expect(failures[1]).not.toMatch(/code-1|verifier-1|hush|eyJ/);
    expect(failures[2]).not.toMatch(/access-1|hush|eyJ/);
    expect(failures[3]).not.toMatch(/access-1|eyJ/);
    expect(inspect(zoom, { depth: 5, showHidden: true })).not.toContain('hush');
  });
});

describe('meetings', () => {
  it('creates for "me", at a UTC time, and reads back what we use', async () => {
    stub.replies.push({ status: 201, body: created });
    const settings = { waitingRoom: false, alternativeHosts: ['a@x.test', 'b@x.test'], registration: 'none' as const };
    const meeting = await zoom.createMeeting('tok', { ...request, settings });
    expect(stub.received[0]).toMatchObject({ method: 'POST', path: '/v2/users/me/meetings' });
    expect(stub.received[0]!.headers).toMatchObject({
      authorization: 'Bearer tok',
      'content-type': 'application/json',
    });
    expect(JSON.parse(stub.received[0]!.body)).toEqual({
      type: 2,
      topic: 'Demo',
      agenda: 'ref',
      start_time: '2026-03-29T00:30:00Z',
      timezone: 'Europe/Berlin',
      duration: 30,
      default_password: true,
      settings: { waiting_room: false, alternative_hosts: 'a@x.test;b@x.test', approval_type: 2 },
    });
    expect(meeting).toMatchObject({
      id: '98765432101',
      joinUrl: created.join_url,
      start: Date.UTC(2026, 2, 29, 0, 30),
      durationMinutes: 30,
      timezone: 'Mars/Olympus',
      passcode: 'p1',
      agenda: '',
      hostEmail: null,
    });
  });

  it('cuts topic and agenda to what Zoom takes, never through a character', async () => {
    stub.replies.push({ status: 201, body: created });
    await zoom.createMeeting('tok', {
      ...request,
      topic: `${'x'.repeat(199)}😀`,
      agenda: 'y'.repeat(3000),
      passcode: 'q',
    });
    const body = JSON.parse(stub.received[0]!.body) as Record<string, unknown>;
    expect(body).toMatchObject({ topic: 'x'.repeat(199), agenda: 'y'.repeat(2000), password: 'q' });
    expect(body).not.toHaveProperty('default_password');
  });

  it('reads, changes only what is given, and deletes without mails', async () => {
    stub.replies.push({ status: 200, body: created }, { status: 204 }, { status: 204 });
    expect((await zoom.getMeeting('tok', '98765432101')).startUrl).toBe(created.start_url);
    await zoom.updateMeeting('tok', '98765432101', { topic: 'New' });
    await zoom.deleteMeeting('tok', '98765432101');
    expect(stub.received.map(({ method, path, query }) => ({ method, path, query }))).toEqual([
      { method: 'GET', path: '/v2/meetings/98765432101', query: {} },
      { method: 'PATCH', path: '/v2/meetings/98765432101', query: {} },
      {
        method: 'DELETE',
        path: '/v2/meetings/98765432101',
        query: { schedule_for_reminder: 'false', cancel_meeting_reminder: 'false' },
      },
    ]);
    expect(JSON.parse(stub.received[1]!.body)).toEqual({ topic: 'New' });
  });

  it('encodes uuids as Zoom wants them and refuses what is no id or no time', async () => {
    stub.replies.push({ status: 200, body: created }, { status: 200, body: created });
    await zoom.getMeeting('tok', 'a+b/c==');
    await zoom.getMeeting('tok', '/a//b==');
    expect(stub.received.map(({ path }) => path)).toEqual([
      '/v2/meetings/a%2Bb%2Fc%3D%3D',
      '/v2/meetings/%252Fa%252F%252Fb%253D%253D',
    ]);
    for (const id of ['', '..', '1?x=y'])
      expect((await failureOf(zoom.deleteMeeting('tok', id))).kind).toBe('validation');
    expect((await failureOf(zoom.createMeeting('tok', { ...request, start: NaN }))).kind).toBe('validation');
    expect(stub.received).toHaveLength(2);
  });

  it('lists page after page with the same filters', async () => {
    stub.replies.push(
      { status: 200, body: { next_page_token: 'n1', meetings: [{ id: 1, agenda: 'r' }, { topic: 'no id' }] } },
      { status: 200, body: { next_page_token: '', meetings: [{ id: '2', start_time: 'soon' }] } },
    );
    const ids = [];
    for await (const meeting of zoom.listMeetings('tok', 'scheduled')) ids.push([meeting.id, meeting.start]);
    expect(ids).toEqual([
      ['1', null],
      ['2', null],
    ]);
    expect(stub.received.map(({ query }) => query)).toEqual([
      { type: 'scheduled', page_size: '300' },
      { type: 'scheduled', page_size: '300', next_page_token: 'n1' },
    ]);
  });

  it('does not take a list that goes round in circles for a whole one', async () => {
    const page = { status: 200, body: { next_page_token: 'n1', meetings: [] } };
    stub.replies.push(page, page);
    expect((await failureOf(zoom.listMeetings('tok', 'upcoming').next())).kind).toBe('unknown-fate');
  });

  it('reads the next day and the user', async () => {
    stub.replies.push({ status: 200, body: { meetings: [{ id: 5, is_host: true, passcode: 'p' }] } });
    stub.replies.push({
      status: 200,
      body: { id: 'u1', account_id: 'ac', first_name: 'Ada', last_name: 'K', type: 2 },
    });
    expect(await zoom.upcomingMeetings('tok')).toMatchObject([{ id: '5', isHost: true, passcode: 'p', start: null }]);
    expect(await zoom.me('tok')).toMatchObject({ id: 'u1', accountId: 'ac', displayName: 'Ada K', plan: 'licensed' });
  });
});
