import { API_KEY_PREFIX } from '../crypto';

const API_KEY = new RegExp(`${API_KEY_PREFIX}[^/]*`, 'g');
/** An ID has 36 characters, a token more. */
const TOKEN = /[^/]{40,}/g;

/**
 * Tokens stand in the addresses of guests, of links out of mails and of OAuth callbacks: what is logged of an address is
 * the path without them, however it was written. An API key has no business there, so it is looked for wherever somebody
 * put it.
 */
export function withoutTokens(url: string): string {
  return decoded(url.split('?')[0] ?? '')
    .replace(API_KEY, '…')
    .replace(/\/(join|feeds)\/[^/]+/g, '/$1/…')
    .replace(TOKEN, '…');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '…';
  }
}
