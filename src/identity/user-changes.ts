import { Injectable } from '@nestjs/common';
import { ChangeInvitation } from './change-invitation';
import { ChangeUser } from './change-user';
import type { FutureAppointments } from './identity.events';
import type { Principal } from './principal';
import { RemoveUser } from './remove-user';
import { TeamInvitationStore } from './team-invitation.store';
import type { UserChange } from './team.rules';
import { type User, toInvitedUser, toUser } from './users.dto';
import { WithdrawInvitation } from './withdraw-invitation';

/** What is done to somebody of the team, who is a member or only invited. */
@Injectable()
export class UserChanges {
  constructor(
    private readonly invitations: TeamInvitationStore,
    private readonly changeUser: ChangeUser,
    private readonly changeInvitation: ChangeInvitation,
    private readonly removeUser: RemoveUser,
    private readonly withdrawInvitation: WithdrawInvitation,
  ) {}

  async change(who: Principal, id: string, change: UserChange, version: number | null): Promise<User> {
    if (await this.isInvited(who, id)) return toInvitedUser(await this.changeInvitation.run(who, id, change, version));
    return toUser(await this.changeUser.run(who, id, change, version));
  }

  async remove(who: Principal, id: string, future?: FutureAppointments): Promise<void> {
    if (await this.isInvited(who, id)) return this.withdrawInvitation.run(who, id);
    return this.removeUser.run(who, id, future);
  }

  private async isInvited({ accountId }: Principal, id: string): Promise<boolean> {
    return (await this.invitations.find(accountId, id)) !== null;
  }
}
