import type { MeetingLocation } from '../identity';
import { type Calendar, type CalendarSettings, type Member, settingsOf } from './calendar';

/** A calendar as its account reads it. */
export interface CalendarAnswer extends CalendarSettings {
  id: string;
  members: (Omit<Member, 'meetingLocation'> & { meetingLocation: MeetingLocation })[];
  version: number;
  createdAt: string;
}

export function toCalendar(calendar: Calendar, members: readonly Member[]): CalendarAnswer {
  const { id, version, createdAt } = calendar;
  return {
    id,
    ...settingsOf(calendar),
    members: members.map(toMember),
    version,
    createdAt: createdAt.toISOString(),
  };
}

function toMember(carrier: Member): CalendarAnswer['members'][number] {
  const { meetingLocation, ...member } = memberOf(carrier);
  return { ...member, meetingLocation: meetingLocation ?? { kind: 'default' } };
}

/** The member alone, of whatever carries it. */
export function memberOf({ userId, priority, weight, isOwner, optional, meetingLocation }: Member): Member {
  return { userId, priority, weight, isOwner, optional, meetingLocation };
}
