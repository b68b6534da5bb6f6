import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../platform/clock';
import { HandlesJob, type JobHandler, Jobs, defineJob } from '../platform/jobs';
import { EnrolmentStores } from './enrolment-stores';
import { HostJobs } from './host-jobs';

const TICK_MS = 60_000;
const HOSTS_A_TICK = 500;

const FindOwedMeetings = defineJob<Record<string, never>>('meetings.find-owed', { maxAttempts: 1 });

/** Nothing should wait for this: it is there for jobs that got lost or were given up. */
@Injectable()
@HandlesJob(FindOwedMeetings)
export class FindOwedJob implements JobHandler<Record<string, never>> {
  constructor(
    private readonly stores: EnrolmentStores,
    private readonly hosts: HostJobs,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /** The key lets a cluster run each tick once. */
  @Interval(TICK_MS)
  async tick(): Promise<void> {
    await this.jobs.add(FindOwedMeetings, {}, { key: FindOwedMeetings.name });
  }

  async run(): Promise<void> {
    const now = this.clock.now();
    const busy = await this.stores.meetings.hostsWithDueWork(now, HOSTS_A_TICK);
    const enrolling = await this.stores.registrants.hostsWithDueWork(now, HOSTS_A_TICK);
    for (const hostUserId of new Set([...busy, ...enrolling])) await this.hosts.now(hostUserId);
  }
}
