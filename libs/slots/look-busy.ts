/**
 * The slots a public list shows of those that are free, to look busy: about `percent` of them are left out. Which ones
 * depends on the calendar, its latest appointment and each start alone, so that the same are hidden whatever span is
 * asked for, and others after the next booking. A hidden slot can be booked by whoever asks for it.
 */
export function lookBusy<Slot extends { start: number }>(
  { calendarId, latestId, percent }: { calendarId: string; latestId: string | null; percent: number },
  slots: readonly Slot[],
): Slot[] {
  if (percent <= 0) return [...slots];
  const seed = hashOf(`${calendarId}/${latestId ?? ''}`);
  return slots.filter(({ start }) => shareOf(seed, start) * 100 >= percent);
}

// FNV-1a, 32 bits.
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** Evenly in [0, 1). Mixed twice as murmur3 does in the end, for the starts of a day differ in a few bits only. */
function shareOf(seed: number, start: number): number {
  return (mixed(mixed(seed) ^ Math.floor(start / 1000)) >>> 0) / 4_294_967_296;
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
