import { zoomTime } from './clock';
import type { Json, JsonObject, Meeting, User } from './types';
import { joinUrl, occurrenceViews } from './meeting-view';
import type { World } from './world';

/** Zoom tells an app about a user only while the user has it installed. */
function announce(world: World, event: string, host: User, payload: JsonObject): void {
  if (host.apps.length > 0) world.webhooks.emit(event, { payload: { account_id: host.accountId, ...payload } });
}

const operatorOf = (operator: User): JsonObject => ({ operator: operator.email, operator_id: operator.id });

function base(meeting: Meeting): JsonObject {
  return {
    id: meeting.id,
    uuid: meeting.uuid,
    host_id: meeting.hostId,
    topic: meeting.topic,
    type: meeting.type,
    ...(meeting.start === null ? {} : { start_time: zoomTime(meeting.start) }),
    timezone: meeting.timezone,
    duration: meeting.duration,
  };
}

const recurring = (meeting: Meeting): JsonObject =>
  meeting.recurrence === null ? {} : { recurrence: meeting.recurrence, occurrences: occurrenceViews(meeting) };

export function meetingCreated(world: World, meeting: Meeting, host: User, operator: User): void {
  const { use_pmi, alternative_hosts, join_before_host, jbh_time, meeting_invitees } = meeting.settings;
  const settings = { use_pmi, alternative_hosts, join_before_host, jbh_time, meeting_invitees };
  announce(world, 'meeting.created', host, {
    ...operatorOf(operator),
    operation: 'all',
    object: {
      ...base(meeting),
      join_url: joinUrl(world.origin, meeting),
      ...(meeting.password === '' ? {} : { password: meeting.password }),
      ...recurring(meeting),
      settings: settings as JsonObject,
    },
  });
}

/** What of a meeting `meeting.updated` compares. */
export function comparable(meeting: Meeting): JsonObject {
  const { topic, agenda, type, duration, timezone, password, settings } = meeting;
  const fields: JsonObject = { topic, agenda, type, duration, timezone, password, settings, ...recurring(meeting) };
  if (meeting.start !== null) fields.start_time = zoomTime(meeting.start);
  return structuredClone(fields);
}

const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Only the keys that differ, `settings` key by key. */
function difference(from: JsonObject, to: JsonObject): [JsonObject, JsonObject] {
  const [before, after]: [JsonObject, JsonObject] = [{}, {}];
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    if (same(from[key], to[key])) continue;
    if (key === 'settings') {
      [before[key], after[key]] = difference(from[key] as JsonObject, to[key] as JsonObject);
    } else {
      before[key] = from[key] ?? null;
      after[key] = to[key] ?? null;
    }
  }
  return [before, after];
}

export function meetingUpdated(
  world: World,
  meeting: Meeting,
  host: User,
  operator: User,
  before: JsonObject,
  scope: 'all' | 'single',
): void {
  const [old, changed] = difference(before, comparable(meeting));
  if (Object.keys(changed).length === 0) return;
  const key = { id: meeting.id, uuid: meeting.uuid };
  announce(world, 'meeting.updated', host, {
    ...operatorOf(operator),
    scope,
    time_stamp: Math.floor(world.clock.now()),
    object: { ...key, host_id: meeting.hostId, ...changed },
    old_object: { ...key, ...old },
  });
}

export function meetingRemoved(
  world: World,
  event: 'meeting.deleted' | 'meeting.recovered',
  meeting: Meeting,
  host: User,
  operator: User,
  operation: 'all' | 'single',
): void {
  announce(world, event, host, {
    ...operatorOf(operator),
    operation,
    object: { ...base(meeting), ...recurring(meeting) },
  });
}

/** Here, and only here among the meeting events, `id` is a string. */
export function meetingLive(world: World, meeting: Meeting, host: User, endedAt: number | null): void {
  const object = { ...base(meeting), id: String(meeting.id) };
  if (endedAt === null) announce(world, 'meeting.started', host, { object });
  else announce(world, 'meeting.ended', host, { object: { ...object, end_time: zoomTime(endedAt) } });
}

export function registrationCreated(world: World, meeting: Meeting, host: User, registrant: JsonObject): void {
  announce(world, 'meeting.registration_created', host, { object: { ...base(meeting), registrant } });
}

/** The tokens are dead when this arrives. It has no `object`. */
export function appDeauthorized(world: World, user: User, clientId: string, signature: string): void {
  const payload = {
    account_id: user.accountId,
    user_id: user.id,
    client_id: clientId,
    signature,
    deauthorization_time: new Date(world.clock.now()).toISOString(),
  };
  world.webhooks.emit('app_deauthorized', { payload });
}
