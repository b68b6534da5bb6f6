import { SECOND, utcDay } from './clock';
import { ZoomError } from './errors';
import type { DayCount, SimulatorState } from './types';

/** Creating and updating meetings, per host and UTC day, whoever calls. Deleting does not count (FORUM 59670). */
const WRITES_A_DAY = 100;
/** Registrations of one e-mail in one meeting, per UTC day. */
const REGISTRATIONS_A_DAY = 3;

export const countOf = (counts: Map<string, DayCount>, key: string, now: number): number => {
  const entry = counts.get(key);
  return entry?.day === utcDay(now) ? entry.count : 0;
};

export function setCount(counts: Map<string, DayCount>, key: string, count: number, now: number): void {
  counts.set(key, { day: utcDay(now), count });
}

/** Called before the work; what it refuses has changed nothing. The headers are those seen in FORUM 18928. */
export function assertWritesLeft(state: SimulatorState, hostId: string, now: number): void {
  if (countOf(state.writesToday, hostId, now) < WRITES_A_DAY) return;
  throw new ZoomError(
    429,
    {
      code: 429,
      message: `You have exceeded the daily rate limit (${WRITES_A_DAY}) of Meeting Create/Update API requests permitted for this particular user. You may resume these requests at GMT 00:00:00.`,
    },
    { 'x-ratelimit-category': 'Light', 'x-ratelimit-limit': '6000', 'x-ratelimit-remaining': '5893' },
  );
}

/** Called once the request has been found valid: Zoom gives no word on refused ones, and here they are free. */
export function countWrite(state: SimulatorState, hostId: string, now: number): void {
  setCount(state.writesToday, hostId, countOf(state.writesToday, hostId, now) + 1, now);
}

export function countRegistration(state: SimulatorState, meetingId: number, email: string, now: number): void {
  const key = `${meetingId} ${email}`;
  const count = countOf(state.registrationsToday, key, now);
  if (count >= REGISTRATIONS_A_DAY) {
    throw new ZoomError(429, {
      code: 429,
      message: `You have exceeded the daily rate limit of "${REGISTRATIONS_A_DAY}" for Add meeting registrant API requests for the registrant "${email}". You can resume these API requests at GMT 00:00:00.`,
    });
  }
  setCount(state.registrationsToday, key, count + 1, now);
}

export type Category = 'Light' | 'Medium' | 'Heavy';

/** Requests a second of an account, over all apps. */
const FREE: Record<Category, number> = { Light: 4, Medium: 2, Heavy: 1 };
const PRO: Record<Category, number> = { Light: 30, Medium: 20, Heavy: 10 };

/** Counts by the simulator's second. Off until `POST /_sim/limits {qps: true}`; the headers are always there. */
export class RequestRates {
  enforced = false;
  private readonly seen = new Map<string, { second: number; count: number }>();

  /** The headers of an answer, and the refusal if the account has had its share. */
  count(accountId: string, paid: boolean, category: Category, now: number) {
    const limit = (paid ? PRO : FREE)[category];
    const key = `${accountId} ${category}`;
    const second = Math.floor(now / SECOND);
    const entry = this.seen.get(key);
    const count = entry?.second === second ? entry.count + 1 : 1;
    this.seen.set(key, { second, count });
    const headers = {
      'x-ratelimit-category': category,
      'x-ratelimit-type': 'QPS',
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - count)),
    };
    return { headers, refused: this.enforced && count > limit ? tooFast(headers) : null };
  }
}

const tooFast = (headers: Record<string, string>): ZoomError =>
  new ZoomError(
    429,
    { code: 429, message: 'You have reached the maximum per-second rate limit for this API. Try again later.' },
    headers,
  );
