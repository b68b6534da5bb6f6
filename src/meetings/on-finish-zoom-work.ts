import { Injectable } from '@nestjs/common';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { type ConnectionEnding, FinishZoomWork } from '../zoom';
import { FinishDeletions } from './finish-deletions';

/** Meetings that nobody needs any more are deleted as long as the host's Zoom can be talked to. */
@Injectable()
@AnswersIntent(FinishZoomWork)
export class OnFinishZoomWork implements IntentAnswer<ConnectionEnding> {
  constructor(private readonly finish: FinishDeletions) {}

  async answer({ userId, forMs }: ConnectionEnding): Promise<void> {
    await this.finish.run(userId, forMs);
  }
}
