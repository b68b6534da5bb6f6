import { Injectable } from '@nestjs/common';
import { type Person, People } from '../identity';
import { ZoomConnections } from '../zoom';
import { endsEarlyOn } from './basic-plan.rules';
import { isGroupType } from './calendar';
import { leadsOnZoom } from './leads-on-zoom.rules';
import type { CalendarAnswer } from './present-calendar';

/** What an admin should know about a member of a calendar, there and then. `GET …/check` says more. */
export interface CalendarWarning {
  code: 'zoom-basic-40-minutes';
  userId: string;
  detail: string;
}

export type ShownCalendar = CalendarAnswer & { warnings: CalendarWarning[] };

/** Says whose meetings Zoom would end early. */
@Injectable()
export class ZoomWarnings {
  constructor(
    private readonly people: People,
    private readonly connections: ZoomConnections,
  ) {}

  async addTo(accountId: string, calendars: CalendarAnswer[]): Promise<ShownCalendar[]> {
    // Most calendars have slots that are short enough for everybody: nothing is read for them.
    const long = calendars.filter(({ type, slotDuration }) => isGroupType(type) && endsEarlyOn('basic', slotDuration));
    const userIds = [...new Set(long.flatMap(({ members }) => members.map(({ userId }) => userId)))];
    const connections = await this.connections.connectionsOf(userIds);
    const basic = userIds.filter((userId) => {
      const connection = connections.get(userId);
      return connection?.state === 'connected' && connection.plan === 'basic';
    });
    const people = await this.people.inAccount(accountId, basic);
    return calendars.map((calendar) => ({
      ...calendar,
      warnings: long.includes(calendar) ? about(calendar, people) : [],
    }));
  }
}

function about(calendar: CalendarAnswer, onBasicPlan: readonly Person[]): CalendarWarning[] {
  return onBasicPlan
    .filter((person) => leadsOnZoom(calendar, person))
    .map(({ userId, name }) => ({
      code: 'zoom-basic-40-minutes',
      userId,
      detail: `${name} is on a basic Zoom plan, which ends meetings after 40 minutes; slots take ${calendar.slotDuration}.`,
    }));
}
