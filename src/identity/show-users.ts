import { Injectable } from '@nestjs/common';
import { Page, pageOf, positionOf } from '../platform/http';
import { People } from './people';
import type { Principal } from './principal';
import { UserIncludes } from './user-includes';
import { UserStore } from './user.store';
import { User, UserQuery, UsersQuery, toUser } from './users.dto';

/** The team, as every member sees it. */
@Injectable()
export class ShowUsers {
  constructor(
    private readonly people: People,
    private readonly users: UserStore,
    private readonly includes: UserIncludes,
  ) {}

  /** Deleted ones too. @throws NotFound */
  async one(who: Principal, userId: string, { include }: UserQuery): Promise<User> {
    const person = await this.people.get(who.accountId, userId, { deletedToo: true });
    const added = await this.includes.read(who, include, [userId]);
    return { ...toUser(person), ...added.get(userId) };
  }

  async page(who: Principal, query: UsersQuery): Promise<Page<User>> {
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
}
