import type { Candidate, Reason } from '#libs/slots';
import type { CalendarRow } from '../calendars';
import type { ChosenBy, Decision, Ranked } from './assignment.rules';
import type { Diary } from './availability.rules';
import { millisecondsOf } from './calendar.rules';
import {
  type Found,
  type HostPolicy,
  type OnConflict,
  type Wish,
  find,
  findNext,
  firstOf,
  hostForAll,
  sit,
} from './planning.rules';

/** How many occurrences a series may have. */
export const MAX_OCCURRENCES = 52;

/** What is moved or cancelled with an appointment of a series. */
export const SCOPES = ['this', 'following', 'all'] as const;
export type Scope = (typeof SCOPES)[number];

/** What became of an occurrence that was not free. Instants. */
export interface Conflict {
  start: string;
  outcome: 'skipped' | 'forced' | 'moved';
  reason: Reason | null;
  /** Where it was booked, if it was. */
  bookedStart: string | null;
  appointmentId: string | null;
}

export interface SeriesAsk {
  /** Of all occurrences, rising. Epoch milliseconds. */
  starts: number[];
  /** Another length than the calendar's. */
  length?: number;
  hostUserId?: string;
  host: HostPolicy;
  onConflict: OnConflict;
  /** Booked over whatever stands there. */
  forced?: boolean;
}

/** A seat for an occurrence. */
export interface Seat {
  start: number;
  /** The lead found free; null when it is booked over what stands there. */
  candidate: Candidate | null;
  /** Whom it is booked over, where there is a choice. */
  hostUserId: string | undefined;
  ranked: Ranked;
}

export interface Planned {
  /** The occurrence of the rule. */
  asked: number;
  /** Null when it is left out. */
  seat: Seat | null;
  /** Why it could not be booked as it was asked for; null when it was free. */
  reason: Reason | null;
}

/** Why this host: what chose them where there was a choice, else nobody. */
export function decisionFor({ type, distribution }: CalendarRow, chosenBy: ChosenBy, ranked: Ranked): Decision {
  if (type === 'round_robin') return { chosenBy, strategy: distribution.strategy, ranked, heldBack: [] };
  return { chosenBy: type === 'collective' ? 'owner' : 'only', strategy: null, ranked, heldBack: [] };
}

/** Plans the occurrences one by one, each with those before it booked. */
export function planSeries(diary: Diary, ask: SeriesAsk): Planned[] {
  const { length, starts } = ask;
  const wishes = starts.map((start, index): Wish => ({ start, length, unlimited: index > 0 }));
  const chosen = ask.hostUserId ?? (ask.host === 'same' ? hostForAll(diary, wishes) : null) ?? undefined;
  const counts = chosen === undefined;
  let current = diary;
  return wishes.map((wish, index) => {
    const mine = { ...wish, hostUserId: chosen };
    const found = find(current, mine);
    const seat = 'candidate' in found ? seatOf(found) : inConflict(current, mine, ask, starts[index + 1]);
    if (seat) current = taken(current, seat, { index, length, counts });
    return { asked: wish.start, seat, reason: 'reason' in found ? found.reason : null };
  });
}

/** @param appointmentId where it was booked */
export function conflictOf({ asked, seat, reason }: Planned, appointmentId: string | null): Conflict {
  const outcome = !seat ? 'skipped' : seat.start === asked ? 'forced' : 'moved';
  const bookedStart = seat && new Date(seat.start).toISOString();
  return { start: new Date(asked).toISOString(), outcome, reason, bookedStart, appointmentId };
}

function inConflict(
  diary: Diary,
  wish: Wish,
  { onConflict, forced }: SeriesAsk,
  following: number | undefined,
): Seat | null {
  if (onConflict === 'continue' || forced)
    return { start: wish.start, candidate: null, hostUserId: forcedHost(diary, wish), ranked: [] };
  if (onConflict === 'skip') return null;
  const found = findNext(diary, wish, following);
  return found && 'candidate' in found ? seatOf(found) : null;
}

function seatOf({ start, candidate, ranked }: Extract<Found, { candidate: Candidate }>): Seat {
  return { start, candidate, ranked, hostUserId: undefined };
}

/** Whose turn it would be. */
function forcedHost(diary: Diary, { hostUserId }: Wish): string | undefined {
  const { calendar, hosts } = diary.bookable;
  if (calendar.type !== 'round_robin') return undefined;
  return (
    hostUserId ??
    firstOf(
      diary,
      hosts.map(({ userId }) => userId),
    ) ??
    undefined
  );
}

function taken(
  diary: Diary,
  { start, candidate, hostUserId }: Seat,
  { index, length, counts }: { index: number; length: number | undefined; counts: boolean },
): Diary {
  const { calendar, hosts } = diary.bookable;
  const all = calendar.type === 'unassigned' ? [calendar.id] : hosts.map(({ userId }) => userId);
  const lead = candidate?.hostId ?? hostUserId ?? hosts.find(({ isOwner }) => isOwner)?.userId ?? all[0];
  return sit(diary, {
    slotId: `occurrence:${index}`,
    leadUserId: calendar.type === 'unassigned' ? null : (lead ?? null),
    // Booked over: the one chosen, or everybody where nobody is.
    hostIds: candidate?.hostIds ?? (hostUserId === undefined ? all : [hostUserId]),
    joins: candidate?.joins ?? null,
    counts,
    start,
    end: candidate?.end ?? start + (length ?? millisecondsOf(calendar.slotDuration)),
  });
}
