import { API_KEY_PREFIX } from '../crypto';

const API_KEY = new RegExp(`${API_KEY_PREFIX}[^/]*`, 'g');

/**
 * Tokens stand in guests' addresses and in OAuth callbacks: what is logged of an address is the path without them. An API
 * key has no business there, so it is looked for wherever somebody put it.
 */
export function withoutTokens(url: string): string {
  const path = url.split('?')[0] ?? '';
  return path
    .replace(API_KEY, '…')
    .replace(/\/(appointments|holds|a)\/[^/]{40,}/, '/$1/…')
    .replace(/\/(join|feeds)\/[^/]+/, '/$1/…');
}
