import type { FeedRow } from './feed.entity';

export type FeedState = 'pending' | 'fresh' | 'stale' | 'failed';

const MINUTE_MS = 60_000;
export const REFRESH_MINUTES = 15;
const LONGEST_PAUSE_MINUTES = 120;
const MAX_JITTER_MS = 120_000;
/** A fetch may be late by so much before what it found last is called stale. */
const OVERDUE_MS = 60 * MINUTE_MS;
/** Times are worked out anew after so long, also from a text that did not change: there are further ones by then. */
const READ_AGAIN_MS = 24 * 60 * MINUTE_MS;

/** `stale`: it could not be read of late, and the last known times are kept. `failed`: it never could. */
export function stateOf({ fetchedAt, failures, nextFetchAt }: FeedRow, now: number): FeedState {
  if (!fetchedAt) return failures > 0 ? 'failed' : 'pending';
  return failures > 0 || now > nextFetchAt.getTime() + OVERDUE_MS ? 'stale' : 'fresh';
}

/** A quarter of an hour later; longer each time it fails, so that a dead address is not asked for ever as often. */
export function nextFetch(id: string, failures: number, now: number): Date {
  const minutes = Math.min(REFRESH_MINUTES * 2 ** Math.max(0, failures - 1), LONGEST_PAUSE_MINUTES);
  return new Date(now + minutes * MINUTE_MS + jitterOf(id));
}

/** Whether its text is needed even if it did not change. */
export function mustReadAgain({ readAt }: FeedRow, now: number): boolean {
  return readAt === null || now - readAt.getTime() >= READ_AGAIN_MS;
}

/** Always the same for one feed, different for others: many added at once are not fetched at once for ever. */
function jitterOf(id: string): number {
  return Math.floor((parseInt(id.slice(0, 6), 16) / 0x1000000) * MAX_JITTER_MS);
}
