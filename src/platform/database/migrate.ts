import { runMigrations as migrateJobQueue } from 'graphile-worker';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source';

/** Any number that nothing else locks: instances that boot together migrate one after the other. */
const MIGRATION_LOCK = 7_013_271;

/** Brings the schema at `url`, the job queue's included, up to this program's version. */
export async function migrate(url: string): Promise<void> {
  const guard = new Client({ connectionString: url });
  await guard.connect();
  try {
    await guard.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrateJobQueue({ connectionString: url });
    const dataSource = new DataSource(dataSourceOptions(url, 1));
    await dataSource.initialize();
    try {
      await dataSource.runMigrations();
    } finally {
      await dataSource.destroy();
    }
  } finally {
    await guard.end();
  }
}
