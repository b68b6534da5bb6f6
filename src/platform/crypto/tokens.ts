import { createHash, randomBytes } from 'node:crypto';

/** An opaque token of 256 random bits. Only its hash is stored. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

export const API_KEY_PREFIX = 'sl_key_';

/** A token that says what it is, so that whoever finds one lying about knows it. */
export function randomApiKey(): string {
  return `${API_KEY_PREFIX}${randomToken()}`;
}

export function isApiKey(token: string): boolean {
  return token.startsWith(API_KEY_PREFIX);
}

/** SHA-256, base64url: enough for tokens that are random themselves, never for passwords. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
