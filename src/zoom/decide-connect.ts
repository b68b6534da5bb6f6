import { Injectable } from '@nestjs/common';
import type { ZoomUser } from '#libs/zoom-api';
import { Database } from '../platform/database';
import { ConnectLinkStore } from './connect-link.store';
import { JudgeConnect } from './judge-connect';
import { PlaceTokens } from './place-tokens';
import type { Claim, Decision, SignIn } from './sign-in';
import type { Tokens } from './token-vault';
import { UnconfirmedConnects } from './unconfirmed-connects';

/**
 * Whose the Zoom user is, and so what becomes of a fresh token set of theirs: it makes a connection, it waits for
 * somebody's yes, it replaces the one it has killed, or it is revoked. Under the Zoom user's lease.
 */
@Injectable()
export class DecideConnect {
  constructor(
    private readonly db: Database,
    private readonly judge: JudgeConnect,
    private readonly unconfirmed: UnconfirmedConnects,
    private readonly place: PlaceTokens,
    private readonly links: ConnectLinkStore,
  ) {}

  /** A refusal is committed too. */
  run(signIn: SignIn, user: ZoomUser, tokens: Tokens, claim: Claim): Promise<Decision> {
    return this.db.transaction(async (): Promise<Decision> => {
      await this.judge.lock(signIn, user.id);
      const late = await claim();
      if (late) return { state: 'refused', refusal: late };
      // These tokens are the only living ones of this Zoom user: what waits with older ones waits in vain.
      await this.unconfirmed.forgetOf(user.id);
      const refusal = await this.judge.refusal(signIn, user.id);
      if (refusal) {
        await this.place.afterRefusal(signIn, user, tokens, refusal);
        return { state: 'refused', refusal };
      }
      if (await this.judge.mustBeConfirmed(signIn, user)) return this.unconfirmed.keep(signIn, user, tokens);
      await this.place.connect(signIn, user, tokens);
      await this.links.end(signIn.accountId, signIn.userId);
      return { state: 'connected' };
    });
  }
}
