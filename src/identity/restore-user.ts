import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database';
import { Events } from '../platform/events';
import { UserRestored } from './identity.events';
import { AlreadyRestored, NotDeleted } from './identity.problems';
import { NewMember } from './new-member';
import type { Person } from './person';
import type { Principal } from './principal';
import { Team } from './team';
import { assertMayGrant } from './team.rules';
import { UserStore } from './user.store';

/** Brings a deleted user back as a new user ID, with the same e-mail and password. The old ID stays dead. */
@Injectable()
export class RestoreUser {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly users: UserStore,
    private readonly newMember: NewMember,
    private readonly events: Events,
  ) {}

  /** @throws NotFound, Forbidden, NotWhileActingAs, NotDeleted, AlreadyRestored, EmailExists */
  run(who: Principal, formerUserId: string): Promise<Person> {
    const { accountId } = who;
    return this.db.transaction(async () => {
      const former = await this.team.lockMember(accountId, formerUserId, { deletedToo: true });
      if (former.status !== 'deleted') throw NotDeleted('They were not deleted.');
      if (former.restoredAs !== null) {
        throw AlreadyRestored(`They came back as ${former.restoredAs} before.`, {
          members: { restoredAs: former.restoredAs },
        });
      }
      assertMayGrant(who, former.role);
      const { name, email, timezone, phone, role } = former;
      const passwordHash = (await this.users.credentials(formerUserId))?.passwordHash ?? null;
      const person = await this.newMember.make(accountId, { name, email, timezone, phone, role, passwordHash });
      await this.users.markRestored(accountId, formerUserId, person.userId);
      const about = { accountId, aggregateId: person.userId, aggregateVersion: person.version };
      await this.events.publish(UserRestored, about, { userId: person.userId, formerUserId });
      return person;
    });
  }
}
