export type Wanted = 'present' | 'absent';

/**
 * What we know of a meeting at Zoom. `none`: never made; `unknown`: an attempt or a disconnection left it open;
 * `absent`: it was there or might have been, and is gone for good.
 */
export type Known = 'none' | 'unknown' | 'present' | 'absent';

/**
 * A request owed to Zoom. `find` looks for the meeting by its reference, `look` at one that somebody touched in Zoom;
 * only these two cost no unit of the day. `transfer` makes it another host's.
 */
export type Step = 'create' | 'find' | 'look' | 'transfer' | 'update' | 'delete';

export interface MeetingFacts {
  /** Of a series: it has no time of its own in Zoom. */
  seriesId: string | null;
  wanted: Wanted;
  known: Known;
  topic: string;
  startsAt: Date;
  endsAt: Date;
  sentTopic: string | null;
  sentStartsAt: Date | null;
  sentDurationMinutes: number | null;
  /** How often somebody touched it in Zoom since we last looked. */
  touches: number;
  /** What somebody changed in Zoom stands, until the slot itself changes. */
  accepted: boolean;
  /** The next host's meeting that it may become, rather than be deleted. */
  handTo: string | null;
}

export interface Debt {
  owes: Step | null;
  /** From then on nothing is owed any more. */
  owedUntil: Date | null;
}

/**
 * The state machine. A present meeting that is wanted owes an update only when Zoom holds something else that nobody
 * accepted, and before that a look when somebody touched it in Zoom. One that is wanted and absent was removed in Zoom,
 * and that was accepted.
 */
const STEPS: Record<Wanted, Record<Known, Step | null>> = {
  present: { none: 'create', unknown: 'find', present: 'update', absent: null },
  absent: { none: null, unknown: 'find', present: 'delete', absent: null },
};

/**
 * What is to be done about a meeting, whatever the time. A meeting that is wanted is made until its slot ends; one that
 * may be running is neither changed nor deleted. That of a series runs now and then, and Zoom says when.
 */
export function debtOf(meeting: MeetingFacts): Debt {
  const step = stepOf(meeting);
  if (step === null) return { owes: null, owedUntil: null };
  const makes = (meeting.wanted === 'present' && step !== 'update') || meeting.seriesId !== null;
  return { owes: step, owedUntil: makes ? meeting.endsAt : meeting.startsAt };
}

function stepOf(meeting: MeetingFacts): Step | null {
  const { wanted, known, touches, handTo } = meeting;
  const step = STEPS[wanted][known];
  if (step === 'delete' && handTo !== null) return 'transfer';
  if (wanted === 'present' && touches > 0 && (known === 'present' || known === 'absent')) return 'look';
  if (step !== 'update') return step;
  return isTrue(meeting) || meeting.accepted ? null : 'update';
}

/** What is to be done now; `wait`: not yet, `done`: nothing. */
export function nextStep(meeting: MeetingFacts & { retryAt: Date | null }, now: Date): Step | 'wait' | 'done' {
  const { owes, owedUntil } = debtOf(meeting);
  if (owes === null || owedUntil === null || owedUntil <= now) return 'done';
  return meeting.retryAt !== null && meeting.retryAt > now ? 'wait' : owes;
}

/** Whether Zoom was last told, or found to hold, what the slot wants. */
export function isTrue(meeting: MeetingFacts): boolean {
  if (meeting.sentTopic !== meeting.topic) return false;
  return (
    meeting.seriesId !== null ||
    (meeting.sentStartsAt?.getTime() === meeting.startsAt.getTime() &&
      meeting.sentDurationMinutes === durationMinutes(meeting))
  );
}

const MINUTE_MS = 60_000;
/** Zoom's own limit. */
const MAX_MINUTES = 1440;

export function durationMinutes({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): number {
  return Math.min(MAX_MINUTES, Math.ceil((endsAt.getTime() - startsAt.getTime()) / MINUTE_MS));
}
