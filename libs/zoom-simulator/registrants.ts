import type { ApiRequest } from './api-request';
import { zoomTime } from './clock';
import { invalid, noRegistrant, paidOnly, registrationOff } from './errors';
import { registrationCreated } from './events';
import { isObject, type Answer } from './http';
import { newRegistrantId } from './ids';
import { hostOf } from './meeting-acts';
import { joinUrl } from './meeting-view';
import { findMeeting } from './meetings';
import { countRegistration } from './quota';
import type { Json, JsonObject, Meeting, Registrant } from './types';
import { LICENSED } from './users';
import type { World } from './world';

const AUTOMATIC = 0;
const OFF = 2;
const BATCH = 30;

function openMeeting(world: World, request: ApiRequest, access: 'read' | 'write'): Meeting {
  const meeting = findMeeting(world, request, access);
  const host = hostOf(world, meeting);
  if (host.type !== LICENSED) throw paidOnly(host.accountId);
  if (meeting.settings.approval_type === OFF) throw registrationOff(meeting.id);
  return meeting;
}

/** Everyone has a link of their own. */
const joinUrlOf = (world: World, meeting: Meeting, registrant: Registrant): string => {
  const url = new URL(joinUrl(world.origin, meeting));
  url.searchParams.set('tk', registrant.id);
  return url.href;
};

const view = (world: World, meeting: Meeting, registrant: Registrant): JsonObject => ({
  id: registrant.id,
  email: registrant.email,
  first_name: registrant.firstName,
  last_name: registrant.lastName,
  status: registrant.status,
  create_time: zoomTime(registrant.createdAt),
  ...(registrant.status === 'approved' ? { join_url: joinUrlOf(world, meeting, registrant) } : {}),
});

function readPerson(body: JsonObject): { email: string; firstName: string; lastName: string } {
  const text = (field: string): string => {
    const value = body[field];
    return typeof value === 'string' ? value.trim() : '';
  };
  const [email, firstName] = [text('email').toLowerCase(), text('first_name')];
  const wrong = [
    ...(email.length <= 128 && /^[^\s@]+@[^\s@]+$/.test(email) ? [] : ['email']),
    ...(firstName !== '' && firstName.length <= 64 ? [] : ['first_name']),
  ];
  if (wrong.length > 0) throw invalid(...wrong.map((field) => ({ field, message: 'Invalid field.' })));
  return { email, firstName, lastName: text('last_name') };
}

/** The same e-mail again gets its place of before. */
export function addRegistrant(world: World, request: ApiRequest): Answer {
  const meeting = openMeeting(world, request, 'write');
  const now = world.clock.now();
  const body = request.body();
  const person = readPerson(body);
  countRegistration(world.state, meeting.id, person.email, now);
  let registrant = meeting.registrants.find(({ email }) => email === person.email);
  if (registrant === undefined) {
    const approved = meeting.settings.approval_type === AUTOMATIC || body.auto_approve === true;
    registrant = { id: newRegistrantId(), ...person, status: approved ? 'approved' : 'pending', createdAt: now };
    meeting.registrants.push(registrant);
    registrationCreated(world, meeting, hostOf(world, meeting), view(world, meeting, registrant));
  }
  world.store.touchMeeting(meeting);
  return {
    status: 201,
    json: {
      id: meeting.id,
      registrant_id: registrant.id,
      topic: meeting.topic,
      ...(meeting.start === null ? {} : { start_time: zoomTime(meeting.start) }),
      ...(registrant.status === 'approved' ? { join_url: joinUrlOf(world, meeting, registrant) } : {}),
      participant_pin_code: 100_000 + meeting.registrants.indexOf(registrant),
    },
  };
}

/** One page holds them all: the simulator's meetings are small. */
export function listRegistrants(world: World, request: ApiRequest): Answer {
  const meeting = openMeeting(world, request, 'read');
  const wanted = request.query.get('status') ?? 'approved';
  const registrants = meeting.registrants
    .filter(({ status }) => status === wanted)
    .map((registrant) => view(world, meeting, registrant));
  return {
    status: 200,
    json: { page_size: 300, total_records: registrants.length, next_page_token: '', registrants },
  };
}

const named =
  (person: Json) =>
  (registrant: Registrant): boolean =>
    isObject(person) && (person.id === registrant.id || person.email === registrant.email);

export function putRegistrantStatus(world: World, request: ApiRequest): Answer {
  const meeting = openMeeting(world, request, 'write');
  const { action, registrants } = request.body();
  const statuses: Record<string, Registrant['status']> = { approve: 'approved', deny: 'denied', cancel: 'denied' };
  const status = typeof action === 'string' && Object.hasOwn(statuses, action) ? statuses[action] : undefined;
  if (status === undefined) throw invalid({ field: 'action', message: 'Invalid field.' });
  if (!Array.isArray(registrants) || registrants.length > BATCH) {
    throw invalid({ field: 'registrants', message: 'Invalid field.' });
  }
  for (const registrant of meeting.registrants) {
    if (registrants.some((person) => named(person)(registrant))) registrant.status = status;
  }
  world.store.touchMeeting(meeting);
  return { status: 204 };
}

export function removeRegistrant(world: World, request: ApiRequest): Answer {
  const meeting = openMeeting(world, request, 'write');
  const id = request.params[1] ?? '';
  if (!meeting.registrants.some((registrant) => registrant.id === id)) throw noRegistrant(id);
  meeting.registrants = meeting.registrants.filter((registrant) => registrant.id !== id);
  world.store.touchMeeting(meeting);
  return { status: 204 };
}
