import type { Answer } from './http';
import { unseal } from './ids';
import { isGone } from './meeting-acts';
import { goneMeetingPage, hostPage, meetingPage, passcodePage, problemPage, registrationPage } from './pages';
import type { Meeting } from './types';
import type { World } from './world';

const REGISTRATION_OFF = 2;

function livingMeeting(world: World, id: string): Meeting | null {
  const meeting = world.state.meetings.get(Number(id));
  return meeting === undefined || isGone(meeting, world.clock.now()) ? null : meeting;
}

/** Where registration is on, everybody comes with a link of their own. */
function isExpected({ settings, registrants }: Meeting, token: string | null): boolean {
  if (settings.approval_type === REGISTRATION_OFF) return true;
  return registrants.some(({ id, status }) => id === token && status === 'approved');
}

/** What a guest sees who follows a join link. */
export function joinPage(world: World, id: string, query: URLSearchParams): Answer {
  const meeting = livingMeeting(world, id);
  if (meeting === null) return goneMeetingPage();
  const admitted =
    meeting.password === '' ||
    query.get('pwd') === meeting.encryptedPassword ||
    query.get('passcode') === meeting.password;
  if (!admitted) return passcodePage(meeting);
  return isExpected(meeting, query.get('tk')) ? meetingPage(meeting) : registrationPage(meeting);
}

/** The host's link; looking at it starts nothing, since mail scanners look too. */
export function startPage(world: World, id: string, query: URLSearchParams): Answer {
  const meeting = livingMeeting(world, id);
  if (meeting === null) return goneMeetingPage();
  const zak = unseal(world.state.secret, query.get('zak') ?? '');
  const valid = zak?.mid === meeting.id && typeof zak.exp === 'number' && world.clock.now() < zak.exp;
  return valid ? hostPage(meeting) : problemPage(403, 'Sign in', 'This start link is invalid or has expired.');
}
