import type { LocationKind } from '../identity';
import type { CalendarType, Question } from './calendar';
import type { Bookable } from './calendars';
import { resolveLocation } from './meeting-location.rules';

/** A calendar as its guests see it: nothing about hosts or account. */
export interface PublicCalendarAnswer {
  id: string;
  slug: string;
  name: string;
  type: CalendarType;
  /** An inactive calendar takes no bookings. */
  active: boolean;
  slotDuration: string;
  timezone: string;
  /** Where appointments take place; with the first host when hosts differ. */
  locationKind: LocationKind;
  /** All that may come, depending on the host. */
  locationKinds: LocationKind[];
  questions: Question[];
}

export function toPublicCalendar(bookable: Bookable): PublicCalendarAnswer {
  const { id, slug, name, type, active, slotDuration, timezone, questions, fallbackLocation } = bookable.calendar;
  const kinds = locationKinds(bookable);
  const locationKind = kinds[0] ?? fallbackLocation.kind;
  return { id, slug, name, type, active, slotDuration, timezone, locationKind, locationKinds: kinds, questions };
}

function locationKinds({ calendar, hosts }: Bookable): LocationKind[] {
  const { type, location, fallbackLocation: fallback } = calendar;
  const leads = type === 'collective' ? hosts.filter(({ isOwner }) => isOwner) : hosts;
  const choices =
    type === 'unassigned'
      ? [{ memberLocation: location, userDefault: null }]
      : leads.map(({ meetingLocation, defaultMeetingLocation }) => ({
          memberLocation: meetingLocation,
          userDefault: defaultMeetingLocation,
        }));
  const places = choices.map((choice) => resolveLocation({ override: null, ...choice, fallback, calendarType: type }));
  return [...new Set(places.map(({ kind }) => kind))];
}
