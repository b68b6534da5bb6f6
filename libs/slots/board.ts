import type { Interval } from '#libs/time';
import type { Availability, CalendarRules, Candidate } from './availability';
import { type Ask, type HostTimeline, askAlone, layOut, refusal, seatsFor } from './host-timeline';
import type { HostReason } from './reasons';

/** Everything laid out to judge the starts of one span. */
export interface Board {
  calendar: CalendarRules;
  hosts: readonly HostTimeline[];
  /** The owner of a collective; null in every other calendar. */
  owner: HostTimeline | null;
}

/** Who was asked for a start and what each said; `candidates` are the ways to book it. */
export interface Judgement {
  verdicts: { hostId: string; reason: HostReason | null }[];
  candidates: Candidate[];
  /** Whom a booking would occupy: in a collective all who were asked. */
  occupies: string[];
}

export function setUp(input: Availability, span: Interval): Board {
  const { calendar, ownerId } = input;
  if (!(calendar.slotDuration > 0 && calendar.slotInterval > 0))
    throw new RangeError('A slot lasts and steps some time');
  let longest = calendar.slotDuration;
  for (const { open } of input.hosts) {
    for (const slot of open) longest = Math.max(longest, slot.end - slot.start);
  }
  const hosts = input.hosts.map((host) => layOut(host, span, longest));
  const owner = calendar.type === 'collective' ? hosts.find(({ hostId }) => hostId === ownerId) : undefined;
  return { calendar, hosts, owner: owner ?? null };
}

export function judge(board: Board, start: number): Judgement {
  return board.calendar.type === 'collective' ? judgeTogether(board, start) : judgeEach(board, start);
}

function judgeEach({ calendar, hosts }: Board, start: number): Judgement {
  const judgement: Judgement = { verdicts: [], candidates: [], occupies: [] };
  for (const host of hosts) {
    const ask = askAlone(host, start, calendar);
    const reason = refusal(host, ask, calendar);
    judgement.verdicts.push({ hostId: host.hostId, reason });
    if (reason) continue;
    judgement.candidates.push(candidate(host, ask, calendar));
    judgement.occupies.push(host.hostId);
  }
  return judgement;
}

// A seat in a slot that stands already asks only those whom that slot occupies: its hosts were fixed when it was opened.
function judgeTogether({ calendar, hosts, owner }: Board, start: number): Judgement {
  const joins = owner?.openAt.get(start) ?? null;
  const asked = joins ? hosts.filter((host) => host === owner || isIn(host, joins.slotId)) : hosts;
  const end = joins ? joins.end : start + calendar.slotDuration;
  const verdicts = asked.map((host) => ({
    hostId: host.hostId,
    reason: refusal(host, { start, end, joins, onOwnGrid: host === owner }, calendar),
  }));
  const free = owner !== null && verdicts.every(({ reason }) => reason === null);
  return {
    verdicts,
    candidates: free ? [candidate(owner, { start, end, joins, onOwnGrid: true }, calendar)] : [],
    occupies: verdicts.map(({ hostId }) => hostId),
  };
}

function isIn(host: HostTimeline, slot: string): boolean {
  return host.busy.some(({ slotId }) => slotId === slot);
}

function candidate({ hostId }: HostTimeline, ask: Ask, calendar: CalendarRules): Candidate {
  return { hostId, end: ask.end, joins: ask.joins ? ask.joins.slotId : null, seatsLeft: seatsFor(ask, calendar) };
}
