import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config';
import { Database } from '../platform/database';
import { SignUpInput, SignedIn, signedIn } from './auth.dto';
import { SignupDisabled } from './identity.problems';
import { OpenAccount } from './open-account';
import { Passwords } from './passwords';
import { Sessions } from './sessions';

/** Opens an account for a newcomer, and logs them in. */
@Injectable()
export class SignUp {
  constructor(
    private readonly config: Config,
    private readonly db: Database,
    private readonly passwords: Passwords,
    private readonly openAccount: OpenAccount,
    private readonly sessions: Sessions,
  ) {}

  /** @throws SignupDisabled, EmailExists */
  async run({ password, ...input }: SignUpInput): Promise<SignedIn> {
    if (!this.config.allowSignup) throw SignupDisabled('Ask an admin of an account here to add you.');
    const passwordHash = await this.passwords.hash(password);
    return this.db.transaction(async () => {
      const { account, owner } = await this.openAccount.run({ ...input, passwordHash });
      return signedIn(await this.sessions.open(account.id, owner.userId), account, owner);
    });
  }
}
