import { randomBytes } from 'node:crypto';
import { createDatabase, dropDatabase } from './test-postgres';

export interface SuiteDatabase {
  url: string;
  drop(): Promise<void>;
}

/** A database of its own for one suite: a copy of the migrated template. */
export async function suiteDatabase(): Promise<SuiteDatabase> {
  const { TEST_ADMIN_URL: admin, TEST_TEMPLATE: template } = process.env;
  if (!admin || !template) throw new Error('run through jest: its global setup starts the database');
  const name = `slotlink_${randomBytes(6).toString('hex')}`;
  await createDatabase(admin, name, template);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => dropDatabase(admin, name) };
}
