import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Config } from '../platform/config';
import { HandlesJob, type JobHandler, Jobs, defineJob } from '../platform/jobs';
import { ChainStore } from './chain.store';
import { SealEntries } from './seal-entries';

/** About as long as an entry stays unsealed. */
const TICK_MS = 10_000;
const ACCOUNTS_A_TICK = 500;

const FindUnsealed = defineJob<Record<string, never>>('audit.find-unsealed', { maxAttempts: 1 });

/** Has every account's new entries sealed. Acts add no job for it: they would wait for each other at its key. */
@Injectable()
@HandlesJob(FindUnsealed)
export class FindUnsealedJob implements JobHandler<Record<string, never>> {
  constructor(
    private readonly store: ChainStore,
    private readonly jobs: Jobs,
    private readonly config: Config,
  ) {}

  /** The key lets a cluster run each tick once. */
  @Interval(TICK_MS)
  async tick(): Promise<void> {
    if (this.config.role === 'web') return;
    await this.jobs.add(FindUnsealed, {}, { key: FindUnsealed.name });
  }

  async run(): Promise<void> {
    for (const accountId of await this.store.accountsToSeal(ACCOUNTS_A_TICK)) {
      await this.jobs.add(SealEntries, { accountId }, { key: `${SealEntries.name}:${accountId}` });
    }
  }
}
