import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config, ConfigError } from '../config';

export interface SecretKey {
  id: string;
  /** 32 bytes. */
  bytes: Buffer;
}

/**
 * SECRET_KEYS, or the key generated once under DATA_DIR. The first key seals, all of them open.
 * @throws ConfigError on a key that isn't `keyId:base64 of 32 bytes`, or an ID that two have
 */
export function loadSecretKeys(config: Config): [SecretKey, ...SecretKey[]] {
  const keys = (config.secretKeys ?? generatedOnce(config.dataDir)).split(',').map(parseKey);
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw new ConfigError('SECRET_KEYS: two keys have one ID');
  const [first, ...rest] = keys;
  if (first === undefined) throw new ConfigError('SECRET_KEYS: no key given');
  return [first, ...rest];
}

function parseKey(text: string): SecretKey {
  const [id, encoded] = text.trim().split(':', 2);
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (!id || !/^[\w-]+$/.test(id) || bytes.length !== 32) {
    throw new ConfigError('SECRET_KEYS: each key is keyId:base64 of 32 bytes');
  }
  return { id, bytes };
}

function generatedOnce(dataDir: string): string {
  const file = join(dataDir, 'secret-keys');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    try {
      writeFileSync(file, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process starting on the same directory was faster; its key is as good.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return readFileSync(file, 'utf8').trim();
}
