import 'reflect-metadata';
// With it every feature is loaded, and so every place where one of them seals texts is known.
import '../src/app.module';
import { rotateAuditKeys } from '../src/audit';
import { type Config, ConfigError, loadConfig } from '../src/platform/config';
import { type Rotation, RotateKeys, SealedStore, Secrets, loadSecretKeys } from '../src/platform/crypto';
import { migrate, withDatabase } from '../src/platform/database';
import { openDatabase } from '../src/start-stack';

const log = (line: string) => process.stdout.write(`${line}\n`);

/** Seals everything anew with the first key of SECRET_KEYS, while servers run. docs/secret-keys.md says when. */
async function main(): Promise<void> {
  const config = loadConfig();
  const [first, ...others] = loadSecretKeys(config);
  log(`Sealing with ${first.id}; opening with ${[first, ...others].map(({ id }) => id).join(', ')}`);
  const rotations = await rotate(config, new Secrets([first, ...others]));
  for (const { name, resealed, unreadable, left } of rotations) {
    log(`${name}: ${resealed} sealed anew, ${unreadable} cannot be opened, ${left} left under other keys`);
  }
  const left = rotations.reduce((sum, rotation) => sum + rotation.left, 0);
  if (left > 0) {
    log(`${left} texts are still sealed with other keys: bring back the keys that open them, or run this again once`);
    log(`every server has ${first.id} as its first key. Remove no key yet.`);
    process.exitCode = 1;
    return;
  }
  log(`Everything is sealed with ${first.id}.`);
  if (others.length === 0) return;
  log(`${others.map(({ id }) => id).join(', ')} may be removed from SECRET_KEYS. Links that were sent with them, to`);
  log('appointments and feeds, end with that: they cannot be changed where they are.');
}

async function rotate(config: Config, secrets: Secrets): Promise<Rotation[]> {
  const database = await openDatabase(config, log);
  try {
    await migrate(database.url);
    return await withDatabase(database.url, async (db) => [
      ...(await new RotateKeys(new SealedStore(db), secrets).run()),
      ...(await rotateAuditKeys(db, secrets)),
    ]);
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  log(error instanceof ConfigError ? error.message : String((error as Error).stack ?? error));
  process.exitCode = 1;
});
