import { isZone, MINUTE, offsetAt } from './zone';

/**
 * A span as its reader sees it, in their zone and by the customs of their language, the zone named:
 * `Tuesday, November 24, 2026, 4:00 – 4:30 PM (Europe/Berlin, UTC+01:00)`. An unknown locale is read as English, an
 * unknown zone as UTC.
 */
export function spanInWords(start: Date, end: Date, { zone, locale }: { zone: string; locale: string | null }): string {
  const timeZone = isZone(zone) ? zone : 'UTC';
  const format = new Intl.DateTimeFormat(knownLocale(locale), { timeZone, dateStyle: 'full', timeStyle: 'short' });
  // ICU sets narrow and thin spaces, which plain-text mail and searches stumble over.
  const span = format.formatRange(start, end).replace(/[\u00a0\u2009\u202f]/g, ' ');
  return `${span} (${zoneInWords(timeZone, start.getTime())})`;
}

/** An instant in the same way: `Monday, November 23, 2026 at 7:00 PM (America/New_York, UTC-05:00)`. */
export function instantInWords(instant: Date, reader: { zone: string; locale: string | null }): string {
  return spanInWords(instant, instant, reader);
}

/** The locale, if it is one that dates can be written in, else English. */
export function knownLocale(locale: string | null): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale ?? [])[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function zoneInWords(zone: string, instant: number): string {
  if (zone === 'UTC') return zone;
  const minutes = Math.round(offsetAt(zone, instant) / MINUTE);
  const sign = minutes < 0 ? '-' : '+';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${zone}, UTC${sign}${twoDigits(hours)}:${twoDigits(rest)}`;
}

const twoDigits = (number: number) => String(number).padStart(2, '0');
