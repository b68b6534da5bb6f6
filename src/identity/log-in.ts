import { Injectable } from '@nestjs/common';
import { NotFound, Unauthenticated } from '../platform/http';
import { Accounts } from './accounts';
import { LogInInput, SignedIn, signedIn } from './auth.dto';
import { ChooseAccount } from './identity.problems';
import { LoginThrottle } from './login-throttle';
import { Passwords } from './passwords';
import type { Account } from './person';
import { Sessions } from './sessions';
import { UserStore } from './user.store';

const NO_MATCH = 'No living user has this e-mail with this password.';

/** Opens a session in one account. Says the same, and takes as long, for an unknown e-mail as for a wrong password. */
@Injectable()
export class LogIn {
  constructor(
    private readonly throttle: LoginThrottle,
    private readonly passwords: Passwords,
    private readonly users: UserStore,
    private readonly accounts: Accounts,
    private readonly sessions: Sessions,
  ) {}

  /** @throws Unauthenticated, ChooseAccount, RateLimited */
  async run({ email, password, accountId }: LogInInput, address: string): Promise<SignedIn> {
    const credentials = await this.users.credentialsByEmail(email);
    const matches = await this.throttle.guard(email, address, () =>
      this.passwords.matches(password, credentials?.passwordHash),
    );
    if (!credentials || !matches) throw Unauthenticated(NO_MATCH);
    const account = chosen(await this.accounts.ofUser(credentials.userId), accountId);
    const person = await this.users.find(account.id, credentials.userId);
    if (!person) throw Unauthenticated(NO_MATCH);
    return signedIn(await this.sessions.open(account.id, person.userId), account, person);
  }
}

function chosen(accounts: Account[], accountId: string | undefined): Account {
  if (accountId !== undefined) {
    const account = accounts.find(({ id }) => id === accountId.toLowerCase());
    if (!account) throw NotFound(`You belong to no account with the ID ${accountId}.`);
    return account;
  }
  const [only, ...others] = accounts;
  if (!only) throw Unauthenticated(NO_MATCH);
  if (others.length === 0) return only;
  throw ChooseAccount('You belong to several accounts; send accountId.', {
    members: { accounts: accounts.map(({ id, name }) => ({ id, name })) },
  });
}
