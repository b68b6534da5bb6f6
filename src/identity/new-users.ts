import { Injectable } from '@nestjs/common';
import type { Plain } from '../platform/http';
import { AddUser } from './add-user';
import { InviteUser } from './invite-user';
import { MailThrottle } from './mail-throttle';
import type { Principal } from './principal';
import { SendInvitationAgain } from './send-invitation-again';
import { Team } from './team';
import { type AddUserInput, type User, toInvitedUser, toUser } from './users.dto';

/** The ways somebody comes into the team: with a password given to them, or asked by mail. */
@Injectable()
export class NewUsers {
  constructor(
    private readonly addUser: AddUser,
    private readonly inviteUser: InviteUser,
    private readonly sendAgain: SendInvitationAgain,
    private readonly team: Team,
    private readonly throttle: MailThrottle,
  ) {}

  async add(who: Principal, { password, ...input }: Plain<AddUserInput>): Promise<User> {
    if (password !== undefined) return toUser(await this.addUser.run(who, { ...input, password }));
    await this.throttle.count(input.email, who.accountId);
    return toInvitedUser(await this.inviteUser.run(who, input));
  }

  async inviteAgain(who: Principal, id: string): Promise<User> {
    const { email } = await this.team.invited(who.accountId, id);
    await this.throttle.count(email, who.accountId);
    return toInvitedUser(await this.sendAgain.run(who, id));
  }
}
