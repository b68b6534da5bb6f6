import { DAY, HOUR } from './clock';
import { alreadyStarted, badOccurrence, inProgress, invalid, noMeeting } from './errors';
import { comparable, meetingCreated, meetingLive, meetingRemoved, meetingUpdated } from './events';
import { newEncryptedPasscode, newMeetingId, newPasscode, newUuid } from './ids';
import type { MeetingInput } from './meeting-input';
import { alternativeHosts, mergeSettings, OCCURRENCE_SETTINGS, secureSettings } from './meeting-settings';
import { occurrencesOf } from './recurrence';
import type { JsonObject, Meeting, Occurrence, User } from './types';
import { LICENSED, userByEmail } from './users';
import type { World } from './world';

export const INSTANT = 1;
const SCHEDULED = 2;
const NO_FIXED_TIME = 3;
const RECURRING = 8;

const INSTANT_LIFE = 48 * HOUR;
const SCHEDULED_LIFE = 30 * DAY;
const RECURRING_LIFE = 365 * DAY;
/** How long a deleted meeting can be recovered. */
const TRASH_LIFE = 7 * DAY;

/** An expired id is answered like one that never was. */
export function isGone(meeting: Meeting, now: number): boolean {
  if (meeting.deletedAt !== null) return true;
  if (meeting.status === 'started') return false;
  if (meeting.type === INSTANT) return meeting.endedAt !== null || now > meeting.createdAt + INSTANT_LIFE;
  const last = Math.max(meeting.start ?? 0, meeting.lastUsedAt, ...meeting.occurrences.map(({ start }) => start));
  return now > last + (meeting.type === SCHEDULED ? SCHEDULED_LIFE : RECURRING_LIFE);
}

export function hostOf(world: World, meeting: Meeting): User {
  const host = world.state.users.get(meeting.hostId);
  if (host === undefined) throw noMeeting(String(meeting.id));
  return host;
}

/** Alternative hosts are licensed users of the host's account; others are refused. */
function settingsFor(world: World, host: User, before: JsonObject | null, given: JsonObject, password: string) {
  const strangers = alternativeHosts(given).filter((email) => {
    const user = userByEmail(world.state, email);
    return user?.accountId !== host.accountId || user.type !== LICENSED || user.status !== 'active';
  });
  if (strangers.length > 0) {
    throw invalid({
      field: 'settings.alternative_hosts',
      message: `Invalid alternative host: ${strangers.join(';')}.`,
    });
  }
  const merged = mergeSettings(before, given);
  // Registration needs a licensed host; Zoom turns it off without a word.
  if (host.type !== LICENSED) merged.approval_type = 2;
  return secureSettings(merged, password);
}

const hasFixedTime = (type: number): boolean => type === SCHEDULED || type === RECURRING;

function needsRecurrence(type: number, recurrence: JsonObject | null): void {
  if (type === RECURRING && recurrence?.type === undefined) {
    throw invalid({ field: 'recurrence', message: 'Recurrence is required for a recurring meeting with fixed time.' });
  }
}

function planOccurrences(meeting: Meeting): Occurrence[] {
  if (meeting.type !== RECURRING || meeting.recurrence === null || meeting.start === null) return [];
  return occurrencesOf(meeting.recurrence, meeting.start, meeting.timezone, meeting.duration);
}

/** `start` is taken as it is: only the API turns a past or missing one into now. */
export function createMeeting(
  world: World,
  host: User,
  operator: User,
  input: MeetingInput,
  source: Meeting['creationSource'],
): Meeting {
  const now = world.clock.now();
  const type = input.type ?? SCHEDULED;
  const recurrence = type === RECURRING || type === NO_FIXED_TIME ? (input.recurrence ?? null) : null;
  needsRecurrence(type, recurrence);
  const password = input.password ?? (input.defaultPassword === false ? '' : newPasscode());
  const settings = settingsFor(world, host, null, input.settings, password);
  const meeting: Meeting = {
    id: newMeetingId((id) => world.state.meetings.has(id)),
    uuid: newUuid(),
    hostId: host.id,
    createdBy: operator.id,
    topic: input.topic ?? 'Zoom Meeting',
    agenda: input.agenda ?? '',
    type,
    start: hasFixedTime(type) ? (input.start ?? now) : null,
    duration: input.duration ?? 60,
    timezone: input.timezone ?? host.timezone,
    password,
    encryptedPassword: newEncryptedPasscode(),
    status: 'waiting',
    createdAt: now,
    lastUsedAt: now,
    deletedAt: null,
    endedAt: null,
    settings,
    recurrence,
    occurrences: [],
    trackingFields: input.trackingFields ?? [],
    creationSource: source,
    registrants: [],
  };
  meeting.occurrences = planOccurrences(meeting);
  world.state.meetings.set(meeting.id, meeting);
  world.store.touchMeeting(meeting);
  meetingCreated(world, meeting, host, operator);
  return meeting;
}

function findOccurrence(meeting: Meeting, id: string): Occurrence {
  const occurrence = meeting.occurrences.find((each) => each.occurrence_id === id && each.status === 'available');
  if (occurrence === undefined) throw badOccurrence(id);
  return occurrence;
}

export const occurrenceOf = (meeting: Meeting, id: string | null): Occurrence | undefined =>
  id === null ? undefined : findOccurrence(meeting, id);

function changeOccurrence(world: World, meeting: Meeting, host: User, input: MeetingInput, id: string): void {
  const occurrence = findOccurrence(meeting, id);
  const allowed = Object.entries(input.settings).filter(([name]) => OCCURRENCE_SETTINGS.has(name));
  meeting.settings = settingsFor(world, host, meeting.settings, Object.fromEntries(allowed), meeting.password);
  occurrence.start = input.start ?? occurrence.start;
  occurrence.duration = input.duration ?? occurrence.duration;
  if (input.agenda !== undefined) occurrence.agenda = input.agenda;
}

function changeWhole(world: World, meeting: Meeting, host: User, input: MeetingInput): void {
  const type = input.type ?? meeting.type;
  const recurrence = type === SCHEDULED ? null : (input.recurrence ?? meeting.recurrence);
  needsRecurrence(type, recurrence);
  const password = input.password ?? meeting.password;
  const settings = settingsFor(world, host, meeting.settings, input.settings, password);
  const start = hasFixedTime(type) ? (input.start ?? meeting.start ?? world.clock.now()) : null;
  const replan = input.recurrence !== undefined || start !== meeting.start || type !== meeting.type;
  if (password !== meeting.password) meeting.encryptedPassword = newEncryptedPasscode();
  Object.assign(meeting, { type, recurrence, password, settings, start });
  meeting.topic = input.topic ?? meeting.topic;
  meeting.agenda = input.agenda ?? meeting.agenda;
  meeting.duration = input.duration ?? meeting.duration;
  meeting.timezone = input.timezone ?? meeting.timezone;
  meeting.trackingFields = input.trackingFields ?? meeting.trackingFields;
  if (replan) meeting.occurrences = planOccurrences(meeting);
  else if (input.duration !== undefined) for (const each of meeting.occurrences) each.duration = input.duration;
}

export function changeMeeting(
  world: World,
  meeting: Meeting,
  operator: User,
  input: MeetingInput,
  occurrenceId: string | null,
): void {
  if (meeting.status === 'started') throw alreadyStarted();
  const host = hostOf(world, meeting);
  const before = comparable(meeting);
  if (occurrenceId === null) changeWhole(world, meeting, host, input);
  else changeOccurrence(world, meeting, host, input, occurrenceId);
  world.store.touchMeeting(meeting);
  meetingUpdated(world, meeting, host, operator, before, occurrenceId === null ? 'all' : 'single');
}

/** Without its last occurrence the meeting goes too. */
export function deleteMeeting(world: World, meeting: Meeting, operator: User, occurrenceId: string | null): void {
  if (meeting.status === 'started') throw inProgress();
  if (occurrenceId !== null) findOccurrence(meeting, occurrenceId).status = 'deleted';
  const left = meeting.occurrences.some(({ status }) => status === 'available');
  if (occurrenceId === null || !left) meeting.deletedAt = world.clock.now();
  world.store.touchMeeting(meeting);
  const scope = occurrenceId === null ? 'all' : 'single';
  meetingRemoved(world, 'meeting.deleted', meeting, hostOf(world, meeting), operator, scope);
}

export function recoverMeeting(world: World, meeting: Meeting, operator: User): void {
  const now = world.clock.now();
  if (meeting.deletedAt === null || now > meeting.deletedAt + TRASH_LIFE) throw noMeeting(String(meeting.id));
  meeting.deletedAt = null;
  meeting.lastUsedAt = now;
  world.store.touchMeeting(meeting);
  meetingRemoved(world, 'meeting.recovered', meeting, hostOf(world, meeting), operator, 'all');
}

export function startMeeting(world: World, meeting: Meeting): void {
  if (meeting.status === 'started') return;
  // Every instance has a UUID of its own; the first one keeps that of the plan.
  if (meeting.endedAt !== null) meeting.uuid = newUuid();
  meeting.status = 'started';
  meeting.lastUsedAt = world.clock.now();
  world.store.touchMeeting(meeting);
  meetingLive(world, meeting, hostOf(world, meeting), null);
}

export function endMeeting(world: World, meeting: Meeting): void {
  if (meeting.status !== 'started') return;
  const now = world.clock.now();
  meeting.status = 'waiting';
  meeting.endedAt = now;
  meeting.lastUsedAt = now;
  world.store.touchMeeting(meeting);
  meetingLive(world, meeting, hostOf(world, meeting), now);
}
