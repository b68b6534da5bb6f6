import { Injectable } from '@nestjs/common';
import { Clock } from '../clock';
import { Database } from '../database';
import type { JobDefinition } from './job-definition';

export interface JobRequest {
  name: string;
  payload: object;
  maxAttempts: number;
  /** Domain time before which it does not run; absent: at once. */
  at?: Date;
  /** A waiting job with the same key is replaced; one that runs is not stopped. */
  key?: string;
}

/** Adds jobs in the transaction under way: rolled back, they never existed. */
@Injectable()
export class Jobs {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async add<Payload extends object>(
    job: JobDefinition<Payload>,
    payload: Payload,
    { at, key }: { at?: Date; key?: string } = {},
  ): Promise<void> {
    await this.addAll([{ name: job.name, maxAttempts: job.maxAttempts, payload, at, key }]);
  }

  /**
   * One statement, whatever the number.
   * @param keepTime whether a waiting job with the same key runs when it was to run, and not at the time of the new one
   */
  async addAll(requests: JobRequest[], { keepTime = false } = {}): Promise<void> {
    if (requests.length === 0) return;
    const specs = requests.map(({ name, payload, maxAttempts, at, key }) => ({
      identifier: name,
      payload,
      max_attempts: maxAttempts,
      run_at: at ? this.machineTime(at) : null,
      job_key: key ?? null,
    }));
    await this.db.query(
      `SELECT FROM graphile_worker.add_jobs(ARRAY(
         SELECT (s.identifier, s.payload, NULL, s.run_at, s.max_attempts, s.job_key, NULL, NULL)::graphile_worker.job_spec
         FROM jsonb_to_recordset($1::jsonb)
           AS s(identifier text, payload json, run_at timestamptz, max_attempts smallint, job_key text)), $2)`,
      [JSON.stringify(specs), keepTime],
    );
  }

  /** Takes back a waiting job. One that runs already is left to find out for itself. */
  async remove(key: string): Promise<void> {
    await this.db.query(`SELECT FROM graphile_worker.remove_job($1)`, [key]);
  }

  /** The one place where domain time becomes the queue's own. */
  private machineTime(at: Date): string {
    return new Date(at.getTime() - this.clock.offsetMs).toISOString();
  }
}
