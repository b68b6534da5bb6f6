import { check } from '#libs/templating';
import type { MeetingLocation } from '../identity';
import type { FieldError } from '../platform/http';
import { type CalendarSettings, EVENT_TITLE_VALUES, type Member, isGroupType } from './calendar';
import { questionFaults } from './question.rules';
import { misfitMembers, misfits } from './type-fit.rules';

/** What is wrong with a calendar's settings beyond the shape of each; pointers into the calendar. */
export function settingsFaults(settings: CalendarSettings): FieldError[] {
  const { type, location, fallbackLocation, eventTitle, questions } = settings;
  return [
    ...misfits(settings),
    ...placeFaults(type, location),
    ...fallbackFaults(fallbackLocation),
    ...check(eventTitle, EVENT_TITLE_VALUES).map(({ detail }) => ({ pointer: '/eventTitle', detail })),
    ...questionFaults(questions),
    ...seriesLinkFaults(settings),
  ];
}

/** What is wrong with the members of a calendar of this type. */
export function membersFaults(type: CalendarSettings['type'], members: readonly Member[]): FieldError[] {
  return [
    ...at('/members', countFault(type, members)),
    ...misfitMembers(type, members),
    ...members.flatMap(({ userId, meetingLocation }, index) => [
      ...(members.findIndex((member) => member.userId === userId) < index
        ? at(`/members/${index}/userId`, 'is a member already')
        : []),
      ...(meetingLocation ? locationFaults(`/members/${index}/meetingLocation`, meetingLocation) : []),
    ]),
  ];
}

/** What is wrong with a location; `custom` and `address` say where, a phone may say which number, the rest say nothing. */
export function locationFaults(pointer: string, { kind, value }: MeetingLocation): FieldError[] {
  if ((kind === 'custom' || kind === 'address') && value === undefined) {
    return at(`${pointer}/value`, `a location of kind ${kind} needs a value`);
  }
  if ((kind === 'zoom' || kind === 'default' || kind === 'ask_booker') && value !== undefined) {
    return at(`${pointer}/value`, `a location of kind ${kind} has no value`);
  }
  return [];
}

/** Where Zoom was chosen on a calendar that makes no meetings; pointers into the calendar. */
export function misplacedZoom(type: CalendarSettings['type'], location: MeetingLocation | null, members: Member[]) {
  if (isGroupType(type)) return [];
  return [
    ...(location?.kind === 'zoom' ? ['/location'] : []),
    ...members.flatMap(({ meetingLocation }, index) =>
      meetingLocation?.kind === 'zoom' ? [`/members/${index}/meetingLocation`] : [],
    ),
  ];
}

function placeFaults(type: CalendarSettings['type'], location: MeetingLocation | null): FieldError[] {
  if (type !== 'unassigned') return [];
  if (!location) return at('/location', 'an unassigned calendar needs one');
  if (location.kind === 'default') return at('/location/kind', 'there is no user whose default it could be');
  return locationFaults('/location', location);
}

/** The link of a series leads into all its slots, so nobody else may come to one of them. */
function seriesLinkFaults({ type, zoom, appointmentsPerSlot }: CalendarSettings): FieldError[] {
  if (!zoom.oneLinkForSeries || !isGroupType(type) || appointmentsPerSlot === 1) return [];
  return at('/zoom/oneLinkForSeries', 'needs slots for one appointment each (appointmentsPerSlot 1)');
}

function fallbackFaults(location: MeetingLocation): FieldError[] {
  if (location.kind === 'zoom' || location.kind === 'default') {
    return at('/fallbackLocation/kind', `must serve when there is no Zoom link, so it cannot be ${location.kind}`);
  }
  return locationFaults('/fallbackLocation', location);
}

function countFault(type: CalendarSettings['type'], members: readonly Member[]): string | null {
  if (type === 'unassigned') return members.length > 0 ? 'an unassigned calendar has none' : null;
  if (type === 'round_robin') return members.length === 0 ? 'a round robin needs one or more' : null;
  if (type !== 'collective') return members.length === 1 ? null : `a ${type} calendar needs exactly one`;
  if (members.length < 2) return 'a collective needs two or more';
  const owners = members.filter(({ isOwner }) => isOwner).length;
  return owners === 1 ? null : `a collective needs exactly one owner (isOwner), not ${owners}`;
}

function at(pointer: string, detail: string | null): FieldError[] {
  return detail === null ? [] : [{ pointer, detail }];
}
