import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Acts, changed } from '../audit';
import type { Principal } from '../identity';
import { Database } from '../platform/database';
import { Intents } from '../platform/events';
import { assertVersion } from '../platform/http';
import { type Calendar, type Member, SETTING_NAMES, settingsOf, toldOf } from './calendar';
import { CalendarDrafts, type Draft } from './calendar-drafts';
import { CalendarStore } from './calendar.store';
import type { ChangeCalendarInput } from './calendars.dto';
import { CalendarChanged } from './calendars.events';
import { ChangeCalendarType, ChangeMembers, type FutureChoice } from './calendars.intents';
import { type CalendarAnswer, toCalendar, memberOf } from './present-calendar';

export interface ChangeConditions {
  /** The version it must have; null for any. */
  ifMatch: number | null;
  future: FutureChoice | null;
}

@Injectable()
export class ChangeCalendar {
  constructor(
    private readonly db: Database,
    private readonly drafts: CalendarDrafts,
    private readonly store: CalendarStore,
    private readonly acts: Acts,
    private readonly intents: Intents,
  ) {}

  /** @throws Invalid @throws NotFound @throws StaleVersion @throws SlugTaken @throws ZoomNotConnected and what others refuse */
  run(who: Principal, id: string, input: ChangeCalendarInput, conditions: ChangeConditions): Promise<CalendarAnswer> {
    return this.drafts.offeringConnect(who, `calendar:${id}`, () => this.change(who, id, input, conditions));
  }

  private change(who: Principal, id: string, input: ChangeCalendarInput, conditions: ChangeConditions) {
    const { accountId } = who;
    return this.db.transaction(async () => {
      const current = await this.store.lock(accountId, id);
      assertVersion(current.version, conditions.ifMatch);
      const before = (await this.store.members(accountId, id)).map(memberOf);
      const draft = await this.drafts.forChange(who, current, before, input);
      const fields = changedFields({ settings: settingsOf(current), members: before }, draft);
      if (fields.length === 0) return toCalendar(current, before);
      await this.announce(current, before, draft, conditions.future);
      const version = current.version + 1;
      await this.store.change(accountId, id, { ...draft.settings, version });
      if (fields.includes('members')) await this.store.replaceMembers(accountId, id, draft.members);
      await this.acts.publish(
        CalendarChanged,
        { accountId, aggregateId: id, aggregateVersion: version },
        { changed: fields },
        changed(toldBy({ settings: settingsOf(current), members: before }), toldBy(draft)),
      );
      return toCalendar({ ...current, ...draft.settings, version }, draft.members);
    });
  }

  private async announce(
    { accountId, id: calendarId, type: from }: Calendar,
    before: Member[],
    { settings: { type: to }, members }: Draft,
    future: FutureChoice | null,
  ): Promise<void> {
    const staying = new Set(members.map(({ userId }) => userId));
    const leaving = before.filter(({ userId }) => !staying.has(userId));
    if (from !== to) await this.intents.announce(ChangeCalendarType, { accountId, calendarId, from, to, future });
    if (leaving.length === 0) return;
    // Who comes can take over from who leaves: for a moment both are there.
    await this.store.replaceMembers(accountId, calendarId, [...members, ...leaving]);
    const removedUserIds = leaving.map(({ userId }) => userId);
    await this.intents.announce(ChangeMembers, { accountId, calendarId, removedUserIds, future });
  }
}

function changedFields(before: Draft, after: Draft): string[] {
  const fields: string[] = SETTING_NAMES.filter(
    (name) => !isDeepStrictEqual(before.settings[name], after.settings[name]),
  );
  if (!isDeepStrictEqual(before.members, after.members)) fields.push('members');
  return fields;
}

const toldBy = ({ settings, members }: Draft) => ({ ...settings, members: toldOf(members) });
