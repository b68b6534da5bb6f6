import { targetUser, type ApiRequest } from './api-request';
import { alreadyStarted, cannotAccess, cannotScheduleFor, invalid, noMeeting, notHost, otherAccount } from './errors';
import type { Answer } from './http';
import {
  changeMeeting,
  createMeeting as create,
  deleteMeeting as remove,
  endMeeting,
  hostOf,
  INSTANT,
  isGone,
  occurrenceOf,
  recoverMeeting,
} from './meeting-acts';
import { readMeeting } from './meeting-input';
import { meetingView } from './meeting-view';
import { assertWritesLeft, countWrite } from './quota';
import type { Meeting, User } from './types';
import { LICENSED, userByIdOrEmail } from './users';
import type { World } from './world';

const noContent: Answer = { status: 204 };

function lookUp(world: World, key: string): Meeting | undefined {
  if (/^\d{9,11}$/.test(key)) return world.state.meetings.get(Number(key));
  return [...world.state.meetings.values()].find(({ uuid }) => uuid === key);
}

/** The meeting of the path, if it lives and the caller may touch it. */
export function findMeeting(world: World, request: ApiRequest, access: 'read' | 'write', deletedToo = false): Meeting {
  const key = request.params[0] ?? '';
  const meeting = lookUp(world, key);
  if (meeting === undefined || (!deletedToo && isGone(meeting, world.clock.now()))) throw noMeeting(key);
  if (meeting.hostId === request.user.id || meeting.createdBy === request.user.id) return meeting;
  if (hostOf(world, meeting).accountId !== request.user.accountId) throw otherAccount(request.user.accountId);
  throw access === 'read' ? cannotAccess() : notHost();
}

/** Scheduling privilege is taken as given among the licensed users of an account, except for those who give it to nobody. */
function scheduledHost(world: World, user: User, scheduleFor: string | undefined): User {
  if (scheduleFor === undefined || scheduleFor === '') return user;
  const host = userByIdOrEmail(world.state, scheduleFor);
  if (host === user) return user;
  const isOpen = host?.accountId === user.accountId && host.type === LICENSED && host.status === 'active';
  if (!isOpen || host.schedulesAlone) throw cannotScheduleFor(scheduleFor);
  return host;
}

export function createMeeting(world: World, request: ApiRequest): Answer {
  const user = targetUser(request);
  const now = world.clock.now();
  const input = readMeeting(request.body(), user.timezone);
  const host = scheduledHost(world, user, input.scheduleFor);
  if (host !== user && input.type === INSTANT) throw cannotScheduleFor(host.email);
  assertWritesLeft(world.state, host.id, now);
  // Zoom starts a meeting planned for the past, or for no time at all, now (FORUM).
  const start = input.start === undefined || input.start < now ? now : input.start;
  const meeting = create(world, host, user, { ...input, start }, 'open_api');
  countWrite(world.state, host.id, now);
  return { status: 201, json: meetingView(world, meeting, host) };
}

export function getMeeting(world: World, request: ApiRequest): Answer {
  const meeting = findMeeting(world, request, 'read');
  const occurrence = occurrenceOf(meeting, request.query.get('occurrence_id'));
  return { status: 200, json: meetingView(world, meeting, hostOf(world, meeting), occurrence) };
}

export function updateMeeting(world: World, request: ApiRequest): Answer {
  const meeting = findMeeting(world, request, 'write');
  if (meeting.status === 'started') throw alreadyStarted();
  const now = world.clock.now();
  const input = readMeeting(request.body(), meeting.timezone);
  const before = hostOf(world, meeting);
  const host = input.scheduleFor === undefined ? before : scheduledHost(world, request.user, input.scheduleFor);
  // Nobody says whose day it is when the host changes: both, which is the stricter reading.
  const charged = [...new Set([before.id, host.id])];
  for (const id of charged) assertWritesLeft(world.state, id, now);
  // A past start is ignored here, unlike in a creation.
  if (input.start !== undefined && input.start < now) delete input.start;
  meeting.hostId = host.id;
  changeMeeting(world, meeting, request.user, input, request.query.get('occurrence_id'));
  for (const id of charged) countWrite(world.state, id, now);
  return noContent;
}

export function deleteMeeting(world: World, request: ApiRequest): Answer {
  remove(world, findMeeting(world, request, 'write'), request.user, request.query.get('occurrence_id'));
  return noContent;
}

/** Ending what is not under way changes nothing; Zoom documents no refusal for it. */
export function putStatus(world: World, request: ApiRequest): Answer {
  const { action } = request.body();
  if (action === 'end') endMeeting(world, findMeeting(world, request, 'write'));
  else if (action === 'recover') recoverMeeting(world, findMeeting(world, request, 'write', true), request.user);
  else throw invalid({ field: 'action', message: 'Invalid field.' });
  return noContent;
}
