import type { IncomingHttpHeaders } from 'node:http';

export interface Cookie {
  name: string;
  /** Letters, digits, `-` and `_`. */
  value: string;
  path: string;
  /** How long it is kept; 0 takes it back. */
  seconds: number;
}

/** The value of a cookie, or null. */
export function cookieOf({ cookie = '' }: IncomingHttpHeaders, name: string): string | null {
  for (const pair of cookie.split(';')) {
    const [key, value] = pair.split('=', 2);
    if (key?.trim() === name) return value?.trim() ?? null;
  }
  return null;
}

/**
 * For `Set-Cookie`. Scripts do not see it, other sites' forms do not send it; links from elsewhere do.
 * @param publicUrl where the server is reached: over HTTPS, the cookie goes nowhere else
 */
export function setCookie({ name, value, path, seconds }: Cookie, publicUrl: string): string {
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${name}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
