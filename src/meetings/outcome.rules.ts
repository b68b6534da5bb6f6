import type { ZoomErrorKind } from '#libs/zoom-api';
import type { SettledLink } from '../appointments';
import { RARELY, lookAfter, pauseAfter, resumeAt } from './backoff.rules';
import type { MeetingRow } from './meeting.entity';
import type { Step } from './meeting.rules';

/** The failure of what is tried again by itself: the link stays pending. */
export const UNAVAILABLE = 'zoom-unavailable';

/** What Zoom holds of a meeting. */
export interface Sent {
  sentTopic: string;
  sentStartsAt: Date | null;
  sentDurationMinutes: number | null;
}

/** What came of a step. */
export type Answer =
  | { is: 'there'; zoomMeetingId: string; joinUrl: string; passcode: string | null; sent: Sent }
  | { is: 'not-there' }
  | { is: 'changed'; sent: Sent }
  | { is: 'gone' }
  | { is: 'spent'; until: Date }
  | { is: 'failed'; kind: ZoomErrorKind; retryAt: number | null };

export interface Outcome {
  change: Partial<MeetingRow>;
  /** What the slot's link becomes, if the slot still wants this meeting. */
  link?: SettledLink;
  /** It was removed in Zoom: the slot needs another one. */
  remake?: boolean;
  /** Nothing else is asked of Zoom for this host: until then, or for as long as failures in a row suggest. */
  pause?: Date | 'outage';
}

const SETTLED = { retryAt: null, attempts: 0, failure: null } as const;
const GONE = { known: 'absent', joinUrl: null, zoomMeetingId: null } as const;

/** What an answer makes of a meeting. */
export function outcomeOf(meeting: MeetingRow, step: Step, answer: Answer, now: Date): Outcome {
  switch (answer.is) {
    case 'there':
      return thereIs(meeting, answer);
    case 'not-there':
      return { change: { ...SETTLED, ...GONE, known: meeting.wanted === 'present' ? 'none' : 'absent' } };
    case 'changed':
      return { change: { ...SETTLED, ...answer.sent } };
    case 'gone':
      return { change: { ...SETTLED, ...GONE }, remake: step === 'update' };
    case 'spent':
      return spent(meeting, step, answer.until);
    case 'failed':
      return failed(meeting, step, answer, now);
  }
}

function thereIs(meeting: MeetingRow, { zoomMeetingId, joinUrl, ...rest }: Answer & { is: 'there' }): Outcome {
  const passcode = rest.passcode ?? meeting.passcode;
  return {
    change: { ...SETTLED, ...rest.sent, known: 'present', zoomMeetingId, joinUrl, passcode, unmanaged: false },
    link: { state: 'ready', joinUrl, zoomMeetingId, passcode },
  };
}

function spent(meeting: MeetingRow, step: Step, until: Date): Outcome {
  const retryAt = resumeAt(meeting.slotId, until);
  const change = { ...before(step), retryAt, failure: 'zoom-quota-spent' };
  if (step !== 'create') return { change };
  const tooLate = meeting.startsAt <= retryAt;
  return {
    change,
    link: tooLate ? { state: 'failed', reason: 'zoom-quota-spent' } : { state: 'parked', parkedUntil: retryAt },
  };
}

function failed(meeting: MeetingRow, step: Step, { kind, retryAt }: Answer & { is: 'failed' }, now: Date): Outcome {
  const attempts = meeting.attempts + 1;
  const after = (ms: number) => new Date(now.getTime() + ms);
  const told = retryAt === null ? after(pauseAfter(attempts)) : new Date(retryAt);
  const outage = (ms: number) => ({ attempts, retryAt: after(ms), failure: UNAVAILABLE });
  switch (kind) {
    case 'unknown-fate':
      return { change: outage(step === 'create' ? lookAfter(attempts) : pauseAfter(attempts)), pause: 'outage' };
    case 'unreachable':
      // Nothing was made, but to look for it is free, and a create that Zoom cannot hear costs a unit.
      return { change: outage(pauseAfter(attempts)), pause: 'outage' };
    case 'unauthorized':
    case 'invalid-client':
      return { change: { ...before(step), ...outage(pauseAfter(attempts)) }, pause: 'outage' };
    case 'invalid-grant':
      // Whoever opens the next session finds out what that means for all of the host's meetings.
      return { change: { ...before(step), ...outage(pauseAfter(attempts)) } };
    case 'rate-limited':
      return { change: { ...before(step), retryAt: told }, pause: told };
    case 'daily-limit':
      return spent(meeting, step, told);
    default:
      return refused(meeting, step, kind, now);
  }
}

/** Zoom understood and said no. */
function refused(meeting: MeetingRow, step: Step, kind: ZoomErrorKind, now: Date): Outcome {
  if (step === 'update' && kind === 'not-found') return { change: { ...SETTLED, ...GONE }, remake: true };
  if (step === 'delete' && kind === 'not-found') return { change: { ...SETTLED, ...GONE } };
  if (step === 'create' && meeting.passcode !== null && (kind === 'validation' || kind === 'refused')) {
    // Accounts have rules for passcodes, and Zoom makes one that keeps them.
    return { change: { ...before(step), passcode: null, retryAt: null } };
  }
  // The host opened the meeting early: it stays as it is.
  if (kind === 'meeting-started' && step !== 'create') return { change: { retryAt: meeting.startsAt } };
  const reason = reasonOf(kind);
  const retryAt = new Date(now.getTime() + RARELY);
  const change = { ...before(step), attempts: meeting.attempts + 1, retryAt, failure: reason };
  const lacksLink = meeting.joinUrl === null && (step === 'create' || step === 'find');
  return lacksLink ? { change, link: { state: 'failed', reason } } : { change };
}

/** A create that certainly did not happen leaves things as they were before it. */
function before(step: Step): { known?: 'none' } {
  return step === 'create' ? { known: 'none' } : {};
}

function reasonOf(kind: ZoomErrorKind): string {
  if (kind === 'missing-scope') return 'zoom-missing-scope';
  return kind === 'user-missing' ? 'zoom-user-missing' : 'zoom-refused';
}
