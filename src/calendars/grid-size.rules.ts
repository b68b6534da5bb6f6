import { durationMs, parseDuration } from '#libs/time';
import type { FieldError } from '../platform/http';

const MINUTES_A_DAY = 1440;

/** Starts of all members on a day of 24 hours. Two months of so many are still listed in about a second. */
const MOST_STARTS_A_DAY = 28_800;

/** What is wrong with a grid so fine that listing it for so many members would keep everybody waiting. */
export function gridFaults(slotInterval: string, members: number): FieldError[] {
  const interval = parseDuration(slotInterval);
  const finest = Math.ceil((members * MINUTES_A_DAY) / MOST_STARTS_A_DAY);
  if (!interval || durationMs(interval) >= finest * 60_000) return [];
  return [{ pointer: '/slotInterval', detail: `must be PT${finest}M or more with ${members} members` }];
}
