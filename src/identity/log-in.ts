import { Injectable } from '@nestjs/common';
import { NotFound, Unauthenticated } from '../platform/http';
import { Accounts } from './accounts';
import { LogInInput, SignedIn } from './auth.dto';
import { ChooseAccount } from './identity.problems';
import { NO_MATCH, OpensProvenSession } from './open-proven-session';
import { PasswordChecks } from './password-checks';
import type { Account } from './person';
import { SecondFactor } from './second-factor';

/** Opens a session in one account, for whoever has the password and, where there is one, the second factor. */
@Injectable()
export class LogIn {
  constructor(
    private readonly checks: PasswordChecks,
    private readonly factor: SecondFactor,
    private readonly accounts: Accounts,
    private readonly opening: OpensProvenSession,
  ) {}

  /** @throws Unauthenticated, TotpRequired, TotpWrong, ChooseAccount, RateLimited */
  async run({ email, password, accountId, code }: LogInInput, address: string): Promise<SignedIn> {
    const person = await this.checks.holder(email, password, address);
    if (!person) throw Unauthenticated(NO_MATCH);
    // Whoever is asked which account sends the same code again with the answer: until then it is not used up.
    const proof = await this.factor.prove(person, code, address);
    const account = chosen(await this.accounts.ofUser(person.userId), accountId);
    return this.opening.run(account, person, proof);
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
