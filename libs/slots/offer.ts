import type { Availability, Candidate } from './availability';
import { type Judgement, type Verdict, judge, setUp } from './board';
import { busyWith } from './host-timeline';
import { closedReason, isDayFull, limitReason, limitsOf } from './limits';
import { type HostReason, type Reason, furthest, nearest } from './reasons';

export type Offer = { offered: true; candidates: Candidate[] } | { offered: false; reason: Reason };

export interface HostVerdict {
  hostId: string;
  /** Whether this host could serve the start, whatever the calendar's limits say. */
  free: boolean;
  /** Whether the start can do without this host: an optional member of a collective. */
  optional: boolean;
  reason: HostReason | null;
}

export interface Explanation {
  start: number;
  offered: boolean;
  reason: Reason | null;
  hosts: HostVerdict[];
}

/** The ways to book a start, in membership order (rankHosts puts the best first), or why there is none. */
export function offerAt(input: Availability, start: number): Offer {
  const reason = shutReason(input, start);
  if (reason) return { offered: false, reason };
  const judgement = judgeStart(input, start);
  if (judgement.candidates.length > 0) return { offered: true, candidates: judgement.candidates };
  return { offered: false, reason: hostsReason(input, judgement) };
}

/** The same answer with everybody's reasons, each host judged even when the calendar's limits settle it. */
export function explain(input: Availability, start: number): Explanation {
  const judgement = judgeStart(input, start);
  const hosts = judgement.verdicts.map((verdict) => {
    const reason = reasonOf(input, verdict);
    return { hostId: verdict.host.hostId, free: reason === null, optional: verdict.optional, reason };
  });
  const shut = shutReason(input, start);
  const reason = shut ?? (judgement.candidates.length > 0 ? null : hostsReason(input, judgement));
  return { start, offered: reason === null, reason, hosts };
}

function shutReason(input: Availability, start: number): Reason | null {
  const reason = closedReason(input) ?? limitReason(input.now, limitsOf(input), start);
  return reason ?? (isDayFull(input, start) ? 'day-full' : null);
}

function judgeStart(input: Availability, start: number): Judgement {
  return judge(setUp(input, { start, end: start + 1 }), start);
}

function hostsReason(input: Availability, { verdicts }: Judgement): Reason {
  const reasons = verdicts.flatMap((verdict) => (verdict.optional ? [] : (reasonOf(input, verdict) ?? [])));
  return (input.calendar.type === 'collective' ? furthest(reasons) : nearest(reasons)) ?? 'no-hosts';
}

function reasonOf({ calendar }: Availability, { host, ask, reason }: Verdict): HostReason | null {
  return reason === 'busy' ? busyWith(host, ask, calendar) : reason;
}
