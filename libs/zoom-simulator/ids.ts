import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Zoom's user and account ids are about 22 characters of base64url. */
export const newUserId = (): string => randomBytes(16).toString('base64url');

/** Meeting UUIDs are 24 characters of standard base64; they may contain `/` and begin with it. */
export const newUuid = (): string => randomBytes(16).toString('base64');

export const newRegistrantId = (): string => randomBytes(16).toString('base64url');

/** 11 digits, the first of them not 0. */
export function newMeetingId(taken: (id: number) => boolean): number {
  for (;;) {
    const id = randomInt(70_000_000_000, 99_999_999_999);
    if (!taken(id)) return id;
  }
}

export const newPmi = (): number => randomInt(2_000_000_000, 9_999_999_999);

/** Without the look-alikes 0, O, 1, l and I. */
const PASSCODE = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';

export const newPasscode = (): string =>
  Array.from({ length: 6 }, () => PASSCODE.charAt(randomInt(PASSCODE.length))).join('');

export const newEncryptedPasscode = (): string => `${randomBytes(24).toString('base64url')}.1`;

export const newCode = (): string => randomBytes(32).toString('base64url');

export const newTrackingId = (): string => `v=2.0;clid=us02;rid=WEB_${randomBytes(16).toString('hex')}`;

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Looks like Zoom's token and says as little: only whether it is the live one of a grant counts. */
export const newToken = (claims: Record<string, string | number>): string =>
  [part({ alg: 'HS512', v: '2.0', kid: 'simulator' }), part({ ...claims, jti: newUserId() }), newSignature()].join('.');

const newSignature = (): string => randomBytes(64).toString('base64url');

/** The user a token was made for, alive or dead; for the request log and the faults, never for access. */
export function userIdOfToken(token: string): string | null {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      uid?: unknown;
    } | null;
    return typeof claims?.uid === 'string' ? claims.uid : null;
  } catch {
    return null;
  }
}

export const hmacHex = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('hex');

export const sha256Base64url = (text: string): string => createHash('sha256').update(text).digest('base64url');

export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A small statement the simulator hands out and recognises later: `base64url(json).hmac`. */
export function seal(secret: string, value: object): string {
  const text = part(value);
  return `${text}.${hmacHex(secret, text)}`;
}

export function unseal(secret: string, sealed: string): Record<string, unknown> | null {
  const [text = '', signature = ''] = sealed.split('.');
  if (!sameText(signature, hmacHex(secret, text))) return null;
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
}
