import { Injectable } from '@nestjs/common';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { ZoomDisconnected } from '../zoom';
import { HostJobs } from './host-jobs';

@Injectable()
@ReactsTo(
  ZoomDisconnected,
  'meetings.on-zoom-disconnected',
  'Links that are there go on unmanaged, those that are not have failed.',
)
export class OnZoomDisconnected implements Reaction<{ userId: string }> {
  constructor(private readonly jobs: HostJobs) {}

  async react({ payload }: Fact<{ userId: string }>): Promise<void> {
    await this.jobs.now(payload.userId);
  }
}
