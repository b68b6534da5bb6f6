import path from 'node:path';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded';

export interface TestPostgres {
  /** Connection string of a superuser on the maintenance database, for createDatabase and dropDatabase. */
  admin: string;
  url(database: string): string;
  stop(): Promise<void>;
}

/** The server the tests run on: TEST_DATABASE_URL, or an embedded one in `.cache/test-postgres` that parallel runs share. */
export async function startTestPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) return { admin: given, url: (database) => withDatabase(given, database), stop: () => Promise.resolve() };
  const home = path.resolve(__dirname, '../../.cache/test-postgres');
  // Test data need not survive a power cut.
  const flags = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];
  const server = await startEmbeddedPostgres({ home, flags: flags.flatMap((flag) => ['-c', flag]) });
  return { admin: server.url('postgres'), url: (database) => server.url(database), stop: () => server.stop() };
}

/** Makes an empty database, or a copy of `template`, on which no session may be open. */
export async function createDatabase(admin: string, name: string, template?: string): Promise<void> {
  await execute(admin, (id) => `CREATE DATABASE ${id(name)}${template ? ` TEMPLATE ${id(template)}` : ''}`);
}

/** Drops a database if it is there, and ends the sessions on it. */
export async function dropDatabase(admin: string, name: string): Promise<void> {
  await execute(admin, (id) => `DROP DATABASE IF EXISTS ${id(name)} WITH (FORCE)`);
}

async function execute(admin: string, statement: (id: (name: string) => string) => string): Promise<void> {
  const client = new Client({ connectionString: admin });
  await client.connect();
  try {
    await client.query(statement((name) => client.escapeIdentifier(name)));
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}
