import { API_KEY_PREFIX } from '../crypto';

const API_KEY = new RegExp(`${API_KEY_PREFIX}[^/]*`, 'g');

/**
 * Tokens stand in the addresses of guests, of links out of mails and of OAuth callbacks: what is logged of an address is
 * the path without them. An API key has no business there, so it is looked for wherever somebody put it.
 */
export function withoutTokens(url: string): string {
  const path = url.split('?')[0] ?? '';
  return path
    .replace(API_KEY, '…')
    .replace(/\/(appointments|holds|a|invitations|password-reset|email-change)\/[^/]{40,}/, '/$1/…')
    .replace(/\/(join|feeds)\/[^/]+/, '/$1/…');
}
