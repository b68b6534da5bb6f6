import type { MeetingRequest, MeetingSettings, ZoomPlan } from '#libs/zoom-api';
import type { CalendarRow } from '../calendars';
import type { MeetingRow } from './meeting.entity';
import { durationMinutes } from './meeting.rules';
import { agendaWith } from './references';

/** What Zoom is asked to make. Everything that matters is said, since what is left out follows the host's own defaults. */
export function meetingRequest(meeting: MeetingRow, calendar: CalendarRow, plan: ZoomPlan): MeetingRequest {
  return {
    topic: meeting.topic,
    agenda: agendaWith(meeting.reference),
    start: meeting.startsAt.getTime(),
    durationMinutes: durationMinutes(meeting),
    timezone: calendar.timezone,
    ...(meeting.passcode === null ? {} : { passcode: meeting.passcode }),
    settings: { ...QUIET, ...doorOf(calendar), autoRecording: recordingOf(calendar, plan) },
  };
}

/** Anybody with the link may join, and all mail is ours. */
const QUIET = {
  usePersonalMeetingId: false,
  requireSignIn: false,
  registration: 'none',
  alternativeHostMails: false,
  hostMails: false,
  registrantMails: false,
  registrantConfirmationMails: false,
} as const satisfies MeetingSettings;

/** Of a collective's hosts only the owner can open the door in Zoom: a late owner must not lock out the others. */
function doorOf({ type, zoom }: CalendarRow): MeetingSettings {
  if (type === 'collective') return { waitingRoom: false, joinBeforeHost: true };
  return { waitingRoom: zoom.waitingRoom, joinBeforeHost: zoom.joinBeforeHost };
}

/** Zoom refuses to record a basic user's meeting in the cloud; a link without the recording is worth more than none. */
function recordingOf({ zoom }: CalendarRow, plan: ZoomPlan): MeetingSettings['autoRecording'] {
  return zoom.autoRecording === 'cloud' && plan === 'basic' ? 'none' : zoom.autoRecording;
}
