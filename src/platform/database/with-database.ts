import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source';
import { Database } from './database';

/** Lets a program that is no server work on the database at `url`. */
export async function withDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const dataSource = await new DataSource(dataSourceOptions(url, 2)).initialize();
  try {
    return await work(new Database(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
