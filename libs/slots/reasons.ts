/** Why a start is not offered: the nearest to being bookable first. */
const HOST_REASONS = [
  'busy',
  'busy-elsewhere',
  'slot-full',
  'host-day-full',
  'host-held-back',
  'time-off',
  'off-grid',
  'outside-hours',
] as const;

/** What one host has against a start. */
export type HostReason = (typeof HOST_REASONS)[number];

/** What stands against a start whatever the hosts do, or what its hosts have against it. Stable slugs of the API. */
export type Reason =
  | 'calendar-inactive'
  | 'no-hosts'
  | 'in-the-past'
  | 'inside-notice'
  | 'before-window'
  | 'beyond-window'
  | 'day-full'
  | HostReason;

const TAKEN: readonly Reason[] = ['busy', 'busy-elsewhere', 'slot-full', 'host-day-full', 'day-full'];

/** Whether the start would be offered if nobody had taken it; other reasons mean it never was. */
export function isTaken(reason: Reason): boolean {
  return TAKEN.includes(reason);
}

/** When any one host would do: what the one closest to serving lacks. */
export function nearest(reasons: readonly HostReason[]): HostReason | null {
  return HOST_REASONS.find((reason) => reasons.includes(reason)) ?? null;
}

/** When all hosts are needed: what keeps the start furthest from being bookable. */
export function furthest(reasons: readonly HostReason[]): HostReason | null {
  return HOST_REASONS.findLast((reason) => reasons.includes(reason)) ?? null;
}
