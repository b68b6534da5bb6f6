import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  challengeIn,
  pkcePair,
  readDeauthorization,
  readWebhookEvent,
  urlValidationAnswer,
  verifySignature,
  type WebhookEvent,
  ZoomApi,
} from '#libs/zoom-api';
import { startZoomSimulator, type ZoomSimulator } from '#libs/zoom-simulator';

const NOW = Date.parse('2026-11-23T08:00:00Z');
const SECRET = 'the-secret-token';
const EMAIL = 'rep@example.com';

/** Our reading of webhooks and the simulator share no code: what one says the other must understand. */
describe("the reading of webhooks at the simulator's", () => {
  let simulator: ZoomSimulator;
  let receiver: Server;
  let zoom: ZoomApi;
  let token: string;
  let userId: string;
  let received: (WebhookEvent & { signed: boolean })[];
  beforeAll(async () => {
    simulator = await startZoomSimulator({ port: 0, stateFile: null, now: () => NOW });
    const { apiUrl, oauthUrl } = simulator;
    zoom = new ZoomApi({ apiUrl, oauthUrl, clientId: 'our-app', clientSecret: 'secret', timeoutMs: 2_000 });
    token = await signIn();
    userId = (await zoom.me(token)).id;
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => response.end(answerTo(request.headers, Buffer.concat(chunks))));
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  });
  beforeEach(() => {
    received = [];
  });
  afterAll(async () => {
    await simulator.close();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const control = async (method: string, path: string, body?: object) =>
    (await fetch(`${simulator.url}/_sim/${path}`, { method, body: body && JSON.stringify(body) })).json();
  const subscribe = () =>
    control('POST', 'webhooks', {
      url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`,
      secret: SECRET,
    });
  const delivered = async () => {
    await control('GET', 'deliveries');
    return received.sort((a, b) => String(a.event).localeCompare(String(b.event)));
  };

  async function signIn(): Promise<string> {
    const { codeVerifier, codeChallenge } = pkcePair();
    const redirectUri = 'http://127.0.0.1:9/callback';
    const url = new URL(zoom.authorizeUrl({ redirectUri, state: 's', codeChallenge }));
    url.searchParams.set('sim_user', EMAIL);
    const { headers } = await fetch(url, { redirect: 'manual' });
    const code = new URL(headers.get('location') ?? '').searchParams.get('code') ?? '';
    return (await zoom.exchangeCode({ code, codeVerifier, redirectUri })).accessToken;
  }

  function answerTo(headers: IncomingHttpHeaders, rawBody: Buffer): string {
    const [timestamp, signature] = [headers['x-zm-request-timestamp'] as string, headers['x-zm-signature'] as string];
    const event = readWebhookEvent(rawBody);
    const signed = verifySignature({ secret: SECRET, timestamp, signature, rawBody, now: NOW });
    const challenge = challengeIn(event);
    if (challenge !== null) return signed ? JSON.stringify(urlValidationAnswer(challenge, SECRET)) : '';
    received.push({ ...event, signed });
    return '';
  }

  it('passes the challenge', async () => {
    expect(await subscribe()).toMatchObject({ validated: true });
  });

  it('finds meeting and host in every event about a meeting', async () => {
    await subscribe();
    const request = {
      topic: 'Café \u2028 / “Call”',
      start: NOW + 86_400_000,
      durationMinutes: 30,
      timezone: 'Asia/Kathmandu',
    };
    const { id } = await zoom.createMeeting(token, request);
    await zoom.updateMeeting(token, id, { topic: 'Other' });
    await control('POST', `meetings/${id}/start`);
    await control('POST', `meetings/${id}/end`);
    await zoom.deleteMeeting(token, id);
    await control('POST', `meetings/${id}/recover`);
    const events = await delivered();
    expect(events.map(({ event }) => event)).toEqual(
      ['created', 'deleted', 'ended', 'recovered', 'started', 'updated'].map((name) => `meeting.${name}`),
    );
    for (const event of events) {
      expect(event).toMatchObject({ signed: true, at: NOW, objectId: id, zoomUserId: userId });
      expect(event.objectUuid).toEqual(expect.any(String));
    }
    expect(new Set(events.map(({ digest }) => digest)).size).toBe(events.length);
  });

  it('understands that the app was removed', async () => {
    await subscribe();
    await fetch(`${simulator.url}/_sim/uninstall`, { method: 'POST', body: JSON.stringify({ email: EMAIL }) });
    const [event] = await delivered();
    expect(event).toMatchObject({ event: 'app_deauthorized', signed: true });
    expect(readDeauthorization(event!)).toEqual({ zoomUserId: userId, clientId: 'our-app', at: NOW });
  });
});
