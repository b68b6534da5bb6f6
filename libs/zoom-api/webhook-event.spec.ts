import { challengeIn, readDeauthorization, readWebhookEvent } from './index';

const read = (body: unknown) => readWebhookEvent(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const AT = Date.parse('2026-11-23T08:00:00Z');

const updated = {
  event: 'meeting.updated',
  event_ts: AT,
  payload: { account_id: 'acc', operator_id: 'op', object: { id: 98765432101, uuid: 'u/1==', host_id: 'h1' } },
};

describe("an event of Zoom's", () => {
  it('is filed under what it is about', () => {
    expect(read(updated)).toMatchObject({
      event: 'meeting.updated',
      at: AT,
      zoomAccountId: 'acc',
      zoomUserId: 'h1',
      objectId: '98765432101',
      objectUuid: 'u/1==',
    });
  });

  it('may write ids as strings, and name things in other ways', () => {
    const object = { id: '98765432101', uuid: 'u' };
    expect(read({ event: 'meeting.started', event_ts: String(AT), payload: { object } })).toMatchObject({
      at: AT,
      objectId: '98765432101',
      zoomUserId: null,
    });
    const summary = { meeting_host_id: 'h2', meeting_uuid: 'u2', meeting_id: 7 };
    expect(read({ event: 'meeting.summary_completed', payload: { object: summary } })).toMatchObject({
      zoomUserId: 'h2',
      objectId: '7',
      objectUuid: 'u2',
      at: null,
    });
  });

  it.each<[string, unknown]>([
    ['nothing', ''],
    ['no JSON', '{"event":'],
    ['no object', '["meeting.updated"]'],
    ['null', 'null'],
    ['a number', '7'],
    ['objects for texts', { event: {}, event_ts: [], payload: { account_id: {}, object: { id: {}, uuid: 1.5e300 } } }],
    ['what no database stores', { event: 'a\0b', payload: { object: { id: '\ud800', uuid: 'x'.repeat(300) } } }],
    ['times that are none', { event: 7, event_ts: 1e300, payload: [] }],
    ['a bottomless body', `{"event":"x","payload":{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}}`],
  ])('is read without fear: %s', (_, body) => {
    const event = read(body);
    expect(event.at).toBeNull();
    expect([event.objectId, event.zoomAccountId]).toEqual([null, null]);
    expect(event.digest).toMatch(/^[\w-]{43}$/);
  });

  it('is the same event however it is printed, and whatever token comes along', () => {
    const { payload, event_ts, event } = updated;
    const { digest } = read(updated);
    expect(read(JSON.stringify({ download_token: 'x', payload, event_ts, event }, null, 2)).digest).toBe(digest);
    expect(read(JSON.stringify(updated).replace('u/1==', 'u\\/1==')).digest).toBe(digest);
  });

  it.each<[string, object]>([
    ['at another time', { ...updated, event_ts: AT + 1 }],
    ['of another sort', { ...updated, event: 'meeting.deleted' }],
    ['with other files', { ...updated, payload: { object: { uuid: 'u/1==', recording_files: [{ id: 'f' }] } } }],
    ['of another person', { ...updated, payload: { object: { uuid: 'u/1==', participant: { user_id: '2' } } } }],
  ])('is another one %s', (_, other) => {
    expect(read(other).digest).not.toBe(read(updated).digest);
  });

  it('is told apart byte by byte when it says nothing we know', () => {
    expect(read('{"a":1}').digest).toBe(read('{"a":1}').digest);
    expect(read('{"a":1}').digest).not.toBe(read('{"a": 1}').digest);
  });
});

describe('the removal of an app', () => {
  const payload = {
    account_id: 'acc',
    user_id: 'u1',
    client_id: 'c1',
    deauthorization_time: '2026-11-23T07:59:59.500Z',
  };

  it('names user, app and time', () => {
    const event = read({ event: 'app_deauthorized', event_ts: AT, payload });
    expect(event.zoomUserId).toBe('u1');
    expect(readDeauthorization(event)).toEqual({ zoomUserId: 'u1', clientId: 'c1', at: AT - 500 });
  });

  it('is dated by the event when it does not say, and is none without its names', () => {
    const undated = { ...payload, deauthorization_time: 'yesterday' };
    expect(readDeauthorization(read({ event: 'app_deauthorized', event_ts: AT, payload: undated }))?.at).toBe(AT);
    expect(readDeauthorization(read({ event: 'app_deauthorized', payload: undated }))?.at).toBeNull();
    expect(
      readDeauthorization(read({ event: 'app_deauthorized', payload: { user_id: 7, client_id: 'c1' } })),
    ).toBeNull();
  });
});

it.each<[unknown, string | null]>([
  [{ event: 'endpoint.url_validation', payload: { plainToken: 'abc' } }, 'abc'],
  [{ event: 'endpoint.url_validation', payload: { plainToken: 7 } }, null],
  [{ event: 'endpoint.url_validation', payload: { plainToken: 'x'.repeat(256) } }, null],
  [{ event: 'endpoint.url_validation', payload: 'abc' }, null],
  [{ event: 'meeting.updated', payload: { plainToken: 'abc' } }, null],
])('the challenge in %j is %j', (body, challenge) => {
  expect(challengeIn(read(body))).toBe(challenge);
});
