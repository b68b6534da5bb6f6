import { Injectable } from '@nestjs/common';
import { Jobs, defineJob } from '../platform/jobs';

export interface SweepHostPayload {
  hostUserId: string;
}

/** Compares a host's meetings at Zoom with ours. */
export const SweepHost = defineJob<SweepHostPayload>('meetings.sweep-host');

@Injectable()
export class SweepJobs {
  constructor(private readonly jobs: Jobs) {}

  now(hostUserId: string): Promise<void> {
    return this.jobs.add(SweepHost, { hostUserId }, { key: `${SweepHost.name}:${hostUserId}` });
  }

  /** `at`: when another's turn with Zoom has ended, or Zoom can be reached again. */
  later(hostUserId: string, at: Date): Promise<void> {
    return this.jobs.add(SweepHost, { hostUserId }, { at, key: `${SweepHost.name}:${hostUserId}` });
  }
}
