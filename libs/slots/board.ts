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

/** What a host said to what it was asked. */
export interface Verdict {
  host: HostTimeline;
  ask: Ask;
  reason: HostReason | null;
  /** Its refusal alone doesn't refuse the start. */
  optional: boolean;
}

/** Who was asked for a start and what each said; `candidates` are the ways to book it. */
export interface Judgement {
  verdicts: Verdict[];
  candidates: Candidate[];
  /** Whom a booking would occupy, or could, in membership order. */
  occupies: string[];
}

export function setUp(input: Availability, span: Interval): Board {
  const { calendar, ownerId } = input;
  if (!(calendar.slotDuration > 0 && calendar.slotInterval > 0 && calendar.slotOffset >= 0))
    throw new RangeError('A slot lasts and steps some time, from the start of hours on');
  if (!(calendar.appointmentsPerSlot > 0)) throw new RangeError('A slot has a seat');
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
    judgement.verdicts.push({ host, ask, reason, optional: false });
    if (reason) continue;
    judgement.candidates.push(candidate(host, ask, calendar, [host.hostId]));
    judgement.occupies.push(host.hostId);
  }
  return judgement;
}

// A seat in a slot that stands already asks only those whom that slot occupies, and occupies them, also an optional one
// who has something else by now: its hosts were fixed when it was opened, and nobody free since is added.
function judgeTogether({ calendar, hosts, owner }: Board, start: number): Judgement {
  const joins = owner?.openAt.get(start) ?? null;
  const asked = joins ? hosts.filter((host) => host === owner || isIn(host, joins.slotId)) : hosts;
  const end = joins ? joins.end : start + calendar.slotDuration;
  const judgement: Judgement = { verdicts: [], candidates: [], occupies: [] };
  let refused = owner === null;
  for (const host of asked) {
    const ask = { start, end, joins, onOwnGrid: host === owner };
    const reason = refusal(host, ask, calendar);
    const optional = host.optional && host !== owner;
    judgement.verdicts.push({ host, ask, reason, optional });
    if (reason === null || joins) judgement.occupies.push(host.hostId);
    if (reason !== null && !optional) refused = true;
  }
  if (refused || !owner) return judgement;
  const others = judgement.occupies.filter((hostId) => hostId !== owner.hostId);
  const ask = { start, end, joins, onOwnGrid: true };
  judgement.candidates.push(candidate(owner, ask, calendar, [owner.hostId, ...others]));
  return judgement;
}

function isIn(host: HostTimeline, slot: string): boolean {
  return host.busy.some(({ slotId }) => slotId === slot);
}

function candidate({ hostId }: HostTimeline, ask: Ask, calendar: CalendarRules, hostIds: string[]): Candidate {
  const { end, joins } = ask;
  return { hostId, hostIds, end, joins: joins ? joins.slotId : null, seatsLeft: seatsFor(ask, calendar) };
}
