import { apiError, oauthError } from './classify';
import { ZoomError, ZoomErrorKind } from './errors';
import { Answer, Call } from './transport';

const NOW = Date.parse('2026-03-28T22:15:30Z');
const MIDNIGHT = Date.parse('2026-03-29T00:00:00Z');
const call: Call = { method: 'PATCH', url: new URL('https://z.test/v2/meetings/1?a=b'), headers: {}, secrets: ['tok'] };
const USER_LIMIT =
  'You have exceeded the daily rate limit (100) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.';
const ACCOUNT_LIMIT =
  'You have reached the maximum daily rate limit for this API. Refer to the response header for details on when you can make another request.';
const QPS_LIMIT = 'You have reached the maximum per-second rate limit for this API. Try again later.';
const SCOPES = 'Invalid access token, does not contain scopes:[meeting:write:meeting, meeting:write:meeting:admin].';

function answer(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: new Headers(headers), body: { is: 'json', value } };
}

const of = (status: number, code: number | null, message = '', headers: Record<string, string> = {}): ZoomError =>
  apiError(call, answer(status, code === null ? { message } : { code, message }, headers), NOW);

describe('an API error', () => {
  it.each<[ZoomErrorKind, number, number | null, string]>([
    ['unauthorized', 401, 124, 'Access token is expired.'],
    ['unauthorized', 401, null, 'who?'],
    ['unauthorized', 401, 4700, 'Token cannot be empty.'],
    ['missing-scope', 400, 4711, SCOPES],
    ['missing-scope', 401, 4700, SCOPES],
    ['missing-scope', 400, 104, SCOPES],
    ['not-found', 404, 3001, 'Meeting does not exist: 1.'],
    ['not-found', 404, 404, 'Not found.'],
    ['refused', 404, 404, 'Registration has not been enabled for this meeting: 1.'],
    ['unknown-fate', 404, null, 'no handler found'],
    ['user-missing', 404, 1001, 'User does not exist: me.'],
    ['user-missing', 400, 1010, 'User not on this account.'],
    ['forbidden', 400, 200, 'Only available for paid account.'],
    ['forbidden', 400, 3000, 'You cannot schedule a meeting for a@x.test.'],
    ['meeting-started', 400, 3000, 'You cannot update or delete meetings that have started using this method.'],
    ['meeting-started', 400, 3002, 'In progress.'],
    ['meeting-started', 400, 3007, 'Ended.'],
    ['validation', 400, 300, 'Validation Failed.'],
    ['validation', 300, 300, 'The next page token is invalid or expired.'],
    ['refused', 409, 9999, 'Something new.'],
    ['unknown-fate', 500, 3001, 'Meeting does not exist: 1.'],
    ['unknown-fate', 408, 300, 'Slow.'],
  ])('is %s for HTTP %i, code %s: %s', (kind, status, code, message) => {
    expect(of(status, code, message).kind).toBe(kind);
  });

  it('names the scopes that would do', () => {
    expect(of(400, 4711, SCOPES).scopes).toEqual(['meeting:write:meeting', 'meeting:write:meeting:admin']);
  });

  it('names the fields at fault, the tracking id, and no token', () => {
    const body = { code: 300, message: 'Validation Failed.', errors: [{ field: 'duration', message: 'tok is bad' }] };
    expect(apiError(call, answer(400, body, { 'x-zm-trackingid': 'WEB_9' }), NOW)).toMatchObject({
      message:
        'Zoom answered 400 to PATCH /v2/meetings/1 (validation): Validation Failed. (duration: [redacted] is bad)',
      zoomMessage: 'Validation Failed. (duration: [redacted] is bad)',
      status: 400,
      code: 300,
      trackingId: 'WEB_9',
    });
  });

  it.each<[string, ZoomErrorKind, number, string]>([
    ['<?xml version="1.0"?>', 'refused', 400, 'xml'],
    ['<html>', 'unknown-fate', 400, 'html'],
    ['<html>', 'unknown-fate', 404, 'html'],
    ['<html>', 'rate-limited', 429, 'html'],
    ['<html>', 'unauthorized', 401, 'html'],
  ])('without JSON (%s) is %s for HTTP %i', (_body, kind, status, form) => {
    const unread: Answer = { status, headers: new Headers(), body: { is: 'other', xml: form === 'xml' } };
    expect(apiError(call, unread, NOW).kind).toBe(kind);
  });
});

describe('a limit', () => {
  const daily = { 'x-ratelimit-type': 'Daily-limit', 'retry-after': '2026-03-29T00:00:00Z' };

  it("tells the user's 100 a day from the account's daily limit", () => {
    const light = { 'x-ratelimit-category': 'Light', 'x-ratelimit-limit': '6000', 'x-ratelimit-remaining': '5893' };
    const spent = { kind: 'daily-limit', limit: 'user', retryAt: MIDNIGHT };
    expect(of(429, 429, USER_LIMIT, light)).toMatchObject(spent);
    const older = 'A maximum of 100 meetings can be created/updated for a single user in one day.';
    expect(of(300, 300, older)).toMatchObject(spent);
    expect(of(400, 300, older)).toMatchObject(spent);
    expect(of(429, 429, ACCOUNT_LIMIT, daily)).toMatchObject({ ...spent, limit: 'account' });
    expect(of(429, 429, 'reworded', daily)).toMatchObject({ ...spent, limit: 'account' });
    const registrant =
      'You have exceeded the daily rate limit of "3" for Add meeting registrant API requests for the registrant "a@x.test".';
    expect(of(429, 429, registrant)).toMatchObject({ ...spent, limit: 'registrant' });
  });

  it.each([
    [{ 'retry-after': '7' }, NOW + 7000],
    [{ 'retry-after': '2026-03-28T22:20:00Z' }, Date.parse('2026-03-28T22:20:00Z')],
    [{ 'retry-after': '2026-03-28T22:20:00' }, Date.parse('2026-03-28T22:20:00Z')],
    [{ 'retry-after': 'Sat, 28 Mar 2026 22:20:00 GMT' }, Date.parse('2026-03-28T22:20:00Z')],
    [{ 'retry-after': '2020-01-01T00:00:00Z' }, NOW],
    [{ 'x-ratelimit-type': 'QPS', 'x-ratelimit-reset': String(NOW / 1000 + 2) }, NOW + 2000],
    [{ 'retry-after': 'later' }, NOW + 1000],
    [{}, NOW + 1000],
  ])('per second, with %j, says when to come again', (headers, retryAt) => {
    const error = of(429, 429, QPS_LIMIT, headers);
    expect(error).toMatchObject({ kind: 'rate-limited', limit: null, retryAt });
  });

  it('keeps a Retry-After of a server in trouble', () => {
    expect(of(503, null, 'busy', { 'retry-after': '3' })).toMatchObject({ kind: 'unknown-fate', retryAt: NOW + 3000 });
  });
});

describe('an OAuth error', () => {
  it.each<[ZoomErrorKind, number, unknown]>([
    ['invalid-grant', 400, { reason: 'Invalid Token!', error: 'invalid_grant' }],
    ['invalid-grant', 400, { reason: 'Invalid Token!', error: 'invalid_request' }],
    ['invalid-grant', 400, { reason: 'Invalid authorization code', error: 'invalid_request' }],
    ['invalid-grant', 400, { errorCode: 4734, errorMessage: 'Invalid code.' }],
    ['invalid-client', 401, { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }],
    ['invalid-client', 400, { reason: 'Invalid client_id or client_secret', error: 'invalid_client' }],
    ['refused', 400, { reason: 'unsupported grant type', error: 'unsupported_grant_type' }],
    ['refused', 400, { reason: 'The account is disabled', error: 'invalid_request' }],
    ['rate-limited', 429, {}],
    ['unknown-fate', 500, { error: 'invalid_grant' }],
  ])('is %s for HTTP %i, %j', (kind, status, body) => {
    expect(oauthError(call, answer(status, body), NOW).kind).toBe(kind);
  });

  it('keeps what Zoom said', () => {
    const error = oauthError(call, answer(400, { reason: 'Invalid Token!', error: 'invalid_grant' }), NOW);
    expect(error.zoomMessage).toBe('invalid_grant: Invalid Token!');
  });
});
