import { DateTime, IANAZone } from 'luxon';

export const isZone = (name: string): boolean => IANAZone.isValidZone(name);

const FORMAT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Zoom's `start_time`: UTC with a `Z`, else local time in `zone`. A numeric offset is not supported and not refused
 * either: what stands before it is read as UTC (FORUM, CAL #6928). Epoch milliseconds, or null for what is no time.
 */
export function readStartTime(text: string, zone: string): number | null {
  const [, wall, suffix] = FORMAT.exec(text) ?? [];
  if (wall === undefined) return null;
  const read = DateTime.fromISO(wall, { zone: suffix === undefined ? zone : 'utc' });
  return read.isValid ? read.toMillis() : null;
}
