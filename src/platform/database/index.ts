export { Database, sqlState } from './database';
export { dataSourceOptions } from './data-source';
export { migrate } from './migrate';
export { withDatabase } from './with-database';
