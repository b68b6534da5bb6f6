import { Injectable } from '@nestjs/common';
import type { Principal } from '../identity';
import { SettleConnect } from './settle-connect';
import { UnconfirmedConnects } from './unconfirmed-connects';
import type { Unconfirmed } from './unconfirmed.store';
import { ZoomConfirmationInvalid } from './zoom.problems';

/** Who says yes or no: somebody logged in, or whoever sits at the browser that came back from Zoom. */
export type Confirmer = Pick<Principal, 'accountId' | 'userId' | 'actorId'> | 'browser';

/** Binds a Zoom user that somebody has looked at. */
@Injectable()
export class ConfirmConnect {
  constructor(
    private readonly unconfirmed: UnconfirmedConnects,
    private readonly settle: SettleConnect,
  ) {}

  /**
   * Nothing is used up before it is decided: while Zoom does not answer, the same token may be tried again.
   * @throws ZoomConfirmationInvalid @throws Problem as connecting does
   */
  async run(who: Confirmer, confirmToken: string): Promise<Unconfirmed> {
    const waiting = concerning(who, await this.unconfirmed.waiting(confirmToken));
    const tokens = this.unconfirmed.open(waiting);
    if (!tokens) throw over();
    const claim = async () => ((await this.unconfirmed.take(waiting)) ? null : over());
    // Who confirms as somebody logged in has a login that lasts, the former one or a later one of the same two people.
    const loginId = who === 'browser' ? waiting.loginId : null;
    await this.settle.run({ ...waiting, loginId, standing: 'confirmed' }, tokens, claim);
    return waiting;
  }
}

/** One that is somebody else's to confirm is as unknown as none. @throws ZoomConfirmationInvalid */
export function concerning(who: Confirmer, waiting: Unconfirmed | undefined): Unconfirmed {
  const theirs =
    waiting &&
    (who === 'browser' ||
      (waiting.accountId === who.accountId && waiting.userId === who.userId && waiting.actorId === who.actorId));
  if (!theirs) throw over();
  return waiting;
}

export const over = () =>
  ZoomConfirmationInvalid('It was answered before, is older than a quarter of an hour, or not yours. Start again.');
