import { HOUR, zoomTime } from './clock';
import { seal } from './ids';
import type { JsonObject, Meeting, Occurrence, User } from './types';
import type { World } from './world';

const START_LINK_LIFE = 2 * HOUR;
/** Lists cut the agenda; GET does not. */
const AGENDA_IN_LISTS = 250;

export const joinUrl = (origin: string, meeting: Meeting): string =>
  `${origin}/j/${meeting.id}${meeting.password === '' ? '' : `?pwd=${meeting.encryptedPassword}`}`;

function startUrl(world: World, meeting: Meeting): string {
  const zak = seal(world.state.secret, { mid: meeting.id, exp: world.clock.now() + START_LINK_LIFE });
  return `${world.origin}/s/${meeting.id}?zak=${zak}`;
}

export const occurrenceViews = (meeting: Meeting): JsonObject[] =>
  meeting.occurrences.map(({ occurrence_id, start, duration, status }) => ({
    occurrence_id,
    start_time: zoomTime(start),
    duration,
    status,
  }));

const startOf = (start: number | null): JsonObject => (start === null ? {} : { start_time: zoomTime(start) });

const registration = (world: World, meeting: Meeting): JsonObject =>
  meeting.settings.approval_type === 2
    ? {}
    : { registration_url: `${world.origin}/meeting/register/${meeting.encryptedPassword}` };

const passcode = (meeting: Meeting): JsonObject =>
  meeting.password === ''
    ? {}
    : {
        password: meeting.password,
        h323_password: meeting.password,
        pstn_password: meeting.password,
        encrypted_password: meeting.encryptedPassword,
      };

/** The answer of create and GET; with an occurrence, that occurrence's time. */
export function meetingView(world: World, meeting: Meeting, host: User, occurrence?: Occurrence): JsonObject {
  const settings: JsonObject = { ...meeting.settings, global_dial_in_numbers: [] };
  return {
    uuid: meeting.uuid,
    id: meeting.id,
    host_id: meeting.hostId,
    host_email: host.email,
    topic: meeting.topic,
    type: meeting.type,
    status: meeting.status,
    ...startOf(occurrence?.start ?? meeting.start),
    duration: occurrence?.duration ?? meeting.duration,
    timezone: meeting.timezone,
    agenda: occurrence?.agenda ?? meeting.agenda,
    created_at: zoomTime(meeting.createdAt),
    start_url: startUrl(world, meeting),
    join_url: joinUrl(world.origin, meeting),
    ...registration(world, meeting),
    ...passcode(meeting),
    ...(meeting.recurrence === null ? {} : { recurrence: meeting.recurrence, occurrences: occurrenceViews(meeting) }),
    settings,
    tracking_fields: meeting.trackingFields,
    creation_source: meeting.creationSource,
    pre_schedule: false,
  };
}

export function listItem(world: World, meeting: Meeting, occurrence?: Occurrence): JsonObject {
  return {
    uuid: meeting.uuid,
    id: meeting.id,
    host_id: meeting.hostId,
    topic: meeting.topic,
    type: meeting.type,
    ...startOf(occurrence?.start ?? meeting.start),
    duration: occurrence?.duration ?? meeting.duration,
    timezone: meeting.timezone,
    agenda: (occurrence?.agenda ?? meeting.agenda).slice(0, AGENDA_IN_LISTS),
    created_at: zoomTime(meeting.createdAt),
    join_url: joinUrl(world.origin, meeting),
  };
}

/** How the control API shows a meeting; deleted ones too. */
export function controlView(world: World, meeting: Meeting): JsonObject {
  return {
    id: meeting.id,
    uuid: meeting.uuid,
    hostEmail: world.state.users.get(meeting.hostId)?.email ?? null,
    topic: meeting.topic,
    agenda: meeting.agenda,
    type: meeting.type,
    startTime: meeting.start === null ? null : zoomTime(meeting.start),
    duration: meeting.duration,
    timezone: meeting.timezone,
    password: meeting.password,
    status: meeting.status,
    settings: meeting.settings,
    occurrences: occurrenceViews(meeting),
    registrants: meeting.registrants.map(({ id, email, status }) => ({ id, email, status })),
    creationSource: meeting.creationSource,
    deleted: meeting.deletedAt !== null,
    joinUrl: joinUrl(world.origin, meeting),
    createdAt: zoomTime(meeting.createdAt),
  };
}
