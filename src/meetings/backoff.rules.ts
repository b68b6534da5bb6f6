const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Every try of a create costs one of the day's 100 units, so a meeting Zoom chokes on is tried ever more rarely. */
const PAUSES = [SECOND, 2 * SECOND, 5 * SECOND, 15 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR] as const;

/** How long to leave it alone after so many failures in a row (1 or more), in milliseconds. */
export function pauseAfter(failures: number): number {
  return PAUSES[Math.min(failures, PAUSES.length) - 1] ?? SECOND;
}

/** A create that timed out may be carried out a moment later: looking for it sooner would miss it. */
const SETTLING = 3 * SECOND;

export function lookAfter(failures: number): number {
  return Math.max(SETTLING, pauseAfter(failures));
}

/** What only a person can mend is still tried now and then, should they mend it in Zoom itself. */
export const RARELY = 6 * HOUR;

const SPREAD_SECONDS = 300;

/** When parked work of a slot goes on: spread over the first minutes of the new day, each slot always at the same one. */
export function resumeAt(slotId: string, roomAgainAt: Date): Date {
  const jitter = Number.parseInt(slotId.replaceAll('-', '').slice(0, 8), 16) % SPREAD_SECONDS;
  return new Date(roomAgainAt.getTime() + jitter * SECOND);
}
