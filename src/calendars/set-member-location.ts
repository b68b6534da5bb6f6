import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { type Principal, mayDo } from '../identity';
import { Database } from '../platform/database';
import { Forbidden, assertVersion } from '../platform/http';
import { isGroupType } from './calendar';
import { refuse } from './calendar-drafts';
import { locationFaults } from './calendar.rules';
import { CalendarStore } from './calendar.store';
import type { LocationInput } from './calendars.dto';
import { CalendarChanged } from './calendars.events';
import { ZoomNeedsGroupCalendar } from './calendars.problems';
import { toLocation } from './merge-settings.rules';
import { type CalendarAnswer, memberOf, toCalendar } from './present-calendar';
import { ZoomChoice } from './zoom-choice';

/** A member's place in a calendar of that version (null for any). */
interface Place {
  calendarId: string;
  userId: string;
  ifMatch: number | null;
}

/** Where a member meets on one calendar. */
@Injectable()
export class SetMemberLocation {
  constructor(
    private readonly db: Database,
    private readonly store: CalendarStore,
    private readonly zoom: ZoomChoice,
    private readonly acts: Acts,
  ) {}

  /** @throws NotFound @throws Forbidden @throws Invalid @throws ZoomNeedsGroupCalendar @throws ZoomNotConnected */
  run(who: Principal, place: Place, input: LocationInput): Promise<CalendarAnswer> {
    return this.zoom.offeringConnect(who, `calendar:${place.calendarId}`, () => this.set(who, place, input));
  }

  private set(who: Principal, { calendarId, userId, ifMatch }: Place, input: LocationInput): Promise<CalendarAnswer> {
    const { accountId } = who;
    return this.db.transaction(async () => {
      const calendar = await this.store.lock(accountId, calendarId);
      await this.store.assertMember(accountId, calendarId, userId);
      if (userId !== who.userId && !mayDo(who, 'calendars.manage'))
        throw Forbidden('Members set their own location only.');
      assertVersion(calendar.version, ifMatch);
      const location = toLocation(input);
      refuse(location ? locationFaults('', location) : []);
      if (location?.kind === 'zoom') {
        if (!isGroupType(calendar.type)) throw ZoomNeedsGroupCalendar('Choose custom with a static link here.');
        await this.zoom.assertConnected(who, [userId]);
      }
      const before = (await this.store.members(accountId, calendarId)).map(memberOf);
      await this.store.changeMemberLocation(accountId, calendarId, userId, location);
      const version = await this.store.bumpVersion(accountId, calendarId);
      const about = { accountId, aggregateId: calendarId, aggregateVersion: version };
      const members = (await this.store.members(accountId, calendarId)).map(memberOf);
      const meetingLocation = before.find((member) => member.userId === userId)?.meetingLocation ?? null;
      const told = {
        before: { userId, meetingLocation },
        after: { userId, meetingLocation: location },
        personId: userId,
      };
      await this.acts.publish(CalendarChanged, about, { changed: ['members'] }, told);
      return toCalendar({ ...calendar, version }, members);
    });
  }
}
