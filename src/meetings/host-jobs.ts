import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Config } from '../platform/config';
import { Jobs, defineJob } from '../platform/jobs';

export interface ReconcileHostPayload {
  hostUserId: string;
}

/** Does what is owed to Zoom for one host. */
export const ReconcileHost = defineJob<ReconcileHostPayload>('meetings.reconcile-host');

/**
 * Jobs for a host, each replacing an earlier one of its sort. The sorts are apart, so that work due now is never put off
 * by what can wait.
 */
@Injectable()
export class HostJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  now(hostUserId: string): Promise<void> {
    return this.jobs.add(ReconcileHost, { hostUserId }, { key: `${ReconcileHost.name}:${hostUserId}` });
  }

  /** For several, once whoever waits for their links could have done it. An earlier time of such a job stands. */
  async unlessDone(hostUserIds: string[]): Promise<void> {
    const { name, maxAttempts } = ReconcileHost;
    const { linkWaitMs } = this.config;
    const at = linkWaitMs > 0 ? new Date(this.clock.ms() + linkWaitMs) : undefined;
    const requests = hostUserIds.map((hostUserId) => ({
      ...{ name, maxAttempts, at },
      payload: { hostUserId },
      key: `${name}:${hostUserId}:unless-done`,
    }));
    await this.jobs.addAll(requests, { keepTime: true });
  }

  /** When the next try is due. */
  later(hostUserId: string, at: Date): Promise<void> {
    return this.jobs.add(ReconcileHost, { hostUserId }, { at, key: `${ReconcileHost.name}:${hostUserId}:later` });
  }

  /** When another's lease has ended, should they have died with it. */
  afterLease(hostUserId: string, at: Date): Promise<void> {
    return this.jobs.add(ReconcileHost, { hostUserId }, { at, key: `${ReconcileHost.name}:${hostUserId}:lease` });
  }
}
