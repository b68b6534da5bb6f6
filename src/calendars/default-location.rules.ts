import type { MeetingLocation } from '../identity';
import { type CalendarType, isGroupType } from './calendar';
import type { ApplyTo } from './default-location.dto';
import { sameLocation } from './meeting-location.rules';

export interface LocationEntry {
  calendarId: string;
  type: CalendarType;
  /** Null follows the default. */
  meetingLocation: MeetingLocation | null;
}

export interface Skipped {
  calendarId: string;
  reason: 'not-a-member' | 'follows-default' | 'already-set' | 'zoom-needs-group-calendar';
}

/** Whether the user's entry says something else than the default, explicitly. */
export function differs({ meetingLocation }: LocationEntry, location: MeetingLocation): boolean {
  return meetingLocation !== null && !sameLocation(meetingLocation, location);
}

/** Which entries take on the location, and why the others of those that were named don't. */
export function chooseEntries<E extends LocationEntry>(
  entries: readonly E[],
  location: MeetingLocation,
  applyTo: ApplyTo,
): { changing: E[]; skipped: Skipped[] } {
  if (applyTo === 'none') return { changing: [], skipped: [] };
  const changing: E[] = [];
  const skipped: Skipped[] = [];
  const named =
    applyTo === 'all' ? explicitOnes(entries, location) : [...new Set(applyTo.map((id) => id.toLowerCase()))];
  for (const calendarId of named) {
    const entry = entries.find((one) => one.calendarId === calendarId);
    const reason = reasonToSkip(entry, location);
    if (reason !== null) skipped.push({ calendarId, reason });
    else if (entry) changing.push(entry);
  }
  return { changing, skipped };
}

function explicitOnes(entries: readonly LocationEntry[], location: MeetingLocation): string[] {
  return entries.filter((entry) => differs(entry, location)).map(({ calendarId }) => calendarId);
}

function reasonToSkip(entry: LocationEntry | undefined, location: MeetingLocation): Skipped['reason'] | null {
  if (!entry) return 'not-a-member';
  if (entry.meetingLocation === null) return 'follows-default';
  if (!differs(entry, location)) return 'already-set';
  return location.kind === 'zoom' && !isGroupType(entry.type) ? 'zoom-needs-group-calendar' : null;
}
