import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Unauthenticated } from '../platform/http';
import { type SignedIn, signedIn } from './auth.dto';
import type { Account } from './person';
import { type Proof, SecondFactor } from './second-factor';
import { Sessions } from './sessions';
import { type Credentials, UserStore } from './user.store';

export const NO_MATCH = 'No living user has this e-mail with this password.';

/** The last step of a login: what was proven must still hold when the session begins. Part of the act. */
@Injectable()
export class OpensProvenSession {
  constructor(
    private readonly db: Database,
    private readonly users: UserStore,
    private readonly factor: SecondFactor,
    private readonly sessions: Sessions,
  ) {}

  /** @throws Unauthenticated, TotpWrong */
  run(account: Account, { userId, passwordHash }: Credentials, proof: Proof | null): Promise<SignedIn> {
    return this.db.transaction(async () => {
      // A new password ends the sessions there are: one that begins with the old password meanwhile must not outlive it.
      await this.users.lock(userId);
      const person = await this.users.find(account.id, userId);
      const now = await this.users.credentials(userId);
      if (person?.status !== 'active' || now?.passwordHash !== passwordHash) throw Unauthenticated(NO_MATCH);
      await this.factor.use(userId, proof);
      return signedIn(await this.sessions.open(account.id, userId), account, person);
    });
  }
}
