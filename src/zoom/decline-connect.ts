import { Injectable } from '@nestjs/common';
import { Audit } from '../audit';
import { Database } from '../platform/database';
import { type Confirmer, concerning, over } from './confirm-connect';
import { RevokeTokens } from './revoke-tokens';
import { UnconfirmedConnects } from './unconfirmed-connects';
import type { Unconfirmed } from './unconfirmed.store';

/** Gives back what Zoom granted for an account that is not the right one. */
@Injectable()
export class DeclineConnect {
  constructor(
    private readonly db: Database,
    private readonly unconfirmed: UnconfirmedConnects,
    private readonly revoke: RevokeTokens,
    private readonly audit: Audit,
  ) {}

  /** @throws ZoomConfirmationInvalid */
  async run(who: Confirmer, confirmToken: string): Promise<Unconfirmed> {
    const waiting = concerning(who, await this.unconfirmed.waiting(confirmToken));
    await this.db.transaction(async () => {
      if (!(await this.unconfirmed.take(waiting))) throw over();
      const tokens = this.unconfirmed.open(waiting);
      if (tokens) await this.revoke.later(waiting.zoomUserId, tokens);
      const { accountId, userId, actorId, zoomUserId } = waiting;
      await this.audit.record('zoom.declined', {
        target: { kind: 'user', id: userId },
        after: { zoomUserId },
        ...(who === 'browser' && { accountId, actorId, subjectId: userId }),
      });
    });
    return waiting;
  }
}
