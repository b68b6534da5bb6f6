import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Clock } from '../platform/clock';
import { Intents } from '../platform/events';
import { EndMembership, FutureAppointments, MembershipEnded } from './identity.events';
import { Logins } from './logins';
import type { Person } from './person';
import { UserStore } from './user.store';

/** Takes a person out of an account; with their last membership the user ID dies. Part of the acts that do so. */
@Injectable()
export class EndsMembership {
  constructor(
    private readonly intents: Intents,
    private readonly users: UserStore,
    private readonly logins: Logins,
    private readonly acts: Acts,
    private readonly clock: Clock,
  ) {}

  /** Called inside the act's transaction, the member locked. @throws what a higher floor refuses with */
  async run(accountId: string, person: Person, future: FutureAppointments | undefined): Promise<void> {
    const { userId, version, name, email, role } = person;
    const idDies = (await this.users.membershipsElsewhere(accountId, userId)) === 0;
    await this.intents.announce(EndMembership, { accountId, userId, future, idDies });
    const now = this.clock.now();
    await this.users.endMembership(accountId, userId, now);
    if (idDies) await this.users.endLife(userId, now);
    await this.logins.endInAccount(accountId, userId);
    const about = { accountId, aggregateId: userId, aggregateVersion: version + 1 };
    const told = { action: 'user.removed', before: { name, email, role }, after: { idDied: idDies } };
    await this.acts.publish(MembershipEnded, about, { userId, idDied: idDies }, told);
  }
}
