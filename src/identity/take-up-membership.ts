import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Invalid } from '../platform/http';
import { NewMember } from './new-member';
import type { Person } from './person';
import { TakesNewPassword } from './take-new-password';
import type { TeamInvitation } from './team-invitation.entity';
import { type Credentials, UserStore } from './user.store';

/** What somebody adds to the invitation they accept. */
export interface Acceptance {
  passwordHash: string | null;
  name: string | undefined;
}

/** Makes a member of whoever has the e-mail of an invitation. Part of the act that accepts it. */
@Injectable()
export class TakesUpMembership {
  constructor(
    private readonly users: UserStore,
    private readonly newMember: NewMember,
    private readonly taking: TakesNewPassword,
    private readonly clock: Clock,
  ) {}

  /** Called inside the act's transaction, account and e-mail locked, the invitation used up. @throws Invalid */
  async run(invitation: TeamInvitation, acceptance: Acceptance): Promise<Person> {
    const known = await this.lockedByEmail(invitation.email);
    if (!known) return this.asNewcomer(invitation, acceptance);
    if (acceptance.name !== undefined) refuse('/name', 'is not needed: they have a user ID already, with its name');
    if (known.emailProvenAt === null) await this.proveAnew(known.userId, acceptance);
    else if (acceptance.passwordHash !== null) refuse('/password', 'is not needed: they log in as everywhere else');
    return this.newMember.join(invitation.accountId, known.userId, invitation.role);
  }

  private async asNewcomer(invitation: TeamInvitation, { passwordHash, name }: Acceptance): Promise<Person> {
    const { accountId, id, email, timezone, phone, role } = invitation;
    if (passwordHash === null) refuse('/password', 'is needed: they have none yet');
    // The person who had the ID when they were invited is gone, and the ID with them.
    const userId = (await this.users.exists(id)) ? randomUUID() : id;
    const emailProvenAt = this.clock.now();
    const person = { userId, name: name ?? invitation.name, email, timezone, phone, role, passwordHash, emailProvenAt };
    return this.newMember.make(accountId, person);
  }

  /**
   * Whoever typed this address when they signed up, or added it in another account, need not be who reads its mail: that
   * one chooses the password now, and everybody who knew the former is out.
   */
  private async proveAnew(userId: string, { passwordHash }: Acceptance): Promise<void> {
    if (passwordHash === null) refuse('/password', 'is needed: nobody has proven yet that this address is theirs');
    await this.taking.run('password.reset', userId, passwordHash);
    await this.users.proveEmail(userId, this.clock.now());
  }

  private async lockedByEmail(email: string): Promise<Credentials | undefined> {
    const known = await this.users.credentialsByEmail(email);
    if (!known) return undefined;
    await this.users.lock(known.userId);
    // Their last membership may have ended meanwhile.
    return this.users.credentialsByEmail(email);
  }
}

function refuse(pointer: string, detail: string): never {
  throw Invalid(`${pointer}: ${detail}`, { errors: [{ pointer, detail }] });
}
