import type { MeetingLocation } from '../identity';
import { type CalendarSettings, type Member, settingsOf } from './calendar';
import type { DefaultSettings } from './calendar-defaults';
import { toQuestions } from './question.rules';
import type { ChangeCalendarInput, LocationInput, LocationPatch, MemberInput } from './calendars.dto';
import { fitted } from './type-fit.rules';

/** RFC 7396: absent keeps, null returns to the default, objects are merged, everything else is replaced. */
export function mergeSettings(
  current: CalendarSettings,
  input: Omit<ChangeCalendarInput, 'members'>,
  defaults: DefaultSettings,
): CalendarSettings {
  const { slotInterval, location, fallbackLocation, questions, ...plain } = input;
  const merged = mergePatch({ ...current }, plain, { ...defaults }) as unknown as CalendarSettings;
  const settings = {
    ...settingsOf(merged),
    slotInterval: slotInterval === null ? merged.slotDuration : (slotInterval ?? current.slotInterval),
    location: location === null ? null : mergeLocation(current.location, location),
    fallbackLocation:
      (fallbackLocation === null ? null : mergeLocation(current.fallbackLocation, fallbackLocation)) ??
      defaults.fallbackLocation,
    questions: questions === undefined ? current.questions : toQuestions(questions ?? []),
  };
  return settings.type === current.type ? settings : fitted(settings, namesOf(input));
}

export function toMember({ userId, priority, weight, isOwner, optional, meetingLocation }: MemberInput): Member {
  return {
    userId: userId.toLowerCase(),
    priority: priority ?? 'medium',
    weight: weight ?? 100,
    isOwner: isOwner ?? false,
    optional: optional ?? false,
    meetingLocation: meetingLocation ? toLocation(meetingLocation) : null,
  };
}

/** Null for `default`: to follow the user's setting is to have none. */
export function toLocation({ kind, value }: LocationInput): MeetingLocation | null {
  if (kind === 'default' && value == null) return null;
  return value == null ? { kind } : { kind, value };
}

type Fields = Record<string, unknown>;

function mergePatch(current: Fields, patch: Fields, defaults: Fields): Fields {
  const merged = { ...current };
  for (const [name, value] of Object.entries(patch)) {
    const [before, initial] = [current[name], defaults[name]];
    if (value === undefined) continue;
    if (value === null) merged[name] = initial;
    else if (isFields(value) && isFields(before) && isFields(initial))
      merged[name] = mergePatch(before, value, initial);
    else merged[name] = value;
  }
  return merged;
}

/** An instance of a DTO has all its fields; those that were not sent are undefined. */
function namesOf(input: Fields): string[] {
  return Object.keys(input).filter((name) => input[name] !== undefined);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value belongs to its kind: another kind doesn't inherit it. */
function mergeLocation(current: MeetingLocation | null, patch: LocationPatch | undefined): MeetingLocation | null {
  if (!patch) return current;
  const kind = patch.kind ?? current?.kind ?? 'custom';
  const kept = kind === current?.kind ? current.value : undefined;
  const value = patch.value === undefined ? kept : patch.value;
  return value == null ? { kind } : { kind, value };
}
