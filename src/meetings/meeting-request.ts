import type { MeetingRequest, MeetingSettings, ZoomPlan } from '#libs/zoom-api';
import type { CalendarRow } from '../calendars';
import type { Colleague } from './colleagues';
import type { MeetingRow } from './meeting.entity';
import { durationMinutes } from './meeting.rules';
import { agendaWith } from './references';

/** Whose meeting it is. */
export interface MeetingHost {
  plan: ZoomPlan;
  /** Who else can let people in; null: the host meets there alone. */
  colleagues: readonly Colleague[] | null;
  /** Each participant gets a link of their own. */
  personal: boolean;
}

/** What Zoom is asked to make. Everything that matters is said, since what is left out follows the host's own defaults. */
export function meetingRequest(meeting: MeetingRow, calendar: CalendarRow, host: MeetingHost): MeetingRequest {
  return {
    topic: meeting.topic,
    agenda: agendaWith(meeting.reference),
    ...timeOf(meeting),
    timezone: calendar.timezone,
    ...(meeting.passcode === null ? {} : { passcode: meeting.passcode }),
    settings: {
      ...QUIET,
      ...doorOf(calendar, host),
      registration: host.personal ? 'automatic' : 'none',
      autoRecording: recordingOf(calendar, host),
    },
  };
}

/** A series has one meeting without a fixed time, which stays true however its slots move. */
export function timeOf(meeting: MeetingRow): Pick<MeetingRequest, 'start' | 'durationMinutes'> {
  const start = meeting.seriesId === null ? meeting.startsAt.getTime() : null;
  return { start, durationMinutes: durationMinutes(meeting) };
}

/** Whoever has a link may join, and all mail is ours. */
const QUIET = {
  usePersonalMeetingId: false,
  requireSignIn: false,
  alternativeHostMails: false,
  hostMails: false,
  registrantMails: false,
  registrantConfirmationMails: false,
} as const satisfies MeetingSettings;

/** Where several hosts meet, one who is late must not lock out the others: somebody else has the key, or the door is open. */
function doorOf({ zoom }: CalendarRow, { colleagues }: MeetingHost): MeetingSettings {
  if (colleagues?.length === 0) return { waitingRoom: false, joinBeforeHost: true };
  const door = { waitingRoom: zoom.waitingRoom, joinBeforeHost: zoom.joinBeforeHost };
  return colleagues ? { ...door, alternativeHosts: colleagues.map(({ email }) => email) } : door;
}

/** Zoom refuses to record a basic user's meeting in the cloud; a link without the recording is worth more than none. */
function recordingOf({ zoom }: CalendarRow, { plan }: MeetingHost): MeetingSettings['autoRecording'] {
  return zoom.autoRecording === 'cloud' && plan === 'basic' ? 'none' : zoom.autoRecording;
}
