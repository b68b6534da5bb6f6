import type { Known, Wanted } from './meeting.rules';

/** A request about a registrant. None costs a unit of the host's day; an address may be enrolled three times a day. */
export type EnrolmentStep = 'enrol' | 'find' | 'remove';

const STEPS: Record<Wanted, Record<Known, EnrolmentStep | null>> = {
  present: { none: 'enrol', unknown: 'find', present: null, absent: 'enrol' },
  absent: { none: null, unknown: 'find', present: 'remove', absent: null },
};

export function enrolmentStep({ wanted, known }: { wanted: Wanted; known: Known }): EnrolmentStep | null {
  return STEPS[wanted][known];
}

/** Zoom wants a first name; the rest is the last. */
export function namesOf(name: string): { firstName: string; lastName: string } {
  const [firstName = '', ...rest] = name.trim().split(/\s+/);
  return { firstName: firstName === '' ? 'Guest' : firstName, lastName: rest.join(' ') };
}
