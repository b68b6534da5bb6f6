import { isDeepStrictEqual } from 'node:util';
import type { LocationKind } from '../identity';

export type RecipientRole = 'contact' | 'guest' | 'host';

/** Where it takes place, as far as its reader is concerned. */
export interface ToldPlace {
  kind: LocationKind;
  /** A link, an address, a number; null while there is none to name. */
  value: string | null;
  /** `instead`: there is no link, and `value` is what holds without one. */
  link: 'none' | 'pending' | 'ready' | 'instead';
  meetingId: string | null;
  passcode: string | null;
  /** Why there is no link; only hosts are told. */
  trouble: string | null;
}

/** What a mail says that would be wrong once it changes: whoever was told something else is told again. */
export interface Told {
  /** `note`: it awaits confirmation, and no calendar holds it yet. */
  kind: 'note' | 'request' | 'cancel';
  /** Instants. */
  start: string;
  end: string;
  title: string;
  hosts: { userId: string; name: string }[];
  place: ToldPlace;
}

export type Occasion = 'requested' | 'booked' | 'rescheduled' | 'changed' | 'cancelled' | 'replaced';

/** Which mails of a calendar each occasion belongs to. Whoever hears of a booking also hears of its link. */
export const NOTIFICATION_OF = {
  requested: 'booked',
  booked: 'booked',
  changed: 'booked',
  rescheduled: 'rescheduled',
  replaced: 'rescheduled',
  cancelled: 'cancelled',
} as const satisfies Record<Occasion, string>;

/** What somebody holds to be true, or null when they know of no appointment. */
export function standing(told: Told | null): Told | null {
  return told?.kind === 'cancel' ? null : told;
}

/**
 * The next thing to tell somebody, or null when they know all there is.
 * @param shall what they should know; null: that they are not, or no longer, expected
 */
export function owed(told: Told | null, shall: Told | null): Told | null {
  const known = standing(told);
  if (shall === null) return known && { ...known, kind: 'cancel' };
  return known !== null && isDeepStrictEqual(known, shall) ? null : shall;
}

/** @param othersKnow whether somebody else has been invited: then this person comes in later */
export function occasionOf(
  told: Told | null,
  next: Told,
  { over, othersKnow }: { over: boolean; othersKnow: boolean },
): Occasion {
  const known = standing(told);
  if (next.kind === 'cancel') return over ? 'cancelled' : 'replaced';
  if (next.kind === 'note') return known === null || known.start === next.start ? 'requested' : 'rescheduled';
  if (known === null) return othersKnow ? 'rescheduled' : 'booked';
  if (known.kind === 'note') return 'booked';
  return known.start !== next.start || !sameHosts(known, next) ? 'rescheduled' : 'changed';
}

export function sameHosts(a: Told, b: Told): boolean {
  return isDeepStrictEqual(
    a.hosts.map(({ userId }) => userId),
    b.hosts.map(({ userId }) => userId),
  );
}
