import type { Registrant, ZoomErrorKind } from '#libs/zoom-api';
import type { OwnLink } from '../appointments';
import { RARELY, lookAfter, pauseAfter, resumeAt } from './backoff.rules';
import type { Outcome } from './outcome.rules';
import type { RegistrantRow } from './registrant.entity';
import type { EnrolmentStep } from './registrant.rules';

/** What came of a step. */
export type EnrolmentAnswer =
  | { is: 'enrolled'; registrant: Registrant }
  | { is: 'not-enrolled' }
  | { is: 'failed'; kind: ZoomErrorKind; retryAt: number | null };

export interface Enrolled extends Pick<Outcome, 'pause'> {
  change: Partial<RegistrantRow>;
  /** The meeting was removed in Zoom, which its own steps find out. */
  lost?: boolean;
  /** Zoom gives no such links for this meeting, so everybody shares its own. */
  shared?: boolean;
}

const SPENT = 'zoom-registrations-spent';
const REFUSED = 'zoom-registration-refused';
const SETTLED = { retryAt: null, attempts: 0, failure: null } as const;

/** What an answer makes of a registrant. */
export function enrolmentOf(row: RegistrantRow, step: EnrolmentStep, answer: EnrolmentAnswer, now: Date): Enrolled {
  if (answer.is === 'not-enrolled') {
    const known = row.wanted === 'present' ? 'none' : 'absent';
    return { change: { ...SETTLED, known, registrantId: null, joinUrl: null } };
  }
  if (answer.is === 'failed') return failed(row, step, answer, now);
  const { id: registrantId, joinUrl } = answer.registrant;
  const enrolled = { known: 'present', registrantId, joinUrl } as const;
  // Somebody has to approve them: the meeting's registration was changed by hand.
  if (joinUrl === null) return { change: { ...enrolled, ...later(row, now), known: 'unknown', failure: REFUSED } };
  return { change: { ...SETTLED, ...enrolled } };
}

function failed(row: RegistrantRow, step: EnrolmentStep, { kind, retryAt }: Failure, now: Date): Enrolled {
  // Whoever is gone already is answered as an ID that is not valid, or with the meeting's being gone.
  if (step === 'remove' && (kind === 'not-found' || kind === 'validation')) {
    return { change: { ...SETTLED, known: 'absent', registrantId: null, joinUrl: null } };
  }
  const attempts = row.attempts + 1;
  const after = (ms: number) => ({ attempts, retryAt: new Date(now.getTime() + ms) });
  const told = retryAt === null ? after(pauseAfter(attempts)).retryAt : new Date(retryAt);
  switch (kind) {
    case 'unknown-fate':
      return { change: after(step === 'enrol' ? lookAfter(attempts) : pauseAfter(attempts)), pause: 'outage' };
    case 'unreachable':
    case 'unauthorized':
    case 'invalid-client':
      return { change: { ...before(step), ...after(pauseAfter(attempts)) }, pause: 'outage' };
    case 'invalid-grant':
      return { change: { ...before(step), ...after(pauseAfter(attempts)) } };
    case 'rate-limited':
      return { change: { ...before(step), retryAt: told }, pause: told };
    case 'daily-limit':
      return { change: { ...before(step), retryAt: resumeAt(row.id, told), failure: SPENT } };
    case 'not-found':
      return { change: { ...before(step), ...after(pauseAfter(attempts)) }, lost: true };
    case 'missing-scope':
    case 'forbidden':
    case 'refused':
      return { change: { ...before(step), ...later(row, now) }, shared: step !== 'remove' };
    default:
      return { change: { ...before(step), ...later(row, now), failure: REFUSED } };
  }
}

type Failure = EnrolmentAnswer & { is: 'failed' };

/** What only a person can mend. */
function later({ attempts }: RegistrantRow, now: Date) {
  return { attempts: attempts + 1, retryAt: new Date(now.getTime() + RARELY) };
}

/** An enrolment that certainly did not happen leaves things as they were before it. */
function before(step: EnrolmentStep): { known?: 'none' } {
  return step === 'enrol' ? { known: 'none' } : {};
}

/** What an appointment that starts then has by it; null: it still waits. */
export function ownLinkOf(row: RegistrantRow, zoomMeetingId: string, startsAt: Date): OwnLink | null {
  const { joinUrl, failure, retryAt } = row;
  const link = { meetingId: zoomMeetingId, joinUrl: null, parkedUntil: null, reason: null };
  if (row.known === 'present' && joinUrl !== null) return { ...link, state: 'ready', joinUrl };
  if (failure === null) return null;
  if (failure === SPENT && retryAt !== null && retryAt < startsAt) {
    return { ...link, state: 'parked', parkedUntil: retryAt.toISOString() };
  }
  return { ...link, state: 'failed', reason: failure };
}
