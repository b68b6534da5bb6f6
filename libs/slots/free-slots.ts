import type { Interval } from '#libs/time';
import type { Availability, FreeSlot } from './availability';
import { type Board, judge, setUp } from './board';
import { askOfOwnGrid, gridStarts, refusal, seatsFor } from './host-timeline';
import { closedReason, isDayFull, limitsOf } from './limits';

/**
 * Every start in the span that can be booked, sorted, each once.
 *
 * A start at which somebody would join a slot shows that slot's own end (the first such host's), for the guest most
 * likely goes there; any other the calendar's.
 */
export function freeSlots(input: Availability, span: Interval): FreeSlot[] {
  if (closedReason(input)) return [];
  const { earliest, opens, latest } = limitsOf(input);
  const starts = { start: Math.max(span.start, earliest, opens), end: Math.min(span.end, latest) };
  if (starts.start >= starts.end) return [];
  const board = setUp(input, starts);
  const slots = board.owner ? slotsTogether(board, starts) : slotsOfEach(board, starts);
  return slots.filter(({ start }) => !isDayFull(input, start));
}

function slotsTogether(board: Board, span: Interval): FreeSlot[] {
  const slots: FreeSlot[] = [];
  for (const start of board.owner ? gridStarts(board.owner, span, board.calendar) : []) {
    const { candidates, occupies } = judge(board, start);
    const lead = candidates[0];
    if (lead) slots.push({ start, end: lead.end, seats: lead.seatsLeft, hosts: occupies });
  }
  return slots;
}

// Host by host, so that the cost grows with each host's own starts and not with everybody's: those of each are merged
// into those of the hosts before, both sorted.
function slotsOfEach({ calendar, hosts }: Board, span: Interval): FreeSlot[] {
  let slots: FreeSlot[] = [];
  const joined = new Set<number>();
  for (const host of hosts) {
    const merged: FreeSlot[] = [];
    let at = 0;
    for (const start of gridStarts(host, span, calendar)) {
      const ask = askOfOwnGrid(host, start, calendar);
      if (refusal(host, ask, calendar)) continue;
      let slot = slots[at];
      while (slot && slot.start < start) {
        merged.push(slot);
        at += 1;
        slot = slots[at];
      }
      if (slot?.start === start) {
        slot.seats += seatsFor(ask, calendar);
        slot.hosts.push(host.hostId);
      } else {
        slot = { start, end: ask.end, seats: seatsFor(ask, calendar), hosts: [host.hostId] };
        merged.push(slot);
      }
      if (!ask.joins || joined.has(start)) continue;
      joined.add(start);
      slot.end = ask.end;
    }
    for (; at < slots.length; at += 1) merged.push(slots[at] as FreeSlot);
    slots = merged;
  }
  return slots;
}
