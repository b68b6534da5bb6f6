import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SealedPlace } from './sealed-texts';
import type { SecretKey } from './secret-keys';

/** A text sealed with a key we no longer have, or tampered with, or sealed for another row. */
export class UnsealError extends Error {}

const IV_BYTES = 12;
const TAG_BYTES = 16;

interface DerivedKey {
  id: string;
  seal: Buffer;
  mac: Buffer;
}

/** Seals texts for one place (AES-256-GCM) and derives links that any later message can print again (HMAC-SHA-256). */
export class Secrets {
  private readonly keys: [DerivedKey, ...DerivedKey[]];

  constructor(keys: [SecretKey, ...SecretKey[]]) {
    const [first, ...rest] = keys;
    this.keys = [derive(first), ...rest.map(derive)];
  }

  /** The ID of the key that seals. */
  get sealingKey(): string {
    return this.keys[0].id;
  }

  /** `keyId.base64url(iv ‖ ciphertext ‖ tag)`. `place` (table and row id) must be given again to open. */
  seal(text: string, place: SealedPlace): string {
    const [key] = this.keys;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key.seal, iv).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${key.id}.${sealed.toString('base64url')}`;
  }

  /** @throws UnsealError when the envelope was not sealed by one of our keys for this place */
  unseal(envelope: string, place: SealedPlace): string {
    const [keyId = '', encoded = ''] = envelope.split('.', 2);
    const key = this.keys.find(({ id }) => id === keyId);
    if (!key) throw new UnsealError(`no key named ${keyId}`);
    const sealed = Buffer.from(encoded, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', key.seal, sealed.subarray(0, IV_BYTES))
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(-TAG_BYTES));
      const text = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    } catch {
      throw new UnsealError('the envelope does not belong here');
    }
  }

  /** `keyId.base64url(HMAC)` over a purpose and its parts. */
  mac(purpose: string, ...parts: (string | number)[]): string {
    const [key] = this.keys;
    return `${key.id}.${macWith(key, purpose, parts)}`;
  }

  /** Whether `mac` is ours for this purpose and these parts, in constant time, under any key we have. */
  macMatches(mac: string, purpose: string, ...parts: (string | number)[]): boolean {
    const [keyId = '', given = ''] = mac.split('.', 2);
    const key = this.keys.find(({ id }) => id === keyId);
    if (!key) return false;
    const expected = Buffer.from(macWith(key, purpose, parts));
    const actual = Buffer.from(given);
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  }
}

function macWith(key: DerivedKey, purpose: string, parts: (string | number)[]): string {
  // JSON keeps ("a", "bc") and ("ab", "c") apart.
  return createHmac('sha256', key.mac)
    .update(JSON.stringify([purpose, ...parts]))
    .digest('base64url');
}

function derive({ id, bytes }: SecretKey): DerivedKey {
  const subkey = (use: string) => Buffer.from(hkdfSync('sha256', bytes, '', `slotlink ${use}`, 32));
  return { id, seal: subkey('seal'), mac: subkey('mac') };
}
