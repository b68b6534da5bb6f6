import { durationMs, parseDuration } from '#libs/time';
import type { ZoomPlan } from '#libs/zoom-api';

/** Zoom ends meetings that basic users host after that. */
const BASIC_LIMIT_MS = 40 * 60_000;

/** Whether Zoom would end a meeting of that length (ISO 8601) before its time. */
export function endsEarlyOn(plan: ZoomPlan, slotDuration: string): boolean {
  const length = parseDuration(slotDuration);
  return plan === 'basic' && length !== null && durationMs(length) > BASIC_LIMIT_MS;
}
