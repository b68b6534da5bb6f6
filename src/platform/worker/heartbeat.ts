import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../database';
import { Signals } from '../signals';

/** A process that has been silent this long is dead, whatever its connection says. */
const SILENCE_SECONDS = 30;

/**
 * Tells the other processes that this one lives, and hands back the jobs of those that don't.
 * The queue itself would keep a killed worker's jobs locked for four hours.
 */
@Injectable()
export class Heartbeat {
  private readonly id = randomUUID();

  constructor(
    private readonly db: Database,
    private readonly signals: Signals,
  ) {}

  async beat(workerIds: string[]): Promise<void> {
    // The database notices the end of this connection as soon as the process is gone, long before the silence is long.
    const backendPid = await this.signals.backendPid();
    await this.db.query(
      `INSERT INTO instances (id, worker_ids, backend_pid, beat_at) VALUES ($1, $2, $3, now())
       ON CONFLICT (id) DO UPDATE SET worker_ids = $2, backend_pid = $3, beat_at = now()`,
      [this.id, workerIds, backendPid],
    );
  }

  /** Unlocks what dead processes left locked. @returns how many of them there were */
  async buryTheDead(): Promise<number> {
    return this.db.transaction(async () => {
      const dead = await this.db.query<{ workerIds: string[] }>(
        `DELETE FROM instances i
         WHERE beat_at < now() - make_interval(secs => $1)
            OR (backend_pid IS NOT NULL AND NOT EXISTS (
                 SELECT FROM pg_stat_activity a
                 WHERE a.pid = i.backend_pid AND a.datname = current_database() AND a.backend_start <= i.beat_at))
         RETURNING worker_ids AS "workerIds"`,
        [SILENCE_SECONDS],
      );
      const workerIds = dead.flatMap((instance) => instance.workerIds);
      if (workerIds.length > 0) await this.db.query(`SELECT graphile_worker.force_unlock_workers($1)`, [workerIds]);
      return dead.length;
    });
  }

  async farewell(): Promise<void> {
    await this.db.query(`DELETE FROM instances WHERE id = $1`, [this.id]);
  }
}
