import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Database } from '../platform/database';
import { UserRestored } from './identity.events';
import { AlreadyRestored, NotDeleted } from './identity.problems';
import { NewMember } from './new-member';
import type { Person } from './person';
import type { Principal } from './principal';
import { Team } from './team';
import { assertMayGrant } from './team.rules';
import { UserStore, emailExists } from './user.store';

/** Brings a deleted user back as a new user ID, with the same e-mail, password and second factor. The old ID stays dead. */
@Injectable()
export class RestoreUser {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly users: UserStore,
    private readonly newMember: NewMember,
    private readonly acts: Acts,
  ) {}

  /** @throws NotFound, Forbidden, NotWhileActingAs, NotDeleted, AlreadyRestored, EmailExists */
  run(who: Principal, formerUserId: string): Promise<Person> {
    const { accountId } = who;
    return this.db.transaction(async () => {
      const former = await this.team.lockMember(accountId, formerUserId, { deletedToo: true });
      if (former.status !== 'deleted') throw NotDeleted('They were not deleted.');
      if (former.email === '') throw NotDeleted('They were erased: nobody is left to come back.');
      if (former.restoredAs !== null) {
        throw AlreadyRestored(`They came back as ${former.restoredAs} before.`, {
          members: { restoredAs: former.restoredAs },
        });
      }
      assertMayGrant(who, former.role);
      // An ID that lives on elsewhere has not died, so there is nobody to bring back: they can be invited.
      if (await this.users.isLiving(formerUserId)) throw emailExists();
      const { name, email, timezone, phone, role } = former;
      const { passwordHash = null, emailProvenAt = null } = (await this.users.credentials(formerUserId)) ?? {};
      const details = { name, email, timezone, phone, role, passwordHash, emailProvenAt };
      const person = await this.newMember.make(accountId, details);
      await this.users.handOverSecondFactor(formerUserId, person.userId);
      await this.users.markRestored(accountId, formerUserId, person.userId);
      const about = { accountId, aggregateId: person.userId, aggregateVersion: person.version };
      await this.acts.publish(
        UserRestored,
        about,
        { userId: person.userId, formerUserId },
        { after: { formerUserId } },
      );
      return person;
    });
  }
}
