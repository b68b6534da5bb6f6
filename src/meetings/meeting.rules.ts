export type Wanted = 'present' | 'absent';

/**
 * What we know of a meeting at Zoom. `none`: never made; `unknown`: an attempt or a disconnection left it open;
 * `absent`: it was there or might have been, and is gone for good.
 */
export type Known = 'none' | 'unknown' | 'present' | 'absent';

/** A request owed to Zoom. `find` looks for the meeting by its reference; only it costs no unit of the day. */
export type Step = 'create' | 'find' | 'update' | 'delete';

export interface MeetingFacts {
  wanted: Wanted;
  known: Known;
  topic: string;
  startsAt: Date;
  endsAt: Date;
  sentTopic: string | null;
  sentStartsAt: Date | null;
  sentDurationMinutes: number | null;
}

export interface Debt {
  owes: Step | null;
  /** From then on nothing is owed any more. */
  owedUntil: Date | null;
}

/** The state machine. A present meeting that is wanted owes an update only when Zoom was told something else. */
const STEPS: Record<Wanted, Record<Known, Step | null>> = {
  present: { none: 'create', unknown: 'find', present: 'update', absent: null },
  absent: { none: null, unknown: 'find', present: 'delete', absent: null },
};

/**
 * What is to be done about a meeting, whatever the time. A meeting that is wanted is made until its slot ends; one that
 * may be running is neither changed nor deleted.
 */
export function debtOf(meeting: MeetingFacts): Debt {
  const step = STEPS[meeting.wanted][meeting.known];
  if (step === null || (step === 'update' && isTrue(meeting))) return { owes: null, owedUntil: null };
  const makes = meeting.wanted === 'present' && step !== 'update';
  return { owes: step, owedUntil: makes ? meeting.endsAt : meeting.startsAt };
}

/** What is to be done now; `wait`: not yet, `done`: nothing. */
export function nextStep(meeting: MeetingFacts & { retryAt: Date | null }, now: Date): Step | 'wait' | 'done' {
  const { owes, owedUntil } = debtOf(meeting);
  if (owes === null || owedUntil === null || owedUntil <= now) return 'done';
  return meeting.retryAt !== null && meeting.retryAt > now ? 'wait' : owes;
}

function isTrue(meeting: MeetingFacts): boolean {
  return (
    meeting.sentTopic === meeting.topic &&
    meeting.sentStartsAt?.getTime() === meeting.startsAt.getTime() &&
    meeting.sentDurationMinutes === durationMinutes(meeting)
  );
}

const MINUTE_MS = 60_000;
/** Zoom's own limit. */
const MAX_MINUTES = 1440;

export function durationMinutes({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): number {
  return Math.min(MAX_MINUTES, Math.ceil((endsAt.getTime() - startsAt.getTime()) / MINUTE_MS));
}
