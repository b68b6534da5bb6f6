import { DataSource } from 'typeorm';
import { Database, dataSourceOptions } from '../../src/platform/database';
import { suiteDatabase } from '../kit/suite-database';
import { startTestApp, TestApp } from '../kit/test-app';

interface ColumnRow {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
}

describe('the schema', () => {
  let slotlink: TestApp;
  let columns: ColumnRow[];
  beforeAll(async () => {
    slotlink = await startTestApp();
    columns = await slotlink.query<ColumnRow>(
      `SELECT c.relname AS "table", a.attname AS "column", format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped`,
    );
  });
  afterAll(() => slotlink.close());

  const entities = () => slotlink.app.get(Database).dataSource.entityMetadatas;

  it('has exactly the columns the entities name, of their types', () => {
    for (const entity of entities()) {
      const mapped = entity.columns.map(({ databaseName, type, isNullable, isArray }) => ({
        table: entity.tableName,
        column: databaseName,
        type: sqlType(String(type)) + (isArray ? '[]' : ''),
        nullable: isNullable,
      }));
      const real = columns.filter(({ table }) => table === entity.tableName);
      expect(sorted(mapped)).toEqual(sorted(real));
    }
  });

  it('is undone by its migrations, and made again', async () => {
    const database = await suiteDatabase();
    const dataSource = new DataSource(dataSourceOptions(database.url, 1));
    await dataSource.initialize();
    const tables = () => dataSource.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`);
    const before = await tables();
    for (let step = 0; step < dataSource.migrations.length; step += 1) await dataSource.undoLastMigration();
    expect(await tables()).toEqual([{ tablename: 'migrations' }]);
    await dataSource.runMigrations();
    expect(await tables()).toEqual(before);
    await dataSource.destroy();
    await database.drop();
  });
});

function sqlType(type: string): string {
  return type === 'timestamptz' ? 'timestamp with time zone' : type;
}

function sorted(rows: ColumnRow[]): ColumnRow[] {
  return rows.toSorted((a, b) => a.column.localeCompare(b.column));
}
