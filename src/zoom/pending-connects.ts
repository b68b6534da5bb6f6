import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { defineSealedInJob } from '../platform/crypto';
import { Jobs, defineJob } from '../platform/jobs';
import type { Problem } from '../platform/http';
import { OAuthStateStore } from './oauth-state.store';
import type { SignIn } from './sign-in';
import { TokenVault, Tokens } from './token-vault';
import { ZoomUnavailable } from './zoom.problems';

/** When the job takes over what a callback, its process gone or Zoom silent, left undecided. */
const TAKE_OVER_MS = 60_000;

/** While a used state is this young and has no outcome, a token set may be on its way into a connection. */
const UNDER_WAY_MS = 2 * 60_000;

export interface PendingConnect {
  stateHash: string;
  /** Sealed for this job. */
  tokens: string;
  standing?: SignIn['standing'];
}

export const SettleConnectJob = defineJob<PendingConnect>('zoom.settle-connect', { maxAttempts: 10 });

const placeOf = defineSealedInJob({
  job: SettleConnectJob.name,
  key: 'stateHash',
  field: 'tokens',
  place: (stateHash) => `zoom.settle-connect:${stateHash}`,
});

/**
 * Fresh token sets that nothing is decided about yet. The exchange has killed every older set of the same Zoom user,
 * maybe that of somebody else's connection, so a set once received is never just dropped: a job has it too.
 */
@Injectable()
export class PendingConnects {
  constructor(
    private readonly states: OAuthStateStore,
    private readonly vault: TokenVault,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  async keep(stateHash: string, { standing }: SignIn, tokens: Tokens): Promise<void> {
    const wrapped = this.vault.wrap(tokens, placeOf(stateHash));
    const at = new Date(this.clock.ms() + TAKE_OVER_MS);
    await this.jobs.add(SettleConnectJob, { stateHash, tokens: wrapped, standing }, { at, key: placeOf(stateHash) });
  }

  /** Null when the key they were sealed with is lost. */
  open({ stateHash, tokens }: PendingConnect): Tokens | null {
    return this.vault.unwrap(tokens, placeOf(stateHash));
  }

  /** A `Claim`. */
  async claim(stateHash: string): Promise<Problem | null> {
    await this.jobs.remove(placeOf(stateHash));
    const first = await this.states.settle(stateHash, this.clock.now());
    return first ? null : ZoomUnavailable('This sign-in was finished elsewhere.');
  }

  /** Whether somebody's sign-in may just have killed a token set, its successor not being stored yet. */
  anyUnderWay(): Promise<boolean> {
    return this.states.anyUnderWay(new Date(this.clock.ms() - UNDER_WAY_MS));
  }
}
