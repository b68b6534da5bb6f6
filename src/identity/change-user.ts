import { Injectable } from '@nestjs/common';
import { Audit, changed } from '../audit';
import { Database } from '../platform/database';
import { Forbidden, assertVersion } from '../platform/http';
import { People } from './people';
import type { Person } from './person';
import type { Principal } from './principal';
import { Team } from './team';
import { UserChange, assertMayChange } from './team.rules';
import { UserStore } from './user.store';

/** Changes a person's details, or their role in the account. */
@Injectable()
export class ChangeUser {
  constructor(
    private readonly db: Database,
    private readonly team: Team,
    private readonly people: People,
    private readonly users: UserStore,
    private readonly audit: Audit,
  ) {}

  /** @throws NotFound, Forbidden, NotWhileActingAs, StaleVersion, LastOwner */
  run(who: Principal, userId: string, change: UserChange, version: number | null): Promise<Person> {
    const { accountId } = who;
    return this.db.transaction(async () => {
      const person = await this.team.lockMember(accountId, userId);
      assertMayChange(who, person, change);
      assertVersion(person.version, version);
      await this.changeDetails(who, person, change);
      if (change.role !== undefined && change.role !== person.role) {
        await this.team.changeRole(accountId, person, change.role);
        await this.audit.record('user.role-changed', {
          target: { kind: 'user', id: userId },
          ...changed({ role: person.role }, { role: change.role }),
        });
      }
      return this.people.get(accountId, userId);
    });
  }

  private async changeDetails(who: Principal, person: Person, change: UserChange): Promise<void> {
    const { userId } = person;
    const details = Object.fromEntries(
      (['name', 'timezone', 'phone'] as const)
        .filter((field) => change[field] !== undefined && change[field] !== person[field])
        .map((field) => [field, change[field]]),
    );
    if (Object.keys(details).length === 0) return;
    if (who.actorId !== userId && (await this.users.membershipsElsewhere(who.accountId, userId)) > 0) {
      throw Forbidden('They belong to other accounts too, so only they can change their name, zone or phone.');
    }
    await this.users.changeDetails(userId, details);
    const before = Object.fromEntries(Object.keys(details).map((field) => [field, person[field as keyof Person]]));
    await this.audit.record('user.changed', { target: { kind: 'user', id: userId }, ...changed(before, details) });
  }
}
