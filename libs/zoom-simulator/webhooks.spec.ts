import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NOW, startApp, type App, type Body, type Tokens } from './test-kit';

const MINUTE = 60_000;
const hmac = (text: string): string => createHmac('sha256', 'hook-secret').update(text).digest('hex');

interface Received {
  event: string;
  body: Body;
  signatureIsRight: boolean;
  timestamp: number;
}

describe('webhooks', () => {
  let app: App;
  let rep: Tokens;
  let receiver: Server;
  let url: string;
  let received: Received[];
  let status: number;

  beforeEach(async () => {
    received = [];
    status = 200;
    receiver = createServer((request, response) => {
      let raw = '';
      request.on('data', (chunk: Buffer) => (raw += chunk.toString()));
      request.on('end', () => {
        const body: Body = JSON.parse(raw);
        const timestamp = String(request.headers['x-zm-request-timestamp']);
        const signatureIsRight = request.headers['x-zm-signature'] === `v0=${hmac(`v0:${timestamp}:${raw}`)}`;
        const plainToken: string | undefined = body.payload.plainToken;
        if (plainToken === undefined)
          received.push({ event: body.event, body, signatureIsRight, timestamp: Number(timestamp) });
        response.writeHead(plainToken === undefined ? status : 200);
        response.end(plainToken === undefined ? '' : JSON.stringify({ plainToken, encryptedToken: hmac(plainToken) }));
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    app = await startApp();
    rep = await app.connect('rep@example.com');
    expect((await app.sim('POST', 'webhooks', { url, secret: 'hook-secret' })).body.validated).toBe(true);
  });

  afterEach(async () => {
    await app.simulator.close();
    receiver.close();
  });

  const delivered = () => app.sim('GET', 'deliveries');
  const events = () => received.map(({ event }) => event);

  it('tells about meetings made, changed and deleted by the API', async () => {
    const { body: meeting } = await rep.api('POST', '/users/me/meetings', { topic: 'Old' });
    await rep.api('PATCH', `/meetings/${meeting.id}`, { topic: 'New', settings: { mute_upon_entry: true } });
    await rep.api('DELETE', `/meetings/${meeting.id}`);
    await delivered();
    expect(events().sort()).toEqual(['meeting.created', 'meeting.deleted', 'meeting.updated']);
    expect(received.every(({ signatureIsRight }) => signatureIsRight)).toBe(true);
    expect(received[0]?.timestamp).toBe(NOW / 1000);
    const { payload, event_ts } = received.find(({ event }) => event === 'meeting.updated')?.body ?? {};
    expect(event_ts).toBe(NOW);
    expect(payload).toMatchObject({
      operator: 'rep@example.com',
      scope: 'all',
      object: { id: meeting.id, topic: 'New', settings: { mute_upon_entry: true } },
      old_object: { topic: 'Old', settings: { mute_upon_entry: false } },
    });
    expect(payload.object).not.toHaveProperty('duration');
  });

  it('tells about what is done by hand in Zoom', async () => {
    const made = await app.sim('POST', 'meetings', {
      email: 'rep@example.com',
      topic: 'By hand',
      startTime: '2026-11-25T10:00:00+01:00',
      duration: 30,
    });
    expect(made).toMatchObject({
      status: 201,
      body: { hostEmail: 'rep@example.com', startTime: '2026-11-25T09:00:00Z' },
    });
    const { id } = made.body;
    await app.sim('POST', `meetings/${id}/start`);
    await app.sim('POST', `meetings/${id}/end`);
    await app.sim('PATCH', `meetings/${id}`, { topic: 'Changed' });
    await app.sim('DELETE', `meetings/${id}`);
    await delivered();
    expect(events().sort()).toEqual(
      ['created', 'deleted', 'ended', 'started', 'updated'].map((name) => `meeting.${name}`),
    );
    expect(received.find(({ event }) => event === 'meeting.ended')?.body.payload.object).toMatchObject({
      id: String(id),
      end_time: '2026-11-23T14:00:00Z',
    });
  });

  it('says when a user removes the app, whose tokens are dead then, and nothing after', async () => {
    await app.sim('POST', 'uninstall', { email: 'rep@example.com' });
    await app.sim('POST', 'meetings', { email: 'rep@example.com', topic: 'Later' });
    await delivered();
    expect(events()).toEqual(['app_deauthorized']);
    expect(received[0]?.body.payload).toMatchObject({ client_id: 'client' });
    expect(received[0]?.body.payload).not.toHaveProperty('object');
    expect((await rep.api('GET', '/users/me')).status).toBe(401);
  });

  it('kills tokens without a word', async () => {
    await app.sim('POST', 'revoke', { email: 'rep@example.com' });
    await delivered();
    expect(events()).toEqual([]);
    expect((await rep.api('GET', '/users/me')).status).toBe(401);
  });

  it('emits any event on demand', async () => {
    const event = { event: 'recording.completed', payload: { account_id: 'a' }, download_token: 't' };
    await app.sim('POST', 'events', event);
    expect(received[0]?.body).toMatchObject(event);
    expect(received[0]?.signatureIsRight).toBe(true);
  });

  it('tries again after 5, 25 and 85 minutes, and then no more', async () => {
    status = 500;
    await app.sim('POST', 'events', { event: 'meeting.ended', payload: {} });
    const counts: number[] = [received.length];
    for (const minutes of [4, 5, 24, 25, 84, 85, 500]) {
      await app.sim('POST', 'clock', { now: NOW + minutes * MINUTE });
      await delivered();
      counts.push(received.length);
    }
    expect(counts).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect((await delivered()).body[0].state).toBe('lost');
    expect(new Set(received.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  });

  it('takes a 4xx for an answer', async () => {
    status = 401;
    await app.sim('POST', 'events', { event: 'meeting.ended', payload: {} });
    expect((await delivered()).body[0].state).toBe('refused');
  });

  it('registers an address that fails the challenge, and says so', async () => {
    expect(await app.sim('POST', 'webhooks', { url, secret: 'other' })).toMatchObject({
      status: 201,
      body: { validated: false },
    });
    const nobody = { url: 'http://127.0.0.1:1/hook', secret: 's' };
    expect((await app.sim('POST', 'webhooks', nobody)).body.validated).toBe(false);
  });
});
