import type { ZoomErrorKind } from '#libs/zoom-api';
import type { SettledLink } from '../appointments';
import { RARELY, lookAfter, pauseAfter, resumeAt } from './backoff.rules';
import type { Colleague } from './colleagues';
import type { MeetingRow } from './meeting.entity';
import type { Step } from './meeting.rules';

/** The failure of what is tried again by itself: the link stays pending. */
export const UNAVAILABLE = 'zoom-unavailable';

const PARKED = 'zoom-quota-spent';

/** What Zoom holds of a meeting. */
export interface Sent {
  sentTopic: string | null;
  sentStartsAt: Date | null;
  sentDurationMinutes: number | null;
}

/** What came of a step. */
export type Answer =
  | {
      is: 'there';
      zoomMeetingId: string;
      joinUrl: string;
      passcode: string | null;
      sent: Sent;
      touched?: boolean;
      /** Whether it has registration, as far as that was seen. */
      personal?: boolean;
    }
  | { is: 'not-there' }
  | { is: 'changed'; sent: Sent }
  | { is: 'gone' }
  /** `until`: when a new day begins; `again`: when room may be found before. */
  | { is: 'spent'; until: Date; again?: Date }
  | {
      is: 'failed';
      kind: ZoomErrorKind;
      retryAt: number | null;
      /** Zoom's own words. */
      says?: string | null;
      /** Whom Zoom was asked to let open the door, besides the host. */
      colleagues?: readonly Colleague[];
    };

export interface Outcome {
  change: Partial<MeetingRow>;
  /** What the slot's link becomes, if the slot still wants this meeting. */
  link?: SettledLink;
  /** It was removed in Zoom: the slot needs another one. */
  remake?: boolean;
  /** Nothing else is asked of Zoom for this host: until then, or for as long as failures in a row suggest. */
  pause?: Date | 'outage';
}

/** Whether a link is still expected: it is being made, or parked for the next day. */
export function isToCome({ wanted, known, failure, retryAt, startsAt }: MeetingRow): boolean {
  if (wanted === 'absent' || known === 'present' || known === 'absent') return false;
  if (failure === PARKED) return retryAt !== null && startsAt > retryAt;
  return failure === null || failure === UNAVAILABLE;
}

type Failure = Answer & { is: 'failed' };

export const SETTLED = { retryAt: null, attempts: 0, failure: null } as const;
export const GONE = { known: 'absent', joinUrl: null, zoomMeetingId: null } as const;

/** What an answer makes of a meeting. */
export function outcomeOf(meeting: MeetingRow, step: Step, answer: Answer, now: Date): Outcome {
  switch (answer.is) {
    case 'there':
      return thereIs(meeting, answer);
    case 'not-there':
      return notThere(meeting);
    case 'changed':
      return { change: { ...SETTLED, ...answer.sent } };
    case 'gone':
      return { change: { ...SETTLED, ...GONE }, remake: step === 'update' };
    case 'spent':
      return spent(meeting, step, answer, now);
    case 'failed':
      return failed(meeting, step, answer, now);
  }
}

function thereIs(meeting: MeetingRow, { zoomMeetingId, joinUrl, touched, ...rest }: Answer & { is: 'there' }): Outcome {
  const touches = touched ? meeting.touches + 1 : meeting.touches;
  const passcode = rest.passcode ?? meeting.passcode;
  const personal = rest.personal ?? meeting.personal;
  const link = { zoomMeetingId, joinUrl, passcode, personal };
  return {
    change: { ...SETTLED, ...rest.sent, ...link, touches, known: 'present', unmanaged: false, enrolDue: personal },
    link: { state: 'ready', ...link },
  };
}

/** What nobody was given the link of is made under the same reference; a link that is dead is shown no longer. */
function notThere({ wanted, joinUrl }: MeetingRow): Outcome {
  const neverShown = wanted === 'present' && joinUrl === null;
  const change = { ...SETTLED, ...GONE, ...(neverShown ? { known: 'none' as const } : {}) };
  return neverShown ? { change } : { change, remake: true };
}

function spent(meeting: MeetingRow, step: Step, { until, again }: { until: Date; again?: Date }, now: Date): Outcome {
  const parkedUntil = resumeAt(meeting.slotId ?? meeting.seriesId ?? meeting.id, until);
  const retryAt = again && again < until ? again : parkedUntil;
  const change = { ...before(step), retryAt, failure: PARKED };
  if (step !== 'create') return { change };
  // What starts too early cannot wait; of a series the others do.
  const waits = (meeting.seriesId === null ? meeting.startsAt : meeting.endsAt) > parkedUntil;
  const link: SettledLink =
    meeting.startsAt <= parkedUntil ? { state: 'failed', reason: PARKED } : { state: 'parked', parkedUntil };
  return { change: waits ? { ...change, parkedAt: now } : change, link };
}

function failed(meeting: MeetingRow, step: Step, answer: Failure, now: Date): Outcome {
  const { kind, retryAt } = answer;
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
      return spent(meeting, step, { until: told }, now);
    default:
      return refused(meeting, step, answer, now);
  }
}

/** Zoom understood and said no. */
function refused(meeting: MeetingRow, step: Step, answer: Failure, now: Date): Outcome {
  const { kind } = answer;
  if (step === 'update' && kind === 'not-found') return { change: { ...SETTLED, ...GONE }, remake: true };
  if (step === 'delete' && kind === 'not-found') return { change: { ...SETTLED, ...GONE } };
  if (step === 'create') {
    const fault = faultOf(meeting, answer);
    // Accounts have rules for passcodes, and Zoom makes one that keeps them.
    if (fault === 'passcode') return { change: { ...before(step), passcode: null, retryAt: null } };
    if (fault) return { change: { ...before(step), retryAt: null } };
  }
  if (kind === 'meeting-started' && step !== 'create') {
    // Whoever opened it early leaves it again, and Zoom has the same word for other refusals.
    return { change: { retryAt: new Date(now.getTime() + RARELY) } };
  }
  const reason = reasonOf(kind);
  const retryAt = new Date(now.getTime() + RARELY);
  const change = { ...before(step), attempts: meeting.attempts + 1, retryAt, failure: reason };
  const lacksLink = meeting.joinUrl === null && (step === 'create' || step === 'find');
  return lacksLink ? { change, link: { state: 'failed', reason } } : { change };
}

/** What a refused create is tried without: our passcode, or colleagues, by their Zoom user IDs. Each try costs a unit. */
export function faultOf(
  { passcode }: MeetingRow,
  { kind, says, colleagues = [] }: Failure,
): 'passcode' | string[] | null {
  const isInput = kind === 'validation' || kind === 'refused';
  const isPerson = kind === 'forbidden' || kind === 'user-missing';
  if (colleagues.length > 0 && (isInput || isPerson)) {
    const named = colleagues.filter(({ email }) => says?.toLowerCase().includes(email.toLowerCase()));
    const unfit = (named.length > 0 ? named : colleagues).map(({ zoomUserId }) => zoomUserId);
    if (named.length > 0 || isPerson || passcode === null || /alternative/i.test(says ?? '')) return unfit;
  }
  return isInput && passcode !== null ? 'passcode' : null;
}

/** A create that certainly did not happen leaves things as they were before it. */
function before(step: Step): { known?: 'none' } {
  return step === 'create' ? { known: 'none' } : {};
}

function reasonOf(kind: ZoomErrorKind): string {
  if (kind === 'missing-scope') return 'zoom-missing-scope';
  return kind === 'user-missing' ? 'zoom-user-missing' : 'zoom-refused';
}
