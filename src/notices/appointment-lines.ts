import { spanInWords } from '#libs/time';
import type { AppointmentView } from '../appointments';
import type { Person } from '../identity';

/** How many appointments a notice names. */
export const NAMED = 5;

/** Which appointments a notice is about. */
export interface Concerned {
  count: number;
  /** Up to NAMED of them. */
  soonest: AppointmentView[];
}

export function howMany(count: number): string {
  return count === 1 ? '1 appointment' : `${count} appointments`;
}

/** One line each, in the reader's zone. */
export function linesOf({ count, soonest }: Concerned, { timezone }: Person): string {
  const lines = soonest.map(
    ({ appointment: { title }, slot: { startsAt, endsAt } }) =>
      `- ${title}, ${spanInWords(startsAt, endsAt, { zone: timezone, locale: null })}`,
  );
  const more = count - soonest.length;
  return [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
}
