import { type IsoDuration, isExact, parseDuration } from '#libs/time';

export interface DurationLimits {
  min: string;
  max: string;
  /** Hours, minutes and seconds only: days and months have no one length. */
  exact?: boolean;
  wholeMinutes?: boolean;
}

const SECONDS = { years: 365 * 86_400, months: (365 * 86_400) / 12, weeks: 7 * 86_400, days: 86_400 };

/** What is wrong with a value that must be an ISO 8601 duration within limits, both included; null when nothing is. */
export function durationFault(value: unknown, limits: DurationLimits): string | null {
  const duration = typeof value === 'string' ? parseDuration(value) : null;
  if (!duration) return `must be an ISO 8601 duration as text, such as ${limits.max}`;
  if (limits.exact && !isExact(duration)) return 'must be given in hours, minutes and seconds';
  if (limits.wholeMinutes && duration.seconds % 60 !== 0) return 'must be a number of whole minutes';
  const size = nominalSeconds(duration);
  return size < limit(limits.min) || size > limit(limits.max) ? `must be from ${limits.min} to ${limits.max}` : null;
}

/** Comparable lengths: a month as a twelfth of 365 days, so that P12M and P1Y are the same. */
function nominalSeconds({ sign, years, months, weeks, days, hours, minutes, seconds }: IsoDuration): number {
  const calendar = years * SECONDS.years + months * SECONDS.months + weeks * SECONDS.weeks + days * SECONDS.days;
  return sign * (calendar + hours * 3600 + minutes * 60 + seconds);
}

function limit(text: string): number {
  const duration = parseDuration(text);
  if (!duration) throw new RangeError(`Not a duration: ${text}`);
  return nominalSeconds(duration);
}
