import type { Client } from 'pg';
import { Clock } from '../../src/platform/clock';

/** A hundred years. What waits in the job queue lies so far ahead that no machine's time reaches it, however slow it is. */
const FAR_MS = 36_525 * 86_400_000;

const WAITING = `locked_at IS NULL AND run_at > now() + interval '50 years'`;

/** A clock that stands still until a test moves it. Jobs are due by it alone. */
export class TestClock extends Clock {
  private atMs: number;

  /** @param drained whether a test works the jobs, or they are worked as they come, when the machine's time goes on. */
  constructor(start: string, drained: boolean) {
    super();
    this.atMs = Date.parse(start);
    Object.defineProperty(this, 'offsetMs', { get: () => (drained ? -FAR_MS : this.atMs - Date.now()) });
  }

  override ms(): number {
    return this.atMs;
  }

  set(instant: string): Promise<void> {
    this.atMs = Date.parse(instant);
    return Promise.resolve();
  }

  advance(ms: number): Promise<void> {
    return this.set(new Date(this.atMs + ms).toISOString());
  }

  /** Lets the queue have what is due, in order. @returns whether anything is */
  async releaseDue(client: Pick<Client, 'query'>): Promise<boolean> {
    const { rowCount } = await client.query(
      `UPDATE graphile_worker._private_jobs SET run_at = now() - ($1::timestamptz - run_at)
       WHERE ${WAITING} AND run_at <= $1`,
      [this.far()],
    );
    return (rowCount ?? 0) > 0;
  }

  /** What failed is tried again after as long as the queue says, by this clock. */
  async keepFailed(client: Pick<Client, 'query'>): Promise<void> {
    await client.query(
      `UPDATE graphile_worker._private_jobs SET run_at = $1::timestamptz + exp(least(attempts, 10)) * interval '1 second'
       WHERE locked_at IS NULL AND attempts BETWEEN 1 AND max_attempts - 1 AND NOT (${WAITING})`,
      [this.far()],
    );
  }

  private far(): Date {
    return new Date(this.atMs + FAR_MS);
  }
}
