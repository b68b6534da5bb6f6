import type { TestApp } from './test-app';

interface Table {
  name: string;
  columns: { name: string; type: string }[];
}

/**
 * Every column of every table in which one of the texts stands, as `table.column: its beginning`: without a list of
 * tables, so that none can be forgotten. Bytes are read as text, and calendar lines that were broken are joined.
 */
export async function tracesOf({ query }: TestApp, texts: string[]): Promise<string[]> {
  const tables = await query<Table>(
    `SELECT format('%I.%I', table_schema, table_name) AS name,
            json_agg(json_build_object('name', column_name, 'type', data_type)) AS columns
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
     GROUP BY 1 ORDER BY 1`,
  );
  const sought = texts.map((text) => text.toLowerCase());
  const found: string[] = [];
  for (const { name, columns } of tables) {
    const values = columns.map((column) => `${textOf(column)} AS "${column.name}"`);
    const rows = await query<Record<string, string | null>>(
      `SELECT * FROM (SELECT ${values.join(', ')} FROM ${name}) AS t WHERE lower(t::text) LIKE ANY($1)`,
      // Quotes and backslashes are doubled in the text of a row.
      [sought.map((text) => `%${text.replace(/["\\%_]/g, '%')}%`)],
    );
    for (const [column, value] of rows.flatMap((row) => Object.entries(row))) {
      const text = (value ?? '').replaceAll('\\', '').toLowerCase();
      if (sought.some((each) => text.includes(each))) {
        found.push(`${name.replace('public.', '')}.${column}: ${text.slice(0, 200)}`);
      }
    }
  }
  return found;
}

function textOf({ name, type }: Table['columns'][number]): string {
  if (type === 'bytea') return `encode("${name}", 'escape')`;
  return `regexp_replace("${name}"::text, E'\\r?\\n[ \\t]', '', 'g')`;
}
