import type { Answer } from './http';
import { unseal } from './ids';
import { isGone } from './meeting-acts';
import { goneMeetingPage, hostPage, meetingPage, passcodePage, problemPage } from './pages';
import type { Meeting } from './types';
import type { World } from './world';

function livingMeeting(world: World, id: string): Meeting | null {
  const meeting = world.state.meetings.get(Number(id));
  return meeting === undefined || isGone(meeting, world.clock.now()) ? null : meeting;
}

/** What a guest sees who follows a join link. */
export function joinPage(world: World, id: string, query: URLSearchParams): Answer {
  const meeting = livingMeeting(world, id);
  if (meeting === null) return goneMeetingPage();
  const admitted =
    meeting.password === '' ||
    query.get('pwd') === meeting.encryptedPassword ||
    query.get('passcode') === meeting.password;
  return admitted ? meetingPage(meeting) : passcodePage(meeting);
}

/** The host's link; looking at it starts nothing, since mail scanners look too. */
export function startPage(world: World, id: string, query: URLSearchParams): Answer {
  const meeting = livingMeeting(world, id);
  if (meeting === null) return goneMeetingPage();
  const zak = unseal(world.state.secret, query.get('zak') ?? '');
  const valid = zak?.mid === meeting.id && typeof zak.exp === 'number' && world.clock.now() < zak.exp;
  return valid ? hostPage(meeting) : problemPage(403, 'Sign in', 'This start link is invalid or has expired.');
}
