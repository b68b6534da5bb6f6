import { Injectable } from '@nestjs/common';
import { type Fact, type Reaction, ReactsTo } from '../platform/events';
import { ZoomReconnectRequired } from '../zoom';
import { HostJobs } from './host-jobs';

@Injectable()
@ReactsTo(
  ZoomReconnectRequired,
  'meetings.on-zoom-reconnect-required',
  'Links that are there go on unmanaged, those that are not wait for the host.',
)
export class OnZoomReconnectRequired implements Reaction<{ userId: string }> {
  constructor(private readonly jobs: HostJobs) {}

  async react({ payload }: Fact<{ userId: string }>): Promise<void> {
    await this.jobs.now(payload.userId);
  }
}
