import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { hashToken } from '../platform/crypto';
import { Problem } from '../platform/http';
import { type Arrival, standingOf } from './connect-browser';
import { CallbackQuery, ExchangeCode, parameter } from './exchange-code';
import { OAuthState, OAuthStateStore } from './oauth-state.store';
import { PROFILE } from './return-to';
import { PendingConnects } from './pending-connects';
import { SettleConnect } from './settle-connect';
import type { AwaitingConfirmation, SignIn } from './sign-in';
import type { Tokens } from './token-vault';
import { OAuthStateInvalid } from './zoom.problems';

export interface ConnectOutcome {
  returnTo: string;
  /** Who is connected now, or what somebody has to confirm first, or why nobody is connected. */
  result: { state: 'connected'; userId: string } | AwaitingConfirmation | Problem;
}

/** Ends the authorisation of Zoom. No transaction is open while Zoom is asked. */
@Injectable()
export class FinishConnect {
  constructor(
    private readonly states: OAuthStateStore,
    private readonly exchange: ExchangeCode,
    private readonly pending: PendingConnects,
    private readonly settle: SettleConnect,
    private readonly clock: Clock,
  ) {}

  async run(query: CallbackQuery, arrival: Arrival): Promise<ConnectOutcome> {
    const state = await this.takeState(query);
    if (!state) {
      const detail = 'The link was used before, is older than ten minutes or not ours. Start again from Slotlink.';
      return { returnTo: PROFILE, result: OAuthStateInvalid(detail) };
    }
    const { returnTo, userId } = state;
    try {
      const tokens = await this.tokensFor(state, query);
      const signIn: SignIn = { ...state, standing: standingOf(arrival, state.browserHash) };
      await this.pending.keep(state.stateHash, signIn, tokens);
      const awaiting = await this.settle.run(signIn, tokens, () => this.pending.claim(state.stateHash));
      return { returnTo, result: awaiting ?? { state: 'connected', userId } };
    } catch (error) {
      if (error instanceof Problem) return { returnTo, result: error };
      throw error;
    }
  }

  private async takeState(query: CallbackQuery): Promise<OAuthState | undefined> {
    const state = parameter(query, 'state');
    return state === null ? undefined : this.states.take(hashToken(state), this.clock.now());
  }

  private async tokensFor(state: OAuthState, query: CallbackQuery): Promise<Tokens> {
    try {
      return await this.exchange.run(state, query);
    } catch (error) {
      await this.states.settle(state.stateHash, this.clock.now());
      throw error;
    }
  }
}
