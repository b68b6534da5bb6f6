import { Injectable } from '@nestjs/common';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { ZoomConnected } from '../zoom';
import { HostJobs } from './host-jobs';
import type { Host } from './meeting.store';
import { MeetingStore } from './meeting.store';
import { RefusalStore } from './refusal.store';

@Injectable()
@ReactsTo(
  ZoomConnected,
  'meetings.on-zoom-connected',
  'Links that waited for the host are made, deletions caught up on.',
)
export class OnZoomConnected implements Reaction<Host> {
  constructor(
    private readonly store: MeetingStore,
    private readonly refusals: RefusalStore,
    private readonly jobs: HostJobs,
  ) {}

  async react({ payload }: Fact<Host>): Promise<void> {
    await this.store.hurry(payload);
    await this.refusals.forget(payload.zoomUserId);
    await this.jobs.now(payload.userId);
  }
}
