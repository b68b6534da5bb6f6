import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';

/** Any number that nothing else locks: of instances that start together, one makes the demo. */
const DEMO_LOCK = 7_013_272;

@Injectable()
export class DemoStore {
  constructor(private readonly db: Database) {}

  /** Runs `make` unless it ran to its end before, here or in another instance. No transaction is held meanwhile. */
  async once(make: () => Promise<void>): Promise<void> {
    const session = this.db.dataSource.createQueryRunner();
    await session.connect();
    try {
      await session.query('SELECT pg_advisory_lock($1)', [DEMO_LOCK]);
      const row = await this.db.queryOne<{ made: boolean }>('SELECT demo_made AS made FROM installation');
      if (row?.made) return;
      await make();
      await this.db.query('UPDATE installation SET demo_made = true');
    } finally {
      await session.query('SELECT pg_advisory_unlock_all()');
      await session.release();
    }
  }
}
