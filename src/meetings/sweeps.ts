import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { NotFound } from '../platform/http';
import { SweepJobs } from './sweep-jobs';
import type { SweepRow } from './sweep.entity';
import { SweepStore } from './sweep.store';

/** Asks for sweeps, and tells what the last one found. */
@Injectable()
export class Sweeps {
  constructor(
    private readonly db: Database,
    private readonly store: SweepStore,
    private readonly jobs: SweepJobs,
    private readonly clock: Clock,
  ) {}

  /** One that runs already is followed by another. */
  async queue(userId: string): Promise<void> {
    await this.db.transaction(async () => {
      await this.store.request(userId, this.clock.now());
      await this.jobs.now(userId);
    });
  }

  /** @throws NotFound before the first one */
  async show(userId: string): Promise<SweepRow> {
    const sweep = await this.store.find(userId);
    if (!sweep) throw NotFound('The meetings have not been swept yet.');
    return sweep;
  }
}
