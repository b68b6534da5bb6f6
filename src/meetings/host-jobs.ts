import { Injectable } from '@nestjs/common';
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
  constructor(private readonly jobs: Jobs) {}

  now(hostUserId: string): Promise<void> {
    return this.jobs.add(ReconcileHost, { hostUserId }, { key: `${ReconcileHost.name}:${hostUserId}` });
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
