import { BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { LinkAwaited } from '../appointments';
import { NOBODY, runInContext } from '../platform/context';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { ReconcileHostJob } from './reconcile-host';

/** Hosts worked for at once in one process; the others wait for the job. */
const AT_ONCE = 16;

/**
 * Works for a host at once, in the process of whoever waits for the link. The job that was added with the booking does
 * the same a little later, should this come to nothing.
 */
@Injectable()
@AnswersIntent(LinkAwaited)
export class OnLinkAwaited implements IntentAnswer<{ hostUserId: string }>, BeforeApplicationShutdown {
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly reconcile: ReconcileHostJob,
    private readonly log: PinoLogger,
  ) {}

  answer(payload: { hostUserId: string }): Promise<void> {
    if (this.running.size < AT_ONCE) {
      // What follows is nobody's act, as in a job.
      const work = runInContext({ ...NOBODY }, () => this.work(payload));
      this.running.add(work);
      void work.then(() => this.running.delete(work));
    }
    return Promise.resolve();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.running);
  }

  private async work(payload: { hostUserId: string }): Promise<void> {
    try {
      await this.reconcile.run(payload);
    } catch (error) {
      this.log.warn({ err: error, ...payload }, 'a link that is waited for was not made at once; the job tries again');
    }
  }
}
