import { Injectable } from '@nestjs/common';
import { ZoomError } from '#libs/zoom-api';
import { Clock } from '../platform/clock';
import { HandlesJob, type JobHandler } from '../platform/jobs';
import { type ZoomSession, ZoomSessions } from '../zoom';
import { SweepHost, type SweepHostPayload, SweepJobs } from './sweep-jobs';
import { SweepMeetings } from './sweep-meetings';
import { SweepStore } from './sweep.store';

/** Sweeps one host's meetings, and writes down what came of it. */
@Injectable()
@HandlesJob(SweepHost)
export class SweepHostJob implements JobHandler<SweepHostPayload> {
  constructor(
    private readonly sessions: ZoomSessions,
    private readonly meetings: SweepMeetings,
    private readonly store: SweepStore,
    private readonly jobs: SweepJobs,
    private readonly clock: Clock,
  ) {}

  /** @throws LeaseLost, to be run again */
  async run({ hostUserId }: SweepHostPayload): Promise<void> {
    try {
      const turn = await this.sessions.using(hostUserId, (session) => this.sweep(session));
      if (turn.state === 'busy') await this.jobs.later(hostUserId, turn.until);
      else if (turn.state !== 'done') await this.end(hostUserId, `zoom-${turn.state}`);
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      await this.end(hostUserId, `zoom-${error.kind}`);
    }
  }

  private async sweep(session: ZoomSession): Promise<void> {
    await this.store.begin(session.userId, this.clock.now());
    const found = await this.meetings.run(session);
    await this.store.finish(session.userId, 'done', { ...found, failure: null, finishedAt: this.clock.now() });
  }

  /** What the sweep before it found stays. */
  private async end(hostUserId: string, failure: string): Promise<void> {
    await this.store.begin(hostUserId, this.clock.now());
    await this.store.finish(hostUserId, 'failed', { failure, finishedAt: this.clock.now() });
  }
}
