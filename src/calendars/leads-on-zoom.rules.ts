import type { Person } from '../identity';
import type { CalendarSettings, Member } from './calendar';
import { resolveLocation } from './meeting-location.rules';

type Led = Pick<CalendarSettings, 'type' | 'fallbackLocation'> & { members: readonly Member[] };

/** Whether a calendar's slots take place on the Zoom of this member: they lead them, and chose it or have it by default. */
export function leadsOnZoom({ type, members, fallbackLocation }: Led, person: Person): boolean {
  const member = members.find(({ userId }) => userId === person.userId);
  if (!member || (type === 'collective' && !member.isOwner)) return false;
  const place = resolveLocation({
    override: null,
    memberLocation: member.meetingLocation,
    userDefault: person.defaultMeetingLocation,
    fallback: fallbackLocation,
    calendarType: type,
  });
  return place.kind === 'zoom';
}
