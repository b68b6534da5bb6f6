import { Client } from 'pg';
import { Clock } from './clock';

/**
 * Sets the clock of this process, in agreement with the processes already at work on the database: beside live ones it
 * takes theirs. When the offset changes, everything that waits moves along, so that it is due at the same domain time.
 * @param start an instant of CLOCK_START, or undefined for the machine's own time
 */
export async function settleClock(clock: Clock, databaseUrl: string, start: string | undefined): Promise<void> {
  const wanted = start === undefined ? 0 : Date.parse(start) - Date.now();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ offset: string; beside: boolean }>(
      `SELECT clock_offset_ms AS offset,
              EXISTS (SELECT FROM instances i JOIN pg_stat_activity a ON a.pid = i.backend_pid
                      WHERE a.datname = current_database() AND i.beat_at > now() - interval '30 seconds') AS beside
       FROM installation FOR UPDATE`,
    );
    const stored = Number(rows[0]?.offset ?? 0);
    clock.offsetMs = rows[0]?.beside ? stored : wanted;
    if (clock.offsetMs !== stored) await moveWaitingJobs(client, stored, clock.offsetMs);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

/** Shifts what waits from one offset to another, and stores the new one. */
async function moveWaitingJobs(client: Pick<Client, 'query'>, from: number, to: number): Promise<void> {
  await client.query(
    `UPDATE graphile_worker._private_jobs SET run_at = run_at + make_interval(secs => $1) WHERE locked_at IS NULL`,
    [(from - to) / 1000],
  );
  await client.query('UPDATE installation SET clock_offset_ms = $1', [Math.round(to)]);
}
