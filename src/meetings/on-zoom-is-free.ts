import { Injectable } from '@nestjs/common';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ZoomIsFree } from '../zoom';
import { HostJobs } from './host-jobs';

/** What a host is owed meanwhile would wait for the end of a lease that nobody holds any more. */
@Injectable()
@AnswersIntent(ZoomIsFree)
export class OnZoomIsFree implements IntentAnswer<{ userId: string }> {
  constructor(private readonly jobs: HostJobs) {}

  async answer({ userId }: { userId: string }): Promise<void> {
    await this.jobs.now(userId);
  }
}
