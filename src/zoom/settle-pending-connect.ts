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
    // Jobs that were there before this was asked say nothing of it.
    const signIn = { ...state, standing: job.standing ?? ('begun-here' as const) };
    try {
      // What must be confirmed first cannot be: whoever could is gone without the token for it. So it ends by itself.
      await this.settle.run(signIn, tokens, () => this.pending.claim(job.stateHash));
    } catch (error) {
      // A refusal is an outcome too; there is nobody left to tell.
      if (!(error instanceof Problem) || error.is(ZoomUnavailable)) throw error;
    }
  }
}
