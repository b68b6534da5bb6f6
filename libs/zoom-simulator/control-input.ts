import { zoomTime } from './clock';
import { ControlError } from './faults';
import { readMeeting, type MeetingInput } from './meeting-input';
import { isZone } from './start-time';
import type { JsonObject, User, WebhookTarget } from './types';
import { BASIC, LICENSED } from './users';

export function textOf(body: JsonObject, field: string): string {
  const value = body[field];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new ControlError(`${field} must be a string that is not empty.`);
}

export function wholeOf(body: JsonObject, field: string): number {
  const value = body[field];
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  throw new ControlError(`${field} must be a whole number, 0 or more.`);
}

/** RFC 3339, or epoch milliseconds. */
export function readInstant(body: JsonObject, field: string): number {
  const value = body[field];
  const instant = typeof value === 'number' ? value : Date.parse(textOf(body, field));
  if (Number.isFinite(instant) && Math.abs(instant) < 8.64e15) return instant;
  throw new ControlError(`${field} must be an instant such as 2026-11-23T14:00:00Z.`);
}

const STATUSES = ['active', 'inactive', 'pending'] as const;

function statusOf(body: JsonObject): User['status'] {
  const status = STATUSES.find((known) => known === body.status);
  if (status === undefined) throw new ControlError(`status must be one of ${STATUSES.join(', ')}.`);
  return status;
}

function scopesOf(body: JsonObject): string[] {
  const { scopes } = body;
  const list = typeof scopes === 'string' ? scopes.split(/\s+/) : scopes;
  if (Array.isArray(list) && list.every((scope): scope is string => typeof scope === 'string')) return list;
  throw new ControlError('scopes must be an array of strings.');
}

function zoneOf(body: JsonObject): string {
  const zone = textOf(body, 'timezone');
  if (!isZone(zone)) throw new ControlError('timezone must be an IANA name.');
  return zone;
}

function addressOf(body: JsonObject, field: string): string {
  const email = textOf(body, field).toLowerCase();
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new ControlError(`${field} must be an e-mail address.`);
  return email;
}

/** `newEmail` gives a known user another address; the id stays. */
export function readUser(body: JsonObject, taken: (email: string) => boolean) {
  const email = addressOf(body, 'email');
  const { type, displayName, accountId, status, scopes, timezone, newEmail, schedulesAlone } = body;
  if (type !== undefined && type !== BASIC && type !== LICENSED) {
    throw new ControlError('type must be 1 (basic) or 2 (licensed).');
  }
  if (schedulesAlone !== undefined && typeof schedulesAlone !== 'boolean') {
    throw new ControlError('schedulesAlone must be true or false.');
  }
  const changes: Partial<User> = {
    ...(type === undefined ? {} : { type }),
    ...(displayName === undefined ? {} : { displayName: textOf(body, 'displayName') }),
    ...(accountId === undefined ? {} : { accountId: textOf(body, 'accountId') }),
    ...(status === undefined ? {} : { status: statusOf(body) }),
    ...(scopes === undefined ? {} : { scopes: scopesOf(body) }),
    ...(timezone === undefined ? {} : { timezone: zoneOf(body) }),
    ...(schedulesAlone === undefined ? {} : { schedulesAlone }),
    ...(newEmail === undefined ? {} : { email: addressOf(body, 'newEmail') }),
  };
  if (changes.email !== undefined && changes.email !== email && taken(changes.email)) {
    throw new ControlError('newEmail belongs to another user.', 409);
  }
  return { email, changes };
}

/** The fields of the API, with `startTime` for `start_time`; a past start is taken as it is. */
export function readMeetingByHand(body: JsonObject, zone: string): MeetingInput {
  const fields = { ...body };
  if (body.startTime !== undefined) fields.start_time = zoomTime(readInstant(body, 'startTime'));
  return readMeeting(fields, zone);
}

export function readTarget(body: JsonObject): WebhookTarget {
  const url = textOf(body, 'url');
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ControlError('url must be an http or https address.');
  }
  return { url, secret: textOf(body, 'secret') };
}

export function assertEvent(event: unknown): string {
  if (typeof event === 'string' && event !== '') return event;
  throw new ControlError('event must be the name of an event.');
}
