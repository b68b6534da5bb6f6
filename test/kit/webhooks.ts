import { createHmac } from 'node:crypto';
import type supertest from 'supertest';
import { simulator } from './zoom';
import type { TestApp } from './test-app';

const PATH = '/v1/integrations/zoom/webhooks';
const SECRET = 'test-webhook-secret';

export interface Signing {
  secret?: string;
  /** Unix seconds; else those of the test's clock. */
  timestamp?: string;
  contentType?: string;
}

export function hmac(text: string, secret = SECRET): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

/** What Zoom sends, signed over the very bytes. */
export function deliver(
  { http, clock }: Pick<TestApp, 'http' | 'clock'>,
  body: object | string,
  { secret = SECRET, timestamp, contentType = 'application/json; charset=utf-8' }: Signing = {},
): supertest.Test {
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  const at = timestamp ?? String(Math.floor(clock.ms() / 1_000));
  return http
    .post(PATH)
    .set({ 'x-zm-request-timestamp': at, 'x-zm-signature': `v0=${hmac(`v0:${at}:${raw}`, secret)}` })
    .set('content-type', contentType)
    .serialize((sent) => sent as string)
    .send(raw);
}

/** The simulator sends its events here from now on, as `npm start` has it. */
export async function listenToZoom(slotlink: TestApp): Promise<void> {
  const { validated } = await simulator<{ validated: boolean }>(slotlink, 'POST', 'webhooks', {
    url: slotlink.url + PATH,
    secret: SECRET,
  });
  if (!validated) throw new Error('The address for events did not pass the challenge');
}

/** All events are delivered and worked on, and those that this causes, until Zoom is silent. */
export async function zoomIsSilent(slotlink: TestApp): Promise<void> {
  for (let told = -1, round = 0; round < 20; round += 1) {
    const deliveries = await simulator<unknown[]>(slotlink, 'GET', 'deliveries');
    await slotlink.drainJobs();
    if (deliveries.length === told) return;
    told = deliveries.length;
  }
  throw new Error('Zoom goes on and on');
}

export interface StoredEvent {
  event: string | null;
  objectId: string | null;
  zoomUserId: string | null;
  isWorked: boolean;
  body: string;
}

export function storedEvents({ query }: TestApp): Promise<StoredEvent[]> {
  return query(
    `SELECT event, object_id AS "objectId", zoom_user_id AS "zoomUserId", worked_at IS NOT NULL AS "isWorked",
            convert_from(body, 'UTF8') AS body
     FROM zoom_events ORDER BY received_at, event`,
  );
}
