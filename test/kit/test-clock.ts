import { Client } from 'pg';
import { Clock, moveWaitingJobs } from '../../src/platform/clock';

/** A clock that stands still until a test moves it. What waits in the job queue moves along. */
export class TestClock extends Clock {
  private atMs: number;
  private syncedAt = new Date();

  constructor(
    start: string,
    private readonly databaseUrl: string,
  ) {
    super();
    this.atMs = Date.parse(start);
    // The machine's time goes on, and the queue lives by it.
    Object.defineProperty(this, 'offsetMs', { get: () => this.atMs - Date.now() });
  }

  override ms(): number {
    return this.atMs;
  }

  async set(instant: string): Promise<void> {
    const client = new Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      await this.putOffWhatCameNearer(client);
      const before = this.offsetMs;
      this.atMs = Date.parse(instant);
      await moveWaitingJobs(client, before, this.offsetMs);
      this.syncedAt = new Date();
    } finally {
      await client.end();
    }
  }

  async advance(ms: number): Promise<void> {
    await this.set(new Date(this.atMs + ms).toISOString());
  }

  /** Since they were added, or the clock was last set. A job's row is stamped when its transaction begins, a bit early. */
  private async putOffWhatCameNearer(client: Client): Promise<void> {
    await client.query(
      `UPDATE graphile_worker._private_jobs
       SET run_at = run_at + (clock_timestamp() - CASE WHEN updated_at > $1 THEN updated_at + interval '500 ms' ELSE $1 END)
       WHERE locked_at IS NULL`,
      [this.syncedAt],
    );
  }
}
