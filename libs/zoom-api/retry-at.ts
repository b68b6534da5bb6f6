import { instant, number } from './json';
import { DailyLimit } from './errors';

const SECOND = 1000;
const DAY = 86_400_000;

/**
 * Epoch milliseconds at which a limited call may be made again, never before `now`; null when the answer says nothing.
 * Zoom documents Retry-After as an ISO date-time on daily limits; seconds and HTTP dates are read as well.
 */
export function retryAfter(headers: Headers, now: number): number | null {
  const after = headers.get('retry-after');
  const seconds = number(after);
  if (seconds !== null) return now + Math.max(0, seconds) * SECOND;
  const at = instant(after);
  if (at !== null) return Math.max(at, now);
  const reset = number(headers.get('x-ratelimit-reset'));
  return reset === null ? null : Math.max(reset * SECOND, now);
}

/** Daily limits end at 00:00 UTC, and the per-user one comes without Retry-After; the others are per second. */
export function limitEnds(headers: Headers, limit: DailyLimit | null, now: number): number {
  return retryAfter(headers, now) ?? (limit === null ? now + SECOND : nextUtcMidnight(now));
}

function nextUtcMidnight(now: number): number {
  return (Math.floor(now / DAY) + 1) * DAY;
}

/** Which daily limit an answer speaks of; null when it speaks of none. */
export function dailyLimit(message: string, headers: Headers): DailyLimit | null {
  if (/for the registrant\b/i.test(message)) return 'registrant';
  // The second wording is that of older answers with code 300.
  if (/\bparticular user\b|\bfor a single user in one day\b/i.test(message)) return 'user';
  if (/\bmaximum daily rate limit\b/i.test(message)) return 'account';
  return /daily/i.test(headers.get('x-ratelimit-type') ?? '') ? 'account' : null;
}
