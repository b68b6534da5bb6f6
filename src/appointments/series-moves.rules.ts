import type { Reason } from '#libs/slots';
import { instantOfWall, offsetAt } from '#libs/time';
import { type Diary, type LeftSeat, leave } from './availability.rules';
import { type Found, type Wish, find, sit } from './planning.rules';
import type { Conflict } from './series.rules';

/** An appointment that shall move with others. */
export interface Mover {
  id: string;
  /** Where it starts now, epoch milliseconds. */
  from: number;
  leaves: Pick<LeftSeat, 'slotId' | 'leadUserId'>;
  wish: Wish;
}

export interface PlannedMove {
  mover: Mover;
  found: Extract<Found, { start: number }>;
}

export interface PlannedMoves {
  moves: PlannedMove[];
  refused: { mover: Mover; reason: Reason }[];
}

/**
 * Where an occurrence goes when another moves from one start to another: as far by the wall clock of the zone, so that
 * its hour is kept when clocks change. Epoch milliseconds.
 */
export function shifted(timezone: string, start: number, { from, to }: { from: number; to: number }): number {
  const reading = (instant: number) => instant + offsetAt(timezone, instant);
  return start === from ? to : instantOfWall(timezone, reading(start) + reading(to) - reading(from));
}

/**
 * Plans the moves one by one, after all have left their seats: each may take what another leaves.
 * @param sitting how many sit in each slot that is left, those who hold a seat there among them
 * @param stay whether those who cannot move stay where they are, so that nobody moves there; else they are only named
 */
export function planMoves(
  diary: Diary,
  movers: Mover[],
  { sitting, stay }: { sitting: ReadonlyMap<string, number>; stay: boolean },
): PlannedMoves {
  const planned = tryMoves(allLeave(diary, movers, sitting), movers);
  if (!stay || planned.refused.length === 0) return planned;
  // Their seats are theirs again, which may stop others: so once more, with fewer.
  const refused = new Set(planned.refused.map(({ mover }) => mover));
  const rest = movers.filter((mover) => !refused.has(mover));
  const again = planMoves(diary, rest, { sitting, stay });
  return { moves: again.moves, refused: [...planned.refused, ...again.refused] };
}

export function stayedBehind({ mover, reason }: PlannedMoves['refused'][number]): Conflict {
  return {
    start: new Date(mover.wish.start).toISOString(),
    outcome: 'skipped',
    reason,
    bookedStart: new Date(mover.from).toISOString(),
    appointmentId: mover.id,
  };
}

function tryMoves(diary: Diary, movers: Mover[]): PlannedMoves {
  const planned: PlannedMoves = { moves: [], refused: [] };
  let current = diary;
  for (const mover of movers) {
    const found = find(current, mover.wish);
    if ('reason' in found) {
      planned.refused.push({ mover, reason: found.reason });
      continue;
    }
    planned.moves.push({ mover, found });
    current = sit(current, seatOf(current, mover, found));
  }
  return planned;
}

function seatOf({ bookable: { calendar } }: Diary, { id, leaves }: Mover, { start, candidate }: PlannedMove['found']) {
  const { hostId, hostIds, joins, end } = candidate;
  const leadUserId = calendar.type === 'unassigned' ? null : hostId;
  // Whoever stays with their host counts for them already.
  return { slotId: id, leadUserId, hostIds, joins, counts: hostId !== leaves.leadUserId, start, end };
}

function allLeave(diary: Diary, movers: Mover[], sitting: ReadonlyMap<string, number>): Diary {
  const left = new Map<string, number>();
  let current = diary;
  for (const { leaves } of movers) {
    const count = (left.get(leaves.slotId) ?? 0) + 1;
    left.set(leaves.slotId, count);
    current = leave(current, { ...leaves, sole: count === sitting.get(leaves.slotId) });
  }
  return current;
}
