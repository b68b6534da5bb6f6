/** Who writes these texts. */
export const PROGRAM = { company: 'Slotlink', product: 'Slotlink', language: 'EN' };

/** Several lines; the generator escapes the rest. TEXT holds no control character but the line feed. */
export function text(value: string | null | undefined): string | null {
  if (!value) return null;
  return value
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/(?!\n)\p{Cc}+/gu, ' ');
}

/** The same on one line. */
export function line(value: string): string {
  return (text(value) ?? '').replace(/\n+/g, ' ').trim();
}

/** A quoted parameter value has no escapes: quotes end it, and backslashes would be read literally. */
export function parameter(value: string): string {
  return line(value).replaceAll('"', "'").replaceAll('\\', '/');
}

/** What follows `mailto:`. */
export function address(value: string): string {
  return line(value).replace(/[\s"<>\\]+/g, '');
}

/** Null unless it is an http(s) address. */
export function webAddress(value: string | null | undefined): string | null {
  if (!value || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}
