import { createHash } from 'node:crypto';
import { id, instant, isJson, Json, number, text } from './json';

/** What we file an event under; null where it does not say so. */
export interface WebhookEvent {
  /** Such as `meeting.updated`. */
  event: string | null;
  /** Epoch milliseconds: when it happened, as Zoom has it. */
  at: number | null;
  zoomAccountId: string | null;
  /** The host of a meeting or recording, or the user it is about. */
  zoomUserId: string | null;
  objectId: string | null;
  objectUuid: string | null;
  /** The same for every delivery of one event. */
  digest: string;
  payload: Json;
}

/** Longer than any id or name of Zoom's. */
const MAX_TEXT = 255;
/** Far deeper than Zoom nests, and no danger to the stack. */
const MAX_DEPTH = 64;
/** 2000 and 2200: other times are no times, and a database may not hold them. */
const [EARLIEST, LATEST] = [946_684_800_000, 7_258_118_400_000];

/** Reads any body at all: whoever signed it, nothing in it need be as documented. */
export function readWebhookEvent(rawBody: Buffer): WebhookEvent {
  const json = parsed(rawBody);
  const payload = isJson(json.payload) ? json.payload : {};
  const object = isJson(payload.object) ? payload.object : {};
  return {
    event: storable(text(json.event)),
    at: possible(number(json.event_ts)),
    zoomAccountId: storable(id(payload.account_id) ?? id(object.account_id)),
    zoomUserId: storable(id(object.host_id) ?? id(object.meeting_host_id) ?? id(payload.user_id)),
    objectId: storable(id(object.id) ?? id(object.meeting_id)),
    objectUuid: storable(id(object.uuid) ?? id(object.meeting_uuid)),
    digest: digestOf(json, rawBody),
    payload,
  };
}

/** `app_deauthorized`: a user, or an admin for them, removed an app. */
export interface Deauthorization {
  zoomUserId: string;
  clientId: string;
  /** Epoch milliseconds; null when unreadable. */
  at: number | null;
}

export function readDeauthorization({ payload, at }: WebhookEvent): Deauthorization | null {
  const [zoomUserId, clientId] = [text(payload.user_id), text(payload.client_id)];
  if (zoomUserId === null || clientId === null) return null;
  return { zoomUserId, clientId, at: possible(instant(payload.deauthorization_time)) ?? at };
}

/** The challenge of `endpoint.url_validation`, or null. */
export function challengeIn({ event, payload }: WebhookEvent): string | null {
  const token = event === 'endpoint.url_validation' ? text(payload.plainToken) : null;
  return token !== null && token.length <= MAX_TEXT ? token : null;
}

function parsed(rawBody: Buffer): Json {
  try {
    const value: unknown = JSON.parse(rawBody.toString('utf8'));
    return isJson(value) ? value : {};
  } catch {
    return {};
  }
}

/**
 * A copy may be printed differently, and `download_token` stands outside the payload and may be another one each time.
 * What says nothing we know is the same only byte by byte.
 */
function digestOf(json: Json, rawBody: Buffer): string {
  const known = text(json.event) !== null && isJson(json.payload);
  const said = known ? canonical([json.event, json.event_ts, json.payload]) : null;
  const hash = createHash('sha256');
  return (said === null ? hash.update('raw:').update(rawBody) : hash.update(said)).digest('base64url');
}

/** JSON with its keys in order, or null when it is nested absurdly deep. */
function canonical(value: unknown, depth = 0): string | null {
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, depth + 1));
    return items.includes(null) ? null : `[${items.join(',')}]`;
  }
  if (!isJson(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .sort()
    .map((key) => [JSON.stringify(key), canonical(value[key], depth + 1)]);
  return members.some(([, member]) => member === null) ? null : `{${members.map((pair) => pair.join(':')).join(',')}}`;
}

/** What a database can hold as text. */
function storable(value: string | null): string | null {
  return value !== null && value.length <= MAX_TEXT && !value.includes('\0') && value.isWellFormed() ? value : null;
}

function possible(ms: number | null): number | null {
  return ms !== null && ms >= EARLIEST && ms <= LATEST ? ms : null;
}
