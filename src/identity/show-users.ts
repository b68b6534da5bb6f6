import { Injectable } from '@nestjs/common';
import { Page, pageOf, positionOf } from '../platform/http';
import { People } from './people';
import type { Principal } from './principal';
import { TeamInvitationStore } from './team-invitation.store';
import { UserIncludes } from './user-includes';
import { UserStore } from './user.store';
import { User, UserQuery, UsersQuery, toInvitedUser, toUser } from './users.dto';

/** The team, as every member sees it. */
@Injectable()
export class ShowUsers {
  constructor(
    private readonly people: People,
    private readonly users: UserStore,
    private readonly invitations: TeamInvitationStore,
    private readonly includes: UserIncludes,
  ) {}

  /** Deleted and invited ones too. @throws NotFound */
  async one(who: Principal, userId: string, { include }: UserQuery): Promise<User> {
    const invitation = await this.invitations.find(who.accountId, userId);
    if (invitation) return toInvitedUser(invitation);
    const person = await this.people.get(who.accountId, userId, { deletedToo: true });
    const added = await this.includes.read(who, include, [userId]);
    return { ...toUser(person), ...added.get(userId) };
  }

  async page(who: Principal, query: UsersQuery): Promise<Page<User>> {
    if (query.status === 'invited') return this.invited(who, query);
    const rows = await this.users.page(who.accountId, query.status, positionOf(query), query.limit + 1);
    const ids = rows.map(({ userId }) => userId);
    const added = await this.includes.read(who, query.include, ids);
    return pageOf(
      rows,
      query,
      ({ createdAt, userId }) => ({ at: createdAt, id: userId }),
      (person) => ({ ...toUser(person), ...added.get(person.userId) }),
    );
  }

  private async invited({ accountId }: Principal, query: UsersQuery): Promise<Page<User>> {
    const rows = await this.invitations.page(accountId, positionOf(query), query.limit + 1);
    return pageOf(rows, query, ({ createdAt, id }) => ({ at: createdAt, id }), toInvitedUser);
  }
}
