import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../clock';
import { Database } from '../database';

const HOURLY = 3_600_000;

/** Drops idempotency keys past their day. One that is asked for again is renewed anyway, so nothing waits for this. */
@Injectable()
export class ForgetOldKeys {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  @Interval(HOURLY)
  async run(): Promise<void> {
    await this.db.query(`DELETE FROM idempotency_keys WHERE expires_at <= $1`, [this.clock.now()]);
  }
}
