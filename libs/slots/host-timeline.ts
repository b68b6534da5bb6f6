import { type Interval, localDate, merge, overlaps } from '#libs/time';
import type { Busy, CalendarRules, Host, OpenSlot } from './availability';
import type { HostReason } from './reasons';
import { workingIntervals } from './schedule';
import { Sweep } from './sweep';

/** A host's hours and busy times, laid out for a span of starts. */
export interface HostTimeline {
  hostId: string;
  heldBack: boolean;
  optional: boolean;
  /** Null when no date is full. */
  fullDates: ReadonlySet<string> | null;
  /** Each with its own grid from its start; may overlap. */
  working: Sweep;
  /** The same time without seams: intervals that adjoin or overlap are one stretch to work through. */
  stretches: Sweep;
  busy: readonly Busy[];
  /** Busy times and own slots as one merged set. */
  blocked: Sweep;
  openAt: ReadonlyMap<number, OpenSlot>;
}

/** A start put to one host: a new slot, or a seat in `joins`, which then is where `end` comes from. */
export interface Ask extends Interval {
  joins: OpenSlot | null;
  /** Whether the start must be found on this host's own grid. */
  onOwnGrid: boolean;
}

// Longer than any working interval: 24 hours by the clock, and another day where a zone skipped one.
const LONGEST_INTERVAL = 2 * 86_400_000;

/** `span` bounds the starts; the hours reach on as far as a slot that starts in it. */
export function layOut(host: Host, span: Interval, longest: number): HostTimeline {
  const openAt = new Map(host.open.map((slot) => [slot.start, slot]));
  const working = workingIntervals(host.schedule, { start: span.start, end: span.end + longest });
  return {
    hostId: host.hostId,
    heldBack: host.heldBack ?? false,
    optional: host.optional ?? false,
    fullDates: host.fullDates?.size ? host.fullDates : null,
    working: new Sweep(working),
    stretches: new Sweep(merge(working)),
    busy: host.busy,
    blocked: new Sweep(merge(host.open.length > 0 ? [...host.busy, ...host.open] : host.busy)),
    openAt,
  };
}

/** The starts of the host's own grid in the span, sorted, once each, whether or not they can be served. */
export function gridStarts(
  { working }: HostTimeline,
  span: Interval,
  { slotInterval: step, slotOffset }: CalendarRules,
): number[] {
  const starts: number[] = [];
  let [reached, sorted] = [-Infinity, true];
  for (const { start: begin, end } of working.intervals) {
    const origin = begin + slotOffset;
    const first = origin + Math.ceil(Math.max(0, span.start - origin) / step) * step;
    const last = Math.min(end, span.end);
    if (first <= reached) sorted = false;
    for (let start = first; start < last; start += step) starts.push(start);
    reached = Math.max(reached, starts.at(-1) ?? -Infinity);
  }
  if (sorted) return starts;
  return starts.sort((a, b) => a - b).filter((start, i) => start !== starts[i - 1]);
}

/** What the host would be asked, were it to serve this start alone. */
export function askAlone(host: HostTimeline, start: number, calendar: CalendarRules): Ask {
  return { ...askOfOwnGrid(host, start, calendar), onOwnGrid: true };
}

/** The same of a start that its own grid gave, so that nobody looks for it there again. */
export function askOfOwnGrid(host: HostTimeline, start: number, calendar: CalendarRules): Ask {
  const joins = host.openAt.size > 0 ? (host.openAt.get(start) ?? null) : null;
  return { start, end: joins ? joins.end : start + calendar.slotDuration, joins, onOwnGrid: false };
}

/** What the start can seat once it is granted. */
export function seatsFor({ joins }: Ask, { appointmentsPerSlot }: CalendarRules): number {
  return joins ? joins.seatsLeft : appointmentsPerSlot;
}

/**
 * The predicate: what the host has against the start, null when it can serve it. Of whatever kind it is that keeps the
 * host busy, `busy`: busyWith says which, for those who ask.
 */
export function refusal(host: HostTimeline, ask: Ask, calendar: CalendarRules): HostReason | null {
  if (!host.stretches.covers(ask.start, ask.end)) return 'outside-hours';
  if (ask.onOwnGrid && !isOnGrid(host.working, ask.start, calendar)) return 'off-grid';
  if (host.heldBack) return 'host-held-back';
  if (host.fullDates?.has(localDate(calendar.timezone, ask.start))) return 'host-day-full';
  if (ask.joins) {
    if (ask.joins.seatsLeft <= 0) return 'slot-full';
    return clashesBeside(host.busy, ask.joins).next().done ? null : 'busy';
  }
  return host.blocked.touches(ask.start - calendar.preBuffer, ask.end + calendar.postBuffer) ? 'busy' : null;
}

/** What keeps a host busy that refused with `busy`: time off first, for then the start was never offered. */
export function busyWith(host: HostTimeline, ask: Ask, { preBuffer, postBuffer }: CalendarRules): HostReason {
  const asked = { start: ask.start - preBuffer, end: ask.end + postBuffer };
  const clashes = ask.joins
    ? [...clashesBeside(host.busy, ask.joins)]
    : host.busy.filter((busy) => busy.start < busy.end && overlaps(busy, asked));
  if (clashes.some(({ kind }) => kind === 'time-off')) return 'time-off';
  // The host's own slots are busy times as a rule; none at all means one that stands open without them.
  return clashes.length > 0 && clashes.every(({ kind }) => kind === 'elsewhere') ? 'busy-elsewhere' : 'busy';
}

function isOnGrid(working: Sweep, start: number, { slotInterval, slotOffset }: CalendarRules): boolean {
  for (let i = working.lastStartingBy(start); i >= 0; i -= 1) {
    const interval = working.intervals[i];
    if (!interval || interval.start < start - LONGEST_INTERVAL) return false;
    const steps = (start - interval.start - slotOffset) / slotInterval;
    if (start < interval.end && steps >= 0 && Number.isInteger(steps)) return true;
  }
  return false;
}

// A guest who joins takes no more of the host's time than the slot has: what it was booked with counts, not today's
// buffers, and only what others hold of that time stands against it.
function* clashesBeside(busy: readonly Busy[], slot: OpenSlot): Generator<Busy> {
  const occupied = busy.find(({ slotId }) => slotId === slot.slotId) ?? slot;
  for (const other of busy) {
    if (other.slotId !== slot.slotId && other.start < other.end && overlaps(other, occupied)) yield other;
  }
}
