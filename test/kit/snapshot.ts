import { SchedulerRegistry } from '@nestjs/schedule';
import type { TestApp } from './test-app';

/** Stops what the application does by itself from time to time, so that nothing changes but by what is asked. */
export function stopIntervals({ app }: TestApp): void {
  const registry = app.get(SchedulerRegistry);
  for (const name of registry.getIntervals()) registry.deleteInterval(name);
}

/** What stands in every table, the queue's jobs included: a digest each. */
export async function snapshot({ query }: TestApp): Promise<Record<string, string>> {
  const tables = await query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
     WHERE schemaname = 'public' OR (schemaname = 'graphile_worker' AND tablename LIKE '%jobs')`,
  );
  const digests = tables.map(
    ({ name }) => `SELECT '${name}' AS name, md5(string_agg(t::text, '\n' ORDER BY t::text)) AS digest FROM ${name} t`,
  );
  const rows = await query<{ name: string; digest: string }>(digests.join(' UNION ALL '));
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

/** The tables in which something came, went or changed. */
export async function changedSince(slotlink: TestApp, before: Record<string, string>): Promise<string[]> {
  const after = await snapshot(slotlink);
  return Object.keys(after).filter((name) => after[name] !== before[name]);
}
