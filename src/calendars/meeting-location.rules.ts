import type { MeetingLocation } from '../identity';
import { type CalendarType, isGroupType } from './calendar';

export interface LocationChoices {
  /** What the appointment itself says: the guest's answer, or staff's. */
  override: MeetingLocation | null;
  /** The host's entry in the calendar; of an unassigned calendar its `location`. */
  memberLocation: MeetingLocation | null;
  userDefault: MeetingLocation | null;
  fallback: MeetingLocation;
  calendarType: CalendarType;
}

/**
 * Where an appointment takes place: its own override, else the host's entry, else the host's default, else the
 * calendar's fallback. Zoom on a calendar that makes no meetings gives way to the fallback. Never of kind `default`.
 */
export function resolveLocation(choices: LocationChoices): MeetingLocation {
  const { override, memberLocation, userDefault, fallback, calendarType } = choices;
  const chosen = [override, memberLocation, userDefault].find((location) => location && location.kind !== 'default');
  if (!chosen || (chosen.kind === 'zoom' && !isGroupType(calendarType))) return fallback;
  return chosen;
}

export function sameLocation(a: MeetingLocation, b: MeetingLocation): boolean {
  return a.kind === b.kind && a.value === b.value;
}
