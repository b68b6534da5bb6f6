import { createHmac, timingSafeEqual } from 'node:crypto';

/** Zoom names no limit; five minutes is ours, either way, since clocks differ. */
const WINDOW_MS = 300_000;

export interface SignedRequest {
  /** The app's secret token. */
  secret: string;
  /** Header x-zm-request-timestamp, unix seconds. */
  timestamp: string | undefined;
  /** Header x-zm-signature. */
  signature: string | undefined;
  /** The bytes as they came: parsing and printing JSON again changes them. */
  rawBody: Buffer | string;
  /** Epoch milliseconds. */
  now: number;
}

/** Whether Zoom signed this request within the last five minutes. Never true for an empty secret. */
export function verifySignature({ secret, timestamp, signature, rawBody, now }: SignedRequest): boolean {
  if (secret === '' || timestamp === undefined || signature === undefined) return false;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1000) > WINDOW_MS) return false;
  const expected = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex')}`;
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, Buffer.from(expected));
}

/** The answer to `endpoint.url_validation`, due within three seconds. */
export function urlValidationAnswer(
  plainToken: string,
  secret: string,
): { plainToken: string; encryptedToken: string } {
  return { plainToken, encryptedToken: createHmac('sha256', secret).update(plainToken).digest('hex') };
}
