import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock';
import { HandlesJob, type JobHandler, Jobs, defineJob } from '../platform/jobs';
import { lastNight } from './sweep.rules';
import { SweepStore } from './sweep.store';
import { Sweeps } from './sweeps';

const TICK_MS = 5 * 60_000;
/** A list is a medium request at Zoom, of which a whole Zoom account has 20 a second. */
const HOSTS_A_TICK = 200;

const SweepNightly = defineJob<Record<string, never>>('meetings.sweep-nightly', { maxAttempts: 1 });

/** Has every host swept once a night. */
@Injectable()
@HandlesJob(SweepNightly)
export class SweepNightlyJob implements JobHandler<Record<string, never>> {
  constructor(
    private readonly store: SweepStore,
    private readonly sweeps: Sweeps,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** The key lets a cluster run each tick once. */
  @Interval(TICK_MS)
  async tick(): Promise<void> {
    await this.jobs.add(SweepNightly, {}, { key: SweepNightly.name });
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    for (const hostUserId of await this.store.hostsToSweep(now, lastNight(now), HOSTS_A_TICK)) {
      await this.sweeps.queue(hostUserId);
    }
  }
}
