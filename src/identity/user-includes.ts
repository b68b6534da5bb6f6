import { Injectable } from '@nestjs/common';
import { Invalid } from '../platform/http';
import type { Principal } from './principal';

/** What one floor above says about each of the users; users it says nothing about are missing. */
export type UserInclude = (who: Principal, userIds: string[]) => Promise<Map<string, object>>;

/** What `?include=` adds to users. The floors above register theirs at boot. */
@Injectable()
export class UserIncludes {
  private readonly known = new Map<string, UserInclude>();

  register(name: string, include: UserInclude): void {
    this.known.set(name, include);
  }

  /**
   * Members to add, by user ID.
   * @param names comma-separated
   * @throws Invalid on an unknown name
   */
  async read(who: Principal, names: string | undefined, userIds: string[]): Promise<Map<string, object>> {
    const added = new Map<string, object>(userIds.map((userId) => [userId, {}]));
    for (const name of new Set(names?.split(',').filter((part) => part !== ''))) {
      const include = this.known.get(name);
      if (!include) {
        const detail = `may name ${[...this.known.keys()].join(', ') || 'nothing'}`;
        throw Invalid(`/include: ${detail}`, { errors: [{ pointer: '/include', detail }] });
      }
      const values = await include(who, userIds);
      for (const [userId, members] of added) Object.assign(members, { [name]: values.get(userId) ?? null });
    }
    return added;
  }
}
