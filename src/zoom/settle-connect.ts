import { Injectable } from '@nestjs/common';
import { ZoomApi, ZoomError, type ZoomUser } from '#libs/zoom-api';
import { DecideConnect } from './decide-connect';
import { JudgeConnect } from './judge-connect';
import { Leases } from './leases';
import type { AwaitingConfirmation, Claim, SignIn } from './sign-in';
import type { Tokens } from './token-vault';
import { Problem } from '../platform/http';
import { ZoomCodeInvalid, ZoomScopesMissing, ZoomUnavailable } from './zoom.problems';

/** A connect may wait for a request to Zoom that is under way for the same Zoom user. */
const WAIT_MS = 15_000;

/** Finds out whose a fresh token set is, and has it decided what becomes of it. */
@Injectable()
export class SettleConnect {
  constructor(
    private readonly zoom: ZoomApi,
    private readonly leases: Leases,
    private readonly judge: JudgeConnect,
    private readonly decide: DecideConnect,
  ) {}

  /**
   * @returns what somebody has to confirm first, or null when it is connected
   * @throws Problem when it is refused; ZoomUnavailable when it cannot be decided yet, which is worth repeating
   */
  async run(signIn: SignIn, tokens: Tokens, claim: Claim): Promise<AwaitingConfirmation | null> {
    const { id } = await this.whoIs(tokens, claim);
    const lease = await this.leases.take(id, WAIT_MS);
    if (typeof lease === 'number') throw notYet();
    try {
      // Asked again now that nobody else can change the tokens: a set that has died must not replace a living one.
      const user = await this.stillHere(signIn, id, tokens, claim);
      const decision = await this.decide.run(signIn, user, tokens, claim);
      if (decision.state === 'refused') throw decision.refusal;
      return decision.state === 'connected' ? null : decision;
    } finally {
      await lease.release();
    }
  }

  private async stillHere(signIn: SignIn, zoomUserId: string, tokens: Tokens, claim: Claim): Promise<ZoomUser> {
    try {
      return await this.whoIs(tokens, claim);
    } catch (error) {
      // Somebody else's sign-in to the same Zoom account was faster, and has it now.
      const lost = error instanceof Problem && error.is(ZoomCodeInvalid);
      throw (lost ? await this.judge.boundElsewhere(signIn, zoomUserId) : null) ?? error;
    }
  }

  private async whoIs({ accessToken }: Tokens, claim: Claim): Promise<ZoomUser> {
    try {
      return await this.zoom.me(accessToken);
    } catch (error) {
      if (!(error instanceof ZoomError)) throw error;
      if (error.kind !== 'unauthorized' && error.kind !== 'missing-scope') throw notYet();
      await claim();
      throw error.kind === 'unauthorized'
        ? ZoomCodeInvalid('The same Zoom account was connected once more in the meantime; the later sign-in counts.')
        : ZoomScopesMissing('Zoom does not let us see who you are. The Zoom app lacks the scope user:read:user.');
    }
  }
}

const notYet = () =>
  ZoomUnavailable('You allowed the access, but Zoom does not answer now. It is tried again in a minute; look then.');
