import { Client } from 'pg';
import { Clock, moveWaitingJobs } from '../../src/platform/clock';

/** A clock that stands still until a test moves it. What waits in the job queue moves along. */
export class TestClock extends Clock {
  private atMs: number;

  constructor(
    start: string,
    private readonly databaseUrl: string,
  ) {
    super();
    this.atMs = Date.parse(start);
    this.offsetMs = this.atMs - Date.now();
  }

  override ms(): number {
    return this.atMs;
  }

  async set(instant: string): Promise<void> {
    const before = this.offsetMs;
    this.atMs = Date.parse(instant);
    this.offsetMs = this.atMs - Date.now();
    const client = new Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      await moveWaitingJobs(client, before, this.offsetMs);
    } finally {
      await client.end();
    }
  }

  async advance(ms: number): Promise<void> {
    await this.set(new Date(this.atMs + ms).toISOString());
  }
}
