import { isZone } from '#libs/time';

export const NO_ZONE = 'must be an IANA time zone such as Europe/Berlin';
export const NO_DATE = 'must be a calendar date, YYYY-MM-DD';

/** What is wrong, and where: a JSON pointer into the schedule. */
export interface Fault {
  pointer: string;
  detail: string;
}

export function isKnownZone(value: unknown): value is string {
  return typeof value === 'string' && isZone(value);
}

export function unknownFields(value: Record<string, unknown>, known: readonly string[], pointer: string): Fault[] {
  const strange = Object.keys(value).filter((name) => !known.includes(name));
  return strange.map((name) => ({ pointer: `${pointer}/${escaped(name)}`, detail: 'unknown field' }));
}

// RFC 6901.
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
