import { Injectable } from '@nestjs/common';
import { HandlesJob, JobHandler } from '../platform/jobs';
import { Problem } from '../platform/http';
import { OAuthStateStore } from './oauth-state.store';
import { PendingConnect, PendingConnects, SettleConnectJob } from './pending-connects';
import { SettleConnect } from './settle-connect';
import { ZoomUnavailable } from './zoom.problems';

/** Decides about a token set that its callback could not: the process ended, or Zoom did not answer. */
@Injectable()
@HandlesJob(SettleConnectJob)
export class SettlePendingConnect implements JobHandler<PendingConnect> {
  constructor(
    private readonly states: OAuthStateStore,
    private readonly pending: PendingConnects,
    private readonly settle: SettleConnect,
  ) {}

  async run(job: PendingConnect): Promise<void> {
    const state = await this.states.unsettled(job.stateHash);
    const tokens = this.pending.open(job);
    if (!state || !tokens) return;
    try {
      await this.settle.run(state, tokens);
    } catch (error) {
      // A refusal is an outcome too; there is nobody left to tell.
      if (!(error instanceof Problem) || error.is(ZoomUnavailable)) throw error;
    }
  }
}
