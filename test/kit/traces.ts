import type { TestApp } from './test-app';

interface Column {
  schema: string;
  table: string;
  column: string;
  type: string;
}

/**
 * Every column of every table in which one of the texts stands, as `table.column`: without a list of tables, so that
 * none can be forgotten. Bytes are read as text, and calendar lines that were broken are joined.
 */
export async function tracesOf({ query }: TestApp, texts: string[]): Promise<string[]> {
  const columns = await query<Column>(
    `SELECT c.table_schema AS schema, c.table_name AS table, c.column_name AS column, c.data_type AS type
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
     ORDER BY 1, 2, 3`,
  );
  const found: string[] = [];
  for (const { schema, table, column, type } of columns) {
    const text = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`;
    const rows = await query<{ row: string }>(
      `SELECT ${text} AS row FROM "${schema}"."${table}"
       WHERE replace(regexp_replace(${text}, E'\\r?\\n[ \\t]', '', 'g'), E'\\\\', '') ILIKE ANY($1)`,
      [texts.map((each) => `%${each.replace(/[\\%_]/g, '\\$&')}%`)],
    );
    for (const { row } of rows) found.push(`${table}.${column}: ${row.slice(0, 200)}`);
  }
  return found;
}
