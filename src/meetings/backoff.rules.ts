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

/** Hosts of one Zoom account that was too fast come back one after the other, each always at the same place. */
const FILE_MS = 5 * SECOND;

export function spreadOf(userId: string): number {
  return numberOf(userId) % FILE_MS;
}

/** When parked work of a slot goes on: spread over the first minutes of the new day, each slot always at the same one. */
export function resumeAt(slotId: string, roomAgainAt: Date): Date {
  const jitter = numberOf(slotId) % SPREAD_SECONDS;
  return new Date(roomAgainAt.getTime() + jitter * SECOND);
}

/** As good as drawn by lot, and always the same. */
function numberOf(uuid: string): number {
  return Number.parseInt(uuid.replaceAll('-', '').slice(0, 8), 16);
}
