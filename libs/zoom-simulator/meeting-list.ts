import { DateTime } from 'luxon';
import { targetUser, type ApiRequest } from './api-request';
import { DAY, MINUTE, zoomTime } from './clock';
import { badPageToken, invalid } from './errors';
import type { Answer } from './http';
import { seal, unseal } from './ids';
import { INSTANT, isGone } from './meeting-acts';
import { alternativeHosts } from './meeting-settings';
import { joinUrl, listItem } from './meeting-view';
import { isZone } from './start-time';
import type { JsonObject, Meeting, Occurrence, User } from './types';
import type { World } from './world';

const PAGE_TOKEN_LIFE = 15 * MINUTE;
/** The window of every type but `scheduled` and `live`. */
const SIX_MONTHS = 183 * DAY;

const TYPES = ['scheduled', 'live', 'upcoming', 'upcoming_meetings', 'previous_meetings'] as const;
type ListType = (typeof TYPES)[number];

interface Entry {
  meeting: Meeting;
  occurrence?: Occurrence;
  start: number;
  end: number;
}

/** A recurring meeting stands in the list once per occurrence, each time with the same id. */
function entriesOf(meeting: Meeting): Entry[] {
  const times =
    meeting.occurrences.length > 0
      ? meeting.occurrences.filter(({ status }) => status === 'available')
      : [{ start: meeting.start ?? meeting.createdAt, duration: meeting.duration }];
  return times.map((time) => ({
    meeting,
    ...('occurrence_id' in time ? { occurrence: time } : {}),
    start: time.start,
    end: time.start + time.duration * MINUTE,
  }));
}

function belongs({ meeting, start, end }: Entry, type: ListType, now: number): boolean {
  const live = meeting.status === 'started';
  if (type === 'scheduled') return true;
  if (type === 'live') return live;
  if (type === 'previous_meetings') return !live && end < now && start > now - SIX_MONTHS;
  return live || (meeting.start === null ? false : end >= now && start < now + SIX_MONTHS);
}

/** `from` and `to` are dates, both inclusive, in `timezone` or UTC. */
function window(query: URLSearchParams): [number, number] {
  const zone = query.get('timezone') ?? 'utc';
  const edge = (name: string, otherwise: number, days: number): number => {
    const text = query.get(name);
    if (text === null) return otherwise;
    const date = DateTime.fromISO(text.slice(0, 10), { zone: isZone(zone) ? zone : 'utc' });
    if (!date.isValid) throw invalid({ field: name, message: 'Invalid field.' });
    return date.plus({ days }).toMillis();
  };
  return [edge('from', -Infinity, 0), edge('to', Infinity, 1)];
}

function pageSize(query: URLSearchParams): number {
  const text = query.get('page_size') ?? '30';
  const size = Number(text);
  if (/^\d+$/.test(text) && size >= 1 && size <= 300) return size;
  throw invalid({ field: 'page_size', message: 'The value must be from 1 to 300.' });
}

/** Where a page begins. A token is bound to the user and the filters it was given for. */
function offsetOf(world: World, token: string, bound: string): number {
  if (token === '') return 0;
  const content = unseal(world.state.secret, token);
  const [offset, expires] = [Number(content?.offset), Number(content?.exp)];
  if (content?.bound !== bound || !(world.clock.now() < expires)) throw badPageToken();
  return offset;
}

const listed = (world: World, user: User): Entry[] =>
  [...world.state.meetings.values()]
    .filter((meeting) => meeting.hostId === user.id && meeting.type !== INSTANT && !isGone(meeting, world.clock.now()))
    .flatMap(entriesOf)
    .sort((a, b) => a.start - b.start || a.meeting.id - b.meeting.id);

export function listMeetings(world: World, request: ApiRequest): Answer {
  const { query } = request;
  const user = targetUser(request);
  const now = world.clock.now();
  const given = query.get('type') ?? 'scheduled';
  const type = TYPES.find((known) => known === given);
  if (type === undefined) throw invalid({ field: 'type', message: 'Invalid field.' });
  const size = pageSize(query);
  const [from, to] = window(query);
  const entries = listed(world, user).filter(
    (entry) => belongs(entry, type, now) && entry.start >= from && entry.start < to,
  );
  const bound = [user.id, type, query.get('from'), query.get('to'), query.get('timezone')].join(' ');
  const offset = offsetOf(world, query.get('next_page_token') ?? '', bound);
  const next = offset + size;
  const more = next < entries.length;
  return {
    status: 200,
    json: {
      page_size: size,
      total_records: entries.length,
      next_page_token: more ? seal(world.state.secret, { offset: next, exp: now + PAGE_TOKEN_LIFE, bound }) : '',
      meetings: entries.slice(offset, next).map(({ meeting, occurrence }) => listItem(world, meeting, occurrence)),
    },
  };
}

const upcomingItem = (world: World, { meeting, start }: Entry, user: User): JsonObject => ({
  id: meeting.id,
  topic: meeting.topic,
  start_time: zoomTime(start),
  duration: meeting.duration,
  timezone: meeting.timezone,
  join_url: joinUrl(world.origin, meeting),
  passcode: meeting.password,
  is_host: meeting.hostId === user.id,
  use_pmi: false,
});

/** The next 24 hours, with the meetings of others the user is invited to. */
export function listUpcoming(world: World, request: ApiRequest): Answer {
  const user = targetUser(request);
  const now = world.clock.now();
  const invited = ({ settings }: Meeting): boolean =>
    alternativeHosts(settings).includes(user.email) ||
    (Array.isArray(settings.meeting_invitees) &&
      settings.meeting_invitees.some((each) => JSON.stringify(each).toLowerCase().includes(`"${user.email}"`)));
  const meetings = [...world.state.meetings.values()]
    .filter((meeting) => !isGone(meeting, now) && meeting.start !== null)
    .filter((meeting) => meeting.hostId === user.id || invited(meeting))
    .flatMap(entriesOf)
    .filter(({ start, end }) => end >= now && start < now + DAY)
    .sort((a, b) => a.start - b.start)
    .map((entry) => upcomingItem(world, entry, user));
  return { status: 200, json: { total_records: meetings.length, meetings } };
}
