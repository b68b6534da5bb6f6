import { zoomTime } from './clock';
import { newPmi, newUserId } from './ids';
import type { JsonObject, SimulatorState, User } from './types';
import type { World } from './world';

/** One account for everyone who is not put into another: alternative hosts work among them at once. */
const DEFAULT_ACCOUNT = 'SimAccountABC123def456g';

const DEFAULT_SCOPES = [
  'user:read:user',
  'user:read:settings',
  'meeting:write:meeting',
  'meeting:read:meeting',
  'meeting:update:meeting',
  'meeting:delete:meeting',
  'meeting:read:list_meetings',
  'meeting:read:list_upcoming_meetings',
  'meeting:write:registrant',
  'meeting:read:list_registrants',
  'meeting:delete:registrant',
];

export const BASIC = 1;
export const LICENSED = 2;

export function userByEmail(state: SimulatorState, email: string): User | null {
  const wanted = email.trim().toLowerCase();
  for (const user of state.users.values()) if (user.email === wanted) return user;
  return null;
}

export const userByIdOrEmail = (state: SimulatorState, key: string): User | null =>
  state.users.get(key) ?? userByEmail(state, key);

export function addUser(state: SimulatorState, email: string, now: number): User {
  const user: User = {
    id: newUserId(),
    accountId: DEFAULT_ACCOUNT,
    email: email.trim().toLowerCase(),
    displayName: email.trim().split('@')[0] ?? '',
    type: LICENSED,
    status: 'active',
    timezone: 'UTC',
    pmi: newPmi(),
    createdAt: now,
    scopes: DEFAULT_SCOPES,
    apps: [],
  };
  state.users.set(user.id, user);
  return user;
}

export function userView(world: World, user: User): JsonObject {
  const [first = '', ...rest] = user.displayName.split(' ');
  return {
    id: user.id,
    account_id: user.accountId,
    account_number: 10_000_001,
    email: user.email,
    first_name: first,
    last_name: rest.join(' '),
    display_name: user.displayName,
    type: user.type,
    role_id: '2',
    role_name: 'Member',
    pmi: user.pmi,
    use_pmi: false,
    personal_meeting_url: `${world.origin}/j/${user.pmi}`,
    timezone: user.timezone,
    language: 'en-US',
    dept: '',
    job_title: '',
    location: '',
    company: '',
    status: user.status,
    verified: 1,
    created_at: zoomTime(user.createdAt),
    user_created_at: zoomTime(user.createdAt),
    last_login_time: zoomTime(user.createdAt),
    pic_url: '',
    jid: `${user.id.toLowerCase()}@xmpp.zoom.us`,
    cluster: 'us02',
    group_ids: [],
    im_group_ids: [],
    login_types: [100],
    phone_numbers: [],
    plan_united_type: '1',
  };
}

export const settingsView = (user: User): JsonObject => ({
  schedule_meeting: {
    audio_type: 'both',
    host_video: false,
    participants_video: false,
    join_before_host: false,
    use_pmi_for_scheduled_meetings: false,
    use_pmi_for_instant_meetings: false,
    require_password_for_scheduling_new_meetings: true,
    require_password_for_scheduled_meetings: true,
    require_password_for_instant_meetings: true,
    require_password_for_pmi_meetings: 'all',
    default_password_for_scheduled_meetings: '',
    embed_password_in_join_link: true,
    pstn_password_protected: true,
    meeting_password_requirement: {
      length: 0,
      have_letter: false,
      have_number: false,
      have_upper_and_lower_characters: false,
      have_special_character: false,
      only_allow_numeric: false,
      consecutive_characters_length: 0,
      weak_enhance_detection: false,
    },
  },
  in_meeting: { waiting_room: false, chat: true, private_chat: true, e2e_encryption: false, breakout_room: true },
  recording: { local_recording: true, cloud_recording: user.type === LICENSED, auto_recording: 'none' },
  feature: {
    meeting_capacity: user.type === LICENSED ? 300 : 100,
    large_meeting: false,
    webinar: false,
    concurrent_meeting: 'Basic',
  },
  email_notification: { jbh_reminder: true, cancel_meeting_reminder: true, alternative_host_reminder: true },
  telephony: { third_party_audio: false, audio_conference_info: '' },
});
