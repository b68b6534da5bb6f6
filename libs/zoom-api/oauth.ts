import { createHash, randomBytes } from 'node:crypto';
import { Json, number, text } from './json';

/** Zoom says 3600 in every answer; this stands in for one that says nothing. */
const USUAL_LIFETIME_SECONDS = 3600;

export interface TokenSet {
  accessToken: string;
  /** Single use: the refresh that takes it returns the next one. */
  refreshToken: string;
  expiresInSeconds: number;
  scopes: string[];
}

export interface PkcePair {
  codeVerifier: string;
  codeChallenge: string;
}

/** A fresh verifier and its S256 challenge (RFC 7636). */
export function pkcePair(): PkcePair {
  const codeVerifier = randomBytes(32).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}

export function readTokenSet(json: Json): TokenSet | null {
  const accessToken = text(json.access_token);
  const refreshToken = text(json.refresh_token);
  if (accessToken === null || refreshToken === null) return null;
  return {
    accessToken,
    refreshToken,
    expiresInSeconds: number(json.expires_in) ?? USUAL_LIFETIME_SECONDS,
    scopes: (text(json.scope) ?? '').split(/\s+/).filter((scope) => scope !== ''),
  };
}
