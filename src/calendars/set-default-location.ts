import { Injectable } from '@nestjs/common';
import { Acts, changed } from '../audit';
import { type MeetingLocation, People, type Principal, mayDo } from '../identity';
import { Database } from '../platform/database';
import { Forbidden } from '../platform/http';
import { refuse } from './calendar-drafts';
import { locationFaults } from './calendar.rules';
import { CalendarStore, type Entry } from './calendar.store';
import { CalendarChanged } from './calendars.events';
import type { DefaultLocationInput } from './default-location.dto';
import { type Skipped, chooseEntries, differs } from './default-location.rules';
import { toLocation } from './merge-settings.rules';
import { ZoomChoice } from './zoom-choice';

export type DefaultLocationAnswer =
  | {
      defaultMeetingLocation: MeetingLocation;
      applied: false;
      calendarsThatDiffer: { calendarId: string; name: string; current: MeetingLocation }[];
    }
  | { defaultMeetingLocation: MeetingLocation; applied: true; changed: string[]; skipped: Skipped[] };

/** Where a user meets unless a calendar says otherwise; on request also on calendars that do say otherwise. */
@Injectable()
export class SetDefaultLocation {
  constructor(
    private readonly db: Database,
    private readonly people: People,
    private readonly store: CalendarStore,
    private readonly zoom: ZoomChoice,
    private readonly acts: Acts,
  ) {}

  /** @throws NotFound @throws Forbidden @throws Invalid @throws ZoomNotConnected */
  run(who: Principal, userId: string, input: DefaultLocationInput): Promise<DefaultLocationAnswer> {
    return this.zoom.offeringConnect(who, 'default-location', () => this.set(who, userId, input));
  }

  private set(who: Principal, userId: string, input: DefaultLocationInput): Promise<DefaultLocationAnswer> {
    const { accountId } = who;
    return this.db.transaction(async () => {
      const { defaultMeetingLocation } = await this.people.get(accountId, userId);
      if (userId !== who.userId && !mayDo(who, 'users.manage')) throw Forbidden('Members set their own default only.');
      const location = checkedLocation(input);
      if (location.kind === 'zoom') await this.zoom.assertConnected(who, [userId]);
      const entries = await this.store.lockEntriesOf(accountId, userId);
      await this.people.setDefaultMeetingLocation(accountId, userId, location);
      await this.acts.record('user.default-location-set', {
        target: { kind: 'user', id: userId },
        ...changed({ defaultMeetingLocation }, { defaultMeetingLocation: location }),
      });
      if (input.applyToCalendars === undefined) return question(location, entries);
      const { changing, skipped } = chooseEntries(entries, location, input.applyToCalendars);
      for (const entry of changing) await this.apply(accountId, entry, userId, location);
      const applied = changing.map(({ calendarId }) => calendarId);
      return { defaultMeetingLocation: location, applied: true, changed: applied, skipped };
    });
  }

  private async apply(
    accountId: string,
    { calendarId, meetingLocation }: Pick<Entry, 'calendarId' | 'meetingLocation'>,
    userId: string,
    location: MeetingLocation,
  ) {
    await this.store.changeMemberLocation(accountId, calendarId, userId, location);
    const aggregateVersion = await this.store.bumpVersion(accountId, calendarId);
    await this.acts.publish(
      CalendarChanged,
      { accountId, aggregateId: calendarId, aggregateVersion },
      { changed: ['members'] },
      { before: { userId, meetingLocation }, after: { userId, meetingLocation: location }, personId: userId },
    );
  }
}

function checkedLocation(input: DefaultLocationInput): MeetingLocation {
  if (input.kind === 'default') refuse([{ pointer: '/kind', detail: 'the default cannot be the default itself' }]);
  const location = toLocation(input) ?? { kind: input.kind };
  refuse(locationFaults('', location));
  return location;
}

function question(location: MeetingLocation, entries: readonly Entry[]): DefaultLocationAnswer {
  const calendarsThatDiffer = entries.flatMap(({ calendarId, name, type, meetingLocation }) =>
    meetingLocation && differs({ calendarId, type, meetingLocation }, location)
      ? [{ calendarId, name, current: meetingLocation }]
      : [],
  );
  return { defaultMeetingLocation: location, applied: false, calendarsThatDiffer };
}
