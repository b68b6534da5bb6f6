import { dateOfDay } from '#libs/time';

/** Create, update and delete requests of one user ID, and of one Zoom user, in a UTC day. */
export const DAILY_LIMIT = 100;

/** From then on the host is told how much of a day is used. */
export const WARN_AT = 80;

/** Our clock and Zoom's may differ by this much, so requests this near to midnight count on both sides of it. */
export const MIDNIGHT_MARGIN_MS = 30_000;

const DAY_MS = 86_400_000;

/** The UTC day of an instant (epoch ms), as YYYY-MM-DD. */
export function utcDay(atMs: number): string {
  return dateOfDay(Math.floor(atMs / DAY_MS));
}

/** The days a request made now is charged to, the earlier one first. */
export function chargedDays(nowMs: number): string[] {
  return [...new Set([utcDay(nowMs - MIDNIGHT_MARGIN_MS), utcDay(nowMs + MIDNIGHT_MARGIN_MS)])];
}

/** The day that is short for who found it so at `at`, and when the next one begins for sure. */
export function dayOfQuota(at: Date): { day: string; until: Date } {
  return { day: utcDay(at.getTime() - MIDNIGHT_MARGIN_MS), until: roomAgainAt(at.getTime()) };
}

/** The next 00:00 UTC. */
export function resetsAt(nowMs: number): Date {
  return new Date((Math.floor(nowMs / DAY_MS) + 1) * DAY_MS);
}

/** When a request refused now may find room: past the margin after the midnight that ends the earliest charged day. */
export function roomAgainAt(nowMs: number): Date {
  return new Date(resetsAt(nowMs - MIDNIGHT_MARGIN_MS).getTime() + MIDNIGHT_MARGIN_MS);
}
