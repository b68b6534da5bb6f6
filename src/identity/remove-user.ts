import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { EndsMembership } from './end-membership';
import type { FutureAppointments } from './identity.events';
import { CannotRemoveOneself } from './identity.problems';
import type { Principal } from './principal';
import { Team } from './team';
import { assertMayTouch } from './team.rules';

/** Deletes a user from the account. */
@Injectable()
export class RemoveUser {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly ending: EndsMembership,
  ) {}

  /** @throws NotFound, Forbidden, LastOwner, CannotRemoveOneself */
  run({ accountId, userId: ownId, role }: Principal, userId: string, future?: FutureAppointments): Promise<void> {
    return this.db.transaction(async () => {
      const person = await this.team.lockMember(accountId, userId);
      assertMayTouch(role, person);
      if (person.role === 'owner') await this.team.assertAnotherOwner(accountId, userId);
      if (userId === ownId) throw CannotRemoveOneself('Ask another owner or admin to remove you.');
      await this.ending.run(accountId, person, future);
    });
  }
}
