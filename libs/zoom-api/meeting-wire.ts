import { ZoomError } from './errors';
import { id, instant, Json, number, text } from './json';
import { ListedMeeting, MeetingRequest, MeetingSettings, UpcomingMeeting, ZoomMeeting } from './meetings';

const TOPIC_LIMIT = 200;
const AGENDA_LIMIT = 2000;
const SCHEDULED = 2;
const RECURRING_WITHOUT_TIME = 3;

const SETTING_NAMES = {
  usePersonalMeetingId: 'use_pmi',
  waitingRoom: 'waiting_room',
  joinBeforeHost: 'join_before_host',
  joinBeforeHostMinutes: 'jbh_time',
  hostVideo: 'host_video',
  participantVideo: 'participant_video',
  muteUponEntry: 'mute_upon_entry',
  autoRecording: 'auto_recording',
  autoStartSummary: 'auto_start_meeting_summary',
  requireSignIn: 'meeting_authentication',
  registration: 'approval_type',
  alternativeHosts: 'alternative_hosts',
  alternativeHostMails: 'alternative_hosts_email_notification',
  hostMails: 'email_notification',
  registrantMails: 'registrants_email_notification',
  registrantConfirmationMails: 'registrants_confirmation_email',
} satisfies Record<keyof MeetingSettings, string>;

const APPROVAL_TYPES = { automatic: 0, manual: 1, none: 2 } as const;

/** The body of a create: a scheduled meeting, or one without a fixed time. Without a passcode Zoom is asked to make one up. */
export function createBody(request: MeetingRequest): Json {
  const type = request.start === null ? RECURRING_WITHOUT_TIME : SCHEDULED;
  return { type, ...changeBody(request), ...(request.passcode ? {} : { default_password: true }) };
}

/** The body of an update: only what is given. */
export function changeBody(change: Partial<MeetingRequest>): Json {
  return withoutUndefined({
    topic: change.topic === undefined ? undefined : cut(change.topic, TOPIC_LIMIT),
    agenda: change.agenda === undefined ? undefined : cut(change.agenda, AGENDA_LIMIT),
    start_time: typeof change.start === 'number' ? startTime(change.start) : undefined,
    timezone: change.timezone,
    duration: change.start === null ? undefined : change.durationMinutes,
    password: change.passcode,
    schedule_for: change.scheduleFor,
    settings: change.settings === undefined ? undefined : settingsBody(change.settings),
  });
}

/** Always UTC: Zoom reads numeric offsets wrongly, and with `Z` the timezone is only for display. */
function startTime(epochMs: number): string {
  const start = new Date(epochMs);
  if (Number.isNaN(start.getTime())) throw new ZoomError('validation', 'The start of a meeting is no point in time');
  return `${start.toISOString().slice(0, 19)}Z`;
}

function settingsBody(settings: MeetingSettings): Json {
  const body: Record<string, unknown> = {};
  for (const [name, wire] of Object.entries(SETTING_NAMES)) body[wire] = settings[name as keyof MeetingSettings];
  if (settings.registration !== undefined) body.approval_type = APPROVAL_TYPES[settings.registration];
  // Who has registered once may come to all occurrences.
  if (settings.registration === 'automatic') body.registration_type = 1;
  if (settings.alternativeHosts !== undefined) body.alternative_hosts = settings.alternativeHosts.join(';');
  return withoutUndefined(body);
}

function cut(value: string, limit: number): string {
  const splitsPair = /[\uD800-\uDBFF]/.test(value.charAt(limit - 1));
  return value.length <= limit ? value : value.slice(0, splitsPair ? limit - 1 : limit);
}

function withoutUndefined(body: Json): Json {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

/** A created or fetched meeting; null when it lacks what makes it one: an id and a join link. */
export function readMeeting(json: Json): ZoomMeeting | null {
  const listed = readListed(json);
  if (listed?.joinUrl == null) return null;
  return {
    ...listed,
    joinUrl: listed.joinUrl,
    startUrl: text(json.start_url),
    passcode: text(json.password),
    status: text(json.status),
    hostEmail: text(json.host_email),
    registrationUrl: text(json.registration_url),
  };
}

export function readListed(json: Json): ListedMeeting | null {
  const meetingId = id(json.id);
  if (meetingId === null) return null;
  return {
    id: meetingId,
    uuid: text(json.uuid),
    hostId: text(json.host_id),
    type: number(json.type),
    topic: text(json.topic) ?? '',
    agenda: text(json.agenda) ?? '',
    start: instant(json.start_time),
    durationMinutes: number(json.duration),
    timezone: text(json.timezone),
    joinUrl: text(json.join_url),
    createdAt: instant(json.created_at),
  };
}

export function readUpcoming(json: Json): UpcomingMeeting | null {
  const meetingId = id(json.id);
  if (meetingId === null) return null;
  return {
    id: meetingId,
    topic: text(json.topic) ?? '',
    start: instant(json.start_time),
    durationMinutes: number(json.duration),
    timezone: text(json.timezone),
    joinUrl: text(json.join_url),
    passcode: text(json.passcode),
    isHost: json.is_host === true,
  };
}
