import { invalid, type FieldError } from './errors';
import { isObject } from './http';
import { settingsGiven } from './meeting-settings';
import { checkRecurrence } from './recurrence';
import { isZone, readStartTime } from './start-time';
import type { Json, JsonObject } from './types';

/** A create or update request, read. What is undefined was not given; null counts as not given. */
export interface MeetingInput {
  topic?: string;
  agenda?: string;
  type?: number;
  /** Epoch milliseconds. */
  start?: number;
  duration?: number;
  timezone?: string;
  password?: string;
  defaultPassword?: boolean;
  scheduleFor?: string;
  recurrence?: JsonObject;
  settings: JsonObject;
  trackingFields?: Json[];
}

const TYPES = [1, 2, 3, 8];
const PASSCODE = /^[A-Za-z0-9@\-_*!#$%^&().+]{0,10}$/;

/** Reads one field after the other and gathers what is wrong with them. */
class Fields {
  readonly errors: FieldError[] = [];

  constructor(private readonly body: JsonObject) {}

  read<T>(field: string, accept: (value: Json) => T | undefined, message = 'Invalid field.'): T | undefined {
    const value = this.body[field] ?? null;
    if (value === null) return undefined;
    const read = accept(value);
    if (read === undefined) this.errors.push({ field, message });
    return read;
  }

  text(field: string, max: number): string | undefined {
    const message = `The ${field} field must not exceed ${max} characters.`;
    return this.read(field, (value) => (typeof value === 'string' && value.length <= max ? value : undefined), message);
  }
}

const flag = (value: Json): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
const list = (value: Json): Json[] | undefined => (Array.isArray(value) ? value : undefined);

const wholeFrom =
  (min: number, max: number) =>
  (value: Json): number | undefined =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : undefined;

function recurrenceFrom(fields: Fields): JsonObject | undefined {
  const recurrence = fields.read('recurrence', (value) => (isObject(value) ? value : undefined));
  if (recurrence !== undefined) fields.errors.push(...checkRecurrence(recurrence));
  return recurrence;
}

/** `zone` is read when the request names none: the meeting's own, or the user's. */
export function readMeeting(body: JsonObject, zone: string): MeetingInput {
  const fields = new Fields(body);
  const timezone = fields.read('timezone', (value) => (typeof value === 'string' && isZone(value) ? value : undefined));
  const input: MeetingInput = {
    topic: fields.text('topic', 200),
    agenda: fields.text('agenda', 2000),
    type: fields.read('type', (value) => TYPES.find((type) => type === value)),
    start: fields.read('start_time', (value) =>
      typeof value === 'string' ? (readStartTime(value, timezone ?? zone) ?? undefined) : undefined,
    ),
    duration: fields.read('duration', wholeFrom(1, 1440)),
    timezone,
    password: fields.read('password', (value) =>
      typeof value === 'string' && PASSCODE.test(value) ? value : undefined,
    ),
    defaultPassword: fields.read('default_password', flag),
    scheduleFor: fields.text('schedule_for', 256),
    recurrence: recurrenceFrom(fields),
    settings: settingsGiven(body, fields.errors),
    trackingFields: fields.read('tracking_fields', list),
  };
  if (fields.errors.length > 0) throw invalid(...fields.errors);
  return input;
}
