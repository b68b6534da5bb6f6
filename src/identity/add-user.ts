import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import type { Plain } from '../platform/http';
import { Accounts } from './accounts';
import { NewMember } from './new-member';
import { Passwords } from './passwords';
import type { Person } from './person';
import type { Principal } from './principal';
import { assertMayGrant } from './team.rules';
import type { AddUserInput } from './users.dto';

/** Gives somebody new a user ID in the account. */
@Injectable()
export class AddUser {
  constructor(
    private readonly db: Database,
    private readonly accounts: Accounts,
    private readonly passwords: Passwords,
    private readonly newMember: NewMember,
  ) {}

  /** @throws Forbidden, NotWhileActingAs, EmailExists */
  async run(who: Principal, input: Plain<AddUserInput> & { password: string }): Promise<Person> {
    const { accountId } = who;
    const { name, email, password, role = 'member', timezone, phone = null } = input;
    assertMayGrant(who, role);
    const passwordHash = await this.passwords.hash(password);
    return this.db.transaction(async () => {
      const zone = timezone ?? (await this.accounts.get(accountId)).timezone;
      return this.newMember.make(accountId, {
        name,
        email,
        passwordHash,
        timezone: zone,
        phone,
        role,
        emailProvenAt: null,
      });
    });
  }
}
