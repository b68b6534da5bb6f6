import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { EndMembership, type MembershipEnding } from '../identity';
import { AnswersIntent, type IntentAnswer } from '../platform/events';
import { CalendarStore } from './calendar.store';
import { CalendarChanged } from './calendars.events';
import { OwnerOfCollective } from './calendars.problems';

/** Who leaves an account leaves its calendars, unless one cannot be without them. */
@Injectable()
@AnswersIntent(EndMembership)
export class LeaveCalendars implements IntentAnswer<MembershipEnding> {
  constructor(
    private readonly store: CalendarStore,
    private readonly acts: Acts,
  ) {}

  /** @throws OwnerOfCollective */
  async answer({ accountId, userId }: MembershipEnding): Promise<void> {
    const entries = await this.store.lockEntriesOf(accountId, userId);
    const owned = entries.filter(({ type, isOwner }) => type === 'collective' && isOwner);
    if (owned.length > 0) {
      const calendars = owned.map(({ calendarId, name }) => ({ id: calendarId, name }));
      const names = owned.map(({ name }) => `“${name}”`).join(', ');
      throw OwnerOfCollective(`Make somebody else the owner of ${names} first.`, { members: { calendars } });
    }
    await this.store.removeMember(accountId, userId);
    for (const { calendarId } of entries) {
      const aggregateVersion = await this.store.bumpVersion(accountId, calendarId);
      const about = { accountId, aggregateId: calendarId, aggregateVersion };
      await this.acts.publish(CalendarChanged, about, { changed: ['members'] }, { before: { userId } });
    }
  }
}
