const MAX_LENGTH = 2_000;
/** Below lie the ports of mail, shells and the like, which must not be spoken to in HTTP. */
const FIRST_FREE_PORT = 1024;

export interface AddressRules {
  /** In production, a calendar's address does not travel in the clear. */
  httpsOnly: boolean;
}

/** The address a feed is read from: webcal is how calendars write https. */
export function feedAddress(text: string): URL | null {
  const trimmed = text.trim().replace(/^webcals?:/i, 'https:');
  return trimmed.length <= MAX_LENGTH && URL.canParse(trimmed) ? new URL(trimmed) : null;
}

/** What is wrong with it by itself, whoever may answer there; null: nothing. */
export function addressFault(url: URL | null, { httpsOnly }: AddressRules): string | null {
  if (!url) return `must be a web address of ${MAX_LENGTH} characters at most`;
  if (httpsOnly && url.protocol !== 'https:') return 'must start with https:// or webcal://';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must start with https://, http:// or webcal://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  const port = Number(url.port);
  if (url.port !== '' && port < FIRST_FREE_PORT && port !== 80 && port !== 443) return `must not name port ${url.port}`;
  return null;
}

/** What may be shown of it: whoever has the rest reads the calendar. */
export function shownAddress(url: URL): string {
  return `${url.origin}/…`;
}
