import { randomBytes } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { MINUTE, SECOND, type Clock } from './clock';
import { hmacHex, newTrackingId, sameText } from './ids';
import type { JsonObject, SimulatorState, WebhookTarget } from './types';

/** After the first try, the second and the third; t = 5, 25 and 85 minutes. */
const RETRY_AFTER = [5 * MINUTE, 20 * MINUTE, 60 * MINUTE];
const ANSWER_WITHIN = 3 * SECOND;
const AT_ONCE = 8;
const KEPT = 1000;
/** With a dead receiver each try takes 3 s; what comes beyond this is dropped. */
const QUEUE_LIMIT = 10_000;

/** `lost` after the last retry, `refused` by a 3xx or 4xx, which Zoom does not try again. */
interface Delivery {
  event: string;
  url: string;
  state: 'queued' | 'waiting' | 'delivered' | 'refused' | 'lost';
  attempts: { at: string; status: number }[];
  nextAt: number;
  body: string;
}

/** Sends events to the registered addresses. What waits for a retry is in memory only and dies with the process. */
export class Webhooks {
  private queue: Delivery[] = [];
  private deliveries: Delivery[] = [];
  private readonly running = new Set<Promise<void>>();
  private readonly closing = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly state: SimulatorState,
    private readonly clock: Clock,
  ) {
    this.timer = setInterval(() => {
      this.sendDue();
    }, SECOND).unref();
  }

  emit(event: string, rest: JsonObject): void {
    if (this.queue.length >= QUEUE_LIMIT) return;
    const body = JSON.stringify({ event, event_ts: Math.floor(this.clock.now()), ...rest });
    for (const { url } of this.state.webhooks) {
      const delivery: Delivery = { event, url, state: 'queued', attempts: [], nextAt: 0, body };
      this.deliveries = [...this.deliveries.slice(1 - KEPT), delivery];
      this.queue.push(delivery);
    }
    this.pump();
  }

  /** Called by the timer and whenever the clock is moved. */
  sendDue(): void {
    const due = this.deliveries.filter(({ state, nextAt }) => state === 'waiting' && nextAt <= this.clock.now());
    for (const delivery of due) delivery.state = 'queued';
    this.queue.push(...due);
    this.pump();
  }

  /** Resolves when nothing is queued or under way; retries that are not due do not count. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  list(): object[] {
    return this.deliveries.map(({ body, nextAt, ...rest }) => ({
      ...rest,
      nextAt: rest.state === 'waiting' ? new Date(nextAt).toISOString() : null,
      body: JSON.parse(body) as unknown,
    }));
  }

  /** Zoom's challenge: does the address know the secret? */
  async validate(target: WebhookTarget): Promise<boolean> {
    const plainToken = randomBytes(16).toString('base64url');
    const event = { event: 'endpoint.url_validation', event_ts: Math.floor(this.clock.now()), payload: { plainToken } };
    const { status, text } = await this.post(target, JSON.stringify(event));
    try {
      const answer = JSON.parse(text) as { plainToken?: unknown; encryptedToken?: unknown } | null;
      const expected = hmacHex(target.secret, plainToken);
      return status === 200 && answer?.plainToken === plainToken && sameText(String(answer.encryptedToken), expected);
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.queue = [];
    this.closing.abort();
    await this.idle();
  }

  private pump(): void {
    while (this.running.size < AT_ONCE) {
      const delivery = this.queue.shift();
      if (delivery === undefined) return;
      const work: Promise<void> = this.deliver(delivery).finally(() => {
        this.running.delete(work);
        this.pump();
      });
      this.running.add(work);
    }
  }

  private async deliver(delivery: Delivery): Promise<void> {
    const target = this.state.webhooks.find(({ url }) => url === delivery.url);
    if (target === undefined) {
      delivery.state = 'lost';
      return;
    }
    const at = this.clock.now();
    const { status } = await this.post(target, delivery.body);
    delivery.attempts.push({ at: new Date(at).toISOString(), status });
    const wait = RETRY_AFTER[delivery.attempts.length - 1];
    if (status >= 200 && status < 300) delivery.state = 'delivered';
    else if (status >= 300 && status < 500) delivery.state = 'refused';
    else if (wait === undefined) delivery.state = 'lost';
    else {
      delivery.state = 'waiting';
      delivery.nextAt = at + wait;
    }
  }

  /** Status 0: no answer in time, or no connection. */
  private post(target: WebhookTarget, body: string): Promise<{ status: number; text: string }> {
    const timestamp = String(Math.floor(this.clock.now() / SECOND));
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Zoom Marketplace/1.0a',
      'x-zm-request-timestamp': timestamp,
      'x-zm-signature': `v0=${hmacHex(target.secret, `v0:${timestamp}:${body}`)}`,
      'x-zm-trackingid': newTrackingId(),
    };
    const request = target.url.startsWith('https:') ? httpsRequest : httpRequest;
    const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(ANSWER_WITHIN)]);
    return new Promise((resolve) => {
      const fail = (): void => {
        resolve({ status: 0, text: '' });
      };
      const sent = request(target.url, { method: 'POST', headers, agent: false, signal }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          // Nothing of Zoom's reads more than a small JSON object.
          if (text.length < 65_536) text += chunk;
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text });
        });
        response.on('error', fail);
      });
      sent.on('error', fail);
      sent.end(body);
    });
  }
}
