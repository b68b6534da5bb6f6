import { mayHaveHappened, missingScopes, pkcePair, ZoomApi, ZoomError } from '#libs/zoom-api';
import { startZoomSimulator, ZoomSimulator } from '#libs/zoom-simulator';

const REDIRECT = 'http://127.0.0.1:9/callback';
const START = Date.parse('2027-03-14T16:00:00Z');
const REQUEST = { topic: 'Discovery call', start: START, durationMinutes: 45, timezone: 'America/New_York' };

/** Our client and the simulator share no code: what one says the other must understand. */
describe('the Zoom client at the simulator', () => {
  let simulator: ZoomSimulator;
  let now: number;
  let zoom: ZoomApi;
  beforeAll(async () => {
    now = Date.parse('2026-11-23T08:00:00Z');
    simulator = await startZoomSimulator({ port: 0, stateFile: null, now: () => now });
    const { apiUrl, oauthUrl } = simulator;
    const secrets = { clientId: 'client', clientSecret: 'secret' };
    zoom = new ZoomApi({ apiUrl, oauthUrl, ...secrets, timeoutMs: 2_000, now: () => now });
  });
  afterAll(() => simulator.close());

  async function consent(email: string) {
    const { codeVerifier, codeChallenge } = pkcePair();
    const url = new URL(zoom.authorizeUrl({ redirectUri: REDIRECT, state: 'st&te', codeChallenge }));
    url.searchParams.set('sim_user', email);
    const { headers } = await fetch(url, { redirect: 'manual' });
    const back = new URL(headers.get('location') ?? '');
    expect(back.searchParams.get('state')).toBe('st&te');
    return { code: back.searchParams.get('code') ?? '', codeVerifier, redirectUri: REDIRECT };
  }
  const tokensOf = async (email: string) => zoom.exchangeCode(await consent(email));
  const control = (path: string, body: object) =>
    fetch(`${simulator.url}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
  const kindOf = (request: Promise<unknown>) =>
    request.then(
      () => 'none',
      (error: unknown) => (error as ZoomError).kind,
    );

  it('exchanges a code once, with its verifier and redirect', async () => {
    const grant = await consent('ann@example.com');
    const tokens = await zoom.exchangeCode(grant);
    expect(tokens.expiresInSeconds).toBe(3600);
    expect(missingScopes(tokens.scopes)).toEqual([]);
    expect(await kindOf(zoom.exchangeCode(grant))).toBe('invalid-grant');
    const other = await consent('ann@example.com');
    expect(await kindOf(zoom.exchangeCode({ ...other, codeVerifier: pkcePair().codeVerifier }))).toBe('invalid-grant');
  });

  it('rotates refresh tokens, and loses the old set to a new consent of the same Zoom user', async () => {
    const first = await tokensOf('bea@example.com');
    const second = await zoom.refresh(first.refreshToken);
    expect(await kindOf(zoom.refresh(first.refreshToken))).toBe('invalid-grant');
    expect((await zoom.me(second.accessToken)).email).toBe('bea@example.com');
    await tokensOf('bea@example.com');
    expect(await kindOf(zoom.me(second.accessToken))).toBe('unauthorized');
    expect(await kindOf(zoom.refresh(second.refreshToken))).toBe('invalid-grant');
  });

  it('is let in no more after revoking, nor with an expired token', async () => {
    const revoked = await tokensOf('cid@example.com');
    await zoom.revoke(revoked.accessToken);
    expect(await kindOf(zoom.me(revoked.accessToken))).toBe('unauthorized');
    const expiring = await tokensOf('cid@example.com');
    now += 3_601_000;
    expect(await kindOf(zoom.me(expiring.accessToken))).toBe('unauthorized');
    await zoom.refresh(expiring.refreshToken);
  });

  it('reads back a meeting as it asked for it', async () => {
    const { accessToken } = await tokensOf('dan@example.com');
    const agenda = `ref-1 ${'x'.repeat(400)}`;
    const settings = { waitingRoom: true, registration: 'none', hostMails: false } as const;
    const made = await zoom.createMeeting(accessToken, { ...REQUEST, agenda, passcode: 'Ab12345678', settings });
    expect(made).toMatchObject({ topic: REQUEST.topic, start: START, durationMinutes: 45, passcode: 'Ab12345678' });
    expect(made.joinUrl).toContain(made.id);
    expect(await zoom.getMeeting(accessToken, made.id)).toMatchObject({ id: made.id, start: START, agenda });
    const listed = [];
    for await (const meeting of zoom.listMeetings(accessToken, 'upcoming')) listed.push(meeting);
    expect(listed).toMatchObject([{ id: made.id, start: START, timezone: 'America/New_York' }]);
    expect(listed[0]?.agenda).toBe(agenda.slice(0, 250));

    await zoom.updateMeeting(accessToken, made.id, { topic: 'Second call', durationMinutes: 60 });
    const changed = await zoom.getMeeting(accessToken, made.id);
    expect(changed).toMatchObject({ topic: 'Second call', durationMinutes: 60, start: START, joinUrl: made.joinUrl });
    await zoom.deleteMeeting(accessToken, made.id);
    expect(await kindOf(zoom.deleteMeeting(accessToken, made.id))).toBe('not-found');
    expect(await kindOf(zoom.updateMeeting(accessToken, made.id, { topic: 'x' }))).toBe('not-found');
    expect(await kindOf(zoom.getMeeting(accessToken, made.id))).toBe('not-found');
  });

  it.each(['Australia/Lord_Howe', 'Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia'])(
    'means the same instant in %s',
    async (timezone) => {
      const { accessToken } = await tokensOf('eve@example.com');
      const { id } = await zoom.createMeeting(accessToken, { ...REQUEST, timezone });
      expect((await zoom.getMeeting(accessToken, id)).start).toBe(START);
    },
  );

  it('reads lists page by page to their end', async () => {
    const { accessToken } = await tokensOf('fay@example.com');
    const ids = new Set<string>();
    for (let i = 0; i < 5; i += 1) ids.add((await zoom.createMeeting(accessToken, REQUEST)).id);
    const listed = new Set<string>();
    for await (const { id } of zoom.listMeetings(accessToken, 'scheduled')) listed.add(id);
    expect(listed).toEqual(ids);
  });

  it.each([
    [{ kind: 'timeout' }, 'unknown-fate', true],
    [{ kind: 'timeout-after-commit' }, 'unknown-fate', true],
    [{ kind: 'reset' }, 'unknown-fate', true],
    [{ kind: 'html' }, 'unknown-fate', true],
    [{ kind: 'status', status: 503 }, 'unknown-fate', true],
    [{ kind: 'status', status: 429, body: { code: 429, message: 'Too many' } }, 'rate-limited', false],
  ])('knows what a fault %j leaves open', async (fault, kind, open) => {
    const email = `${fault.kind}@example.com`;
    const { accessToken } = await tokensOf(email);
    await control('faults', { ...fault, email, method: 'POST', path: '/users/me/meetings', times: 1 });
    const error: unknown = await zoom.createMeeting(accessToken, REQUEST).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ZoomError);
    expect((error as ZoomError).kind).toBe(kind);
    expect(mayHaveHappened(error)).toBe(open);
  });

  it('understands the daily limit in Zoom’s own words', async () => {
    const email = 'gus@example.com';
    const { accessToken } = await tokensOf(email);
    await control('quota', { email, used: 100 });
    const error = (await zoom.createMeeting(accessToken, REQUEST).catch((caught: unknown) => caught)) as ZoomError;
    expect(error).toMatchObject({ kind: 'daily-limit', limit: 'user', retryAt: Date.parse('2026-11-24T00:00:00Z') });
  });

  it('understands a missing scope', async () => {
    const email = 'hal@example.com';
    await control('users', { email, scopes: ['user:read:user'] });
    const { accessToken } = await tokensOf(email);
    const error = (await zoom.createMeeting(accessToken, REQUEST).catch((caught: unknown) => caught)) as ZoomError;
    expect(error).toMatchObject({ kind: 'missing-scope' });
    expect(error.scopes).toContain('meeting:write:meeting');
  });
});
