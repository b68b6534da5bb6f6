import type { FieldError } from './errors';
import { isObject } from './http';
import type { JsonObject } from './types';

/** What a meeting has when the request says nothing; the default's type is also the only one accepted. */
const DEFAULTS: JsonObject = {
  host_video: false,
  participant_video: false,
  cn_meeting: false,
  in_meeting: false,
  join_before_host: false,
  jbh_time: 0,
  mute_upon_entry: false,
  watermark: false,
  use_pmi: false,
  approval_type: 2,
  registration_type: 1,
  audio: 'both',
  auto_recording: 'none',
  enforce_login: false,
  enforce_login_domains: '',
  alternative_hosts: '',
  alternative_hosts_email_notification: true,
  alternative_host_update_polls: false,
  close_registration: false,
  show_share_button: false,
  allow_multiple_devices: false,
  registrants_confirmation_email: true,
  registrants_email_notification: true,
  request_permission_to_unmute_participants: false,
  waiting_room: false,
  meeting_authentication: false,
  authentication_option: '',
  authentication_domains: '',
  encryption_type: 'enhanced_encryption',
  email_notification: true,
  contact_name: '',
  contact_email: '',
  calendar_type: 2,
  show_join_info: false,
  host_save_video_order: false,
  private_meeting: false,
  internal_meeting: false,
  focus_mode: false,
  device_testing: false,
  push_change_to_calendar: false,
  email_in_attendee_report: false,
  auto_start_meeting_summary: false,
  who_will_receive_summary: 1,
  auto_start_ai_companion_questions: false,
  who_can_ask_questions: 1,
  allow_host_control_participant_mute_state: false,
  disable_participant_video: false,
  meeting_invitees: [],
  global_dial_in_countries: [],
  additional_data_center_regions: [],
  authentication_exception: [],
  resources: [],
  breakout_room: { enable: false },
  approved_or_denied_countries_or_regions: { enable: false },
  continuous_meeting_chat: { enable: false },
  question_and_answer: { enable: false },
  language_interpretation: { enable: false },
  sign_language_interpretation: { enable: false },
  waiting_room_options: { mode: 'follow_setting' },
};

const ALLOWED: Record<string, unknown[]> = {
  jbh_time: [0, 5, 10, 15],
  approval_type: [0, 1, 2],
  registration_type: [1, 2, 3],
  audio: ['both', 'telephony', 'voip', 'thirdParty'],
  auto_recording: ['local', 'cloud', 'none'],
  encryption_type: ['enhanced_encryption', 'e2ee'],
  calendar_type: [1, 2],
  who_will_receive_summary: [1, 2, 3, 4],
  who_can_ask_questions: [1, 2, 3, 4, 5],
};

/** What a PATCH of one occurrence may carry. */
export const OCCURRENCE_SETTINGS = new Set([
  'host_video',
  'participant_video',
  'join_before_host',
  'mute_upon_entry',
  'waiting_room',
  'watermark',
  'auto_recording',
]);

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value);

/** The known settings of a request; unknown ones are dropped in silence, as Zoom does. */
function readSettings(given: JsonObject, errors: FieldError[]): JsonObject {
  const known: JsonObject = {};
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(DEFAULTS, name) || value === null) continue;
    const right = kindOf(value) === kindOf(DEFAULTS[name]) && (ALLOWED[name]?.includes(value) ?? true);
    if (right) known[name] = value;
    else errors.push({ field: `settings.${name}`, message: 'Invalid field.' });
  }
  return known;
}

export const mergeSettings = (before: JsonObject | null, given: JsonObject): JsonObject => ({
  ...structuredClone(before ?? DEFAULTS),
  ...given,
});

/** Only what differs from the defaults; `mergeSettings(null, …)` brings the rest back. */
export const slimSettings = (settings: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(DEFAULTS[name])),
  );

/** Zoom leaves no meeting open to anyone, and a waiting room beats joining before the host. */
export function secureSettings(settings: JsonObject, password: string): JsonObject {
  const guarded = password !== '' || settings.meeting_authentication === true;
  const waitingRoom = settings.waiting_room === true || !guarded;
  return {
    ...settings,
    waiting_room: waitingRoom,
    join_before_host: settings.join_before_host === true && !waitingRoom,
  };
}

/** The e-mails of `alternative_hosts`, which is one string. */
export const alternativeHosts = ({ alternative_hosts: hosts }: JsonObject): string[] =>
  (typeof hosts === 'string' ? hosts : '')
    .split(/[;,]/)
    .map((email) => email.trim().toLowerCase())
    .filter((email) => email !== '');

export const settingsGiven = (body: JsonObject, errors: FieldError[]): JsonObject => {
  const given = body.settings ?? {};
  if (isObject(given)) return readSettings(given, errors);
  errors.push({ field: 'settings', message: 'Invalid field.' });
  return {};
};
