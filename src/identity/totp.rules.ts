import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 with what every authenticator app takes: SHA-1, six digits, thirty seconds. */
export const TOTP = { algorithm: 'SHA1', digits: 6, periodSeconds: 30 } as const;

/** Clocks of phones go wrong: one step before and one after are good, too. */
const TOLERATED_STEPS = [-1, 0, 1];

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The number of the period an instant lies in. */
export function stepOf(atMs: number): number {
  return Math.floor(atMs / 1000 / TOTP.periodSeconds);
}

/** RFC 4226: the code of one step. */
export function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** TOTP.digits;
  return String(number).padStart(TOTP.digits, '0');
}

/** The step whose code this is, near enough to the instant and later than the last one used; null for any other code. */
export function matchingStep(secret: Buffer, code: string, atMs: number, lastStep: number): number | null {
  const near = TOLERATED_STEPS.map((away) => stepOf(atMs) + away).filter((step) => step >= 0 && step > lastStep);
  // All are compared, so that the time taken tells nothing.
  const matching = near.filter((step) => isSame(codeOf(secret, step), code));
  return matching[0] ?? null;
}

/** What an authenticator app reads from a QR code. */
export function totpUri(secret: Buffer, email: string): string {
  const label = `Slotlink:${encodeURIComponent(email)}`;
  const { algorithm, digits, periodSeconds } = TOTP;
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=Slotlink&algorithm=${algorithm}&digits=${digits}&period=${periodSeconds}`;
}

/** RFC 4648, without padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => BASE32[parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** As people type it: spaces, dashes and small letters are no matter. */
export function typedCode(text: string): string {
  return text.replace(/[\s-]+/g, '').toUpperCase();
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
