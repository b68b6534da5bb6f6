import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import { SnakeNaming } from './snake-naming';

/** How TypeORM reaches the database at `url`; entities are added by the features that own them. */
export function dataSourceOptions(url: string, poolSize: number): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    poolSize,
    namingStrategy: new SnakeNaming(),
    uuidExtension: 'pgcrypto',
    installExtensions: false,
    migrations: [join(__dirname, '../../../migrations/*.{ts,js}')],
    migrationsTransactionMode: 'each',
    applicationName: 'slotlink',
    extra: { idle_in_transaction_session_timeout: 60_000, statement_timeout: 60_000 },
  };
}
