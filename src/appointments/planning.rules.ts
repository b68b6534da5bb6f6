import {
  type Availability,
  type Candidate,
  type Reason,
  freeSlots,
  offerAt,
  rankHosts,
  type Standing,
} from '#libs/slots';
import type { Interval } from '#libs/time';
import type { CalendarRow } from '../calendars';
import { type Ranked, withAssignment } from './assignment.rules';
import { type Diary, around, availabilityOf } from './availability.rules';
import { UNLIMITED, millisecondsOf } from './calendar.rules';

// Several appointments are planned on one reading of the rows: each is judged by the booking's own predicate, over the
// rows as they would be with those planned before it.

const DAY_MS = 86_400_000;
/** How far behind an occurrence another start for it is looked for. */
export const NEXT_WITHIN_MS = 7 * DAY_MS;

/** What becomes of an occurrence that is not free: it is left out, booked over what stands there, or moved behind it. */
export const ON_CONFLICT = ['skip', 'continue', 'next'] as const;
export type OnConflict = (typeof ON_CONFLICT)[number];

export const HOST_POLICIES = ['same', 'per_occurrence'] as const;
export type HostPolicy = (typeof HOST_POLICIES)[number];

/** A start to be planned. Epoch milliseconds. */
export interface Wish {
  start: number;
  /** Another length than the calendar's. */
  length?: number;
  /** This host or nobody. */
  hostUserId?: string;
  /** This host when free, else the best. */
  preferUserId?: string;
  /** Notice and rolling window have been asked of the first of several; the others need only lie in the future. */
  unlimited?: boolean;
  ignoreInactive?: boolean;
}

/** A seat found for a start, or why there is none. */
export type Found = { start: number; candidate: Candidate; ranked: Ranked } | { reason: Reason };

/** What is planned for one start; the next is planned on the diary it leaves. */
export function find(diary: Diary, wish: Wish): Found {
  const offer = offerAt(availabilityFor(diary, wish, { start: wish.start, end: wish.start + 1 }), wish.start);
  if (!offer.offered) return { reason: offer.reason };
  const { length } = wish;
  // A slot that stands keeps its own end.
  const fitting = offer.candidates.filter(
    ({ joins, end }) => length === undefined || joins === null || end === wish.start + length,
  );
  const ranked = rank(diary, fitting);
  const candidate = best(fitting, ranked, wish.preferUserId);
  return candidate ? { start: wish.start, candidate, ranked } : { reason: 'busy' };
}

/** The next start behind the wished one that is free, with room left for the occurrence that follows. */
export function findNext(diary: Diary, wish: Wish, following: number | undefined): Found | null {
  const { calendar } = diary.bookable;
  const length = wish.length ?? millisecondsOf(calendar.slotDuration);
  const room = length + millisecondsOf(calendar.preBuffer) + millisecondsOf(calendar.postBuffer);
  const end = Math.min(wish.start + NEXT_WITHIN_MS, (following ?? Infinity) - room + 1);
  const span = { start: wish.start + 1, end };
  if (span.end <= span.start) return null;
  const slots = freeSlots(availabilityFor(diary, wish, span), span);
  for (const { start } of slots) {
    const found = find(diary, { ...wish, start });
    if ('candidate' in found) return found;
  }
  return null;
}

/** A seat given in mind. */
export interface PlannedSeat extends Interval {
  /** What the slot it opens is called in mind; whoever is planned later may join it. */
  slotId: string;
  /** Null for a calendar without hosts. */
  leadUserId: string | null;
  /** Whom it occupies. */
  hostIds: string[];
  /** The slot it is in, unless it opens one. */
  joins: string | null;
  /** Whether the ledger counts it before the next is planned. */
  counts: boolean;
}

/** The diary as it would be with that seat taken. */
export function sit(diary: Diary, { slotId, leadUserId, hostIds, joins, counts, start, end }: PlannedSeat): Diary {
  const { calendar } = diary.bookable;
  const standings =
    counts && diary.standings ? counted(calendar, diary.standings, leadUserId, diary.now) : diary.standings;
  if (joins !== null) {
    const open = diary.open.map((row) => (row.slotId === joins ? { ...row, seatsTaken: row.seatsTaken + 1 } : row));
    return { ...diary, open, standings };
  }
  const blocked = { start: start - millisecondsOf(calendar.preBuffer), end: end + millisecondsOf(calendar.postBuffer) };
  const busy = hostIds.map((hostId) => ({ hostId, slotId, starts: [blocked.start], ends: [blocked.end] }));
  const open = [
    ...diary.open,
    { slotId, leadUserId, start, end, capacity: calendar.appointmentsPerSlot, seatsTaken: 1 },
  ];
  return { ...diary, busy: [...diary.busy, ...busy], open, standings };
}

/** The same calendar with one of its hosts alone; calendars that choose none stay as they are. */
export function ledBy(diary: Diary, hostUserId: string): Diary {
  const { calendar, hosts } = diary.bookable;
  if (calendar.type !== 'round_robin') return diary;
  return {
    ...diary,
    evenAhead: [...diary.evenAhead, hostUserId],
    bookable: { calendar, hosts: hosts.filter(({ userId }) => userId === hostUserId), schedule: null },
  };
}

/** Who serves all the starts, or the most of them; the ranking decides between equals. Null where nobody is chosen. */
export function hostForAll(diary: Diary, wishes: Wish[]): string | null {
  const { calendar, hosts } = diary.bookable;
  if (calendar.type !== 'round_robin') return null;
  const counts = new Map(hosts.map(({ userId }) => [userId, 0]));
  for (const wish of wishes) {
    const offer = offerAt(availabilityFor(diary, wish, { start: wish.start, end: wish.start + 1 }), wish.start);
    for (const { hostId } of offer.offered ? offer.candidates : []) counts.set(hostId, (counts.get(hostId) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return firstOf(
    diary,
    [...counts].filter(([, count]) => count === most).map(([hostId]) => hostId),
  );
}

/** The best of these by the calendar's ranking, free or not. */
export function firstOf({ bookable, standings }: Diary, hostIds: string[]): string | null {
  const entries = hostIds.map((hostId) => ({ hostId, joins: null }));
  const { ranked } = rankHosts(bookable.calendar.distribution, entries, standings ?? []);
  return ranked[0]?.hostId ?? hostIds[0] ?? null;
}

function rank({ bookable: { calendar }, standings }: Diary, candidates: Candidate[]): Ranked {
  if (!standings) return candidates.map(({ hostId }) => ({ hostId, aheadBy: null }));
  return rankHosts(calendar.distribution, candidates, standings).ranked;
}

function best(candidates: Candidate[], [first]: Ranked, preferUserId?: string): Candidate | null {
  const [only] = candidates;
  if (!only || candidates.length === 1) return only ?? null;
  const preferred = candidates.find(({ hostId }) => hostId === preferUserId);
  return preferred ?? candidates.find(({ hostId }) => hostId === first?.hostId) ?? null;
}

function availabilityFor(diary: Diary, wish: Wish, span: Interval): Availability {
  const whose = wish.hostUserId === undefined ? diary : ledBy(diary, wish.hostUserId);
  const availability = availabilityOf(near(whose, span), span, wish.ignoreInactive);
  const { length, unlimited } = wish;
  const calendar = { ...availability.calendar };
  if (length !== undefined) calendar.slotDuration = length;
  if (unlimited) {
    calendar.minimumNotice = UNLIMITED.minimumNotice;
    // Two dates say when appointments take place; a length of time says how early they are booked.
    if (!('from' in calendar.bookingWindow)) calendar.bookingWindow = UNLIMITED.bookingWindow;
  }
  return { ...availability, calendar };
}

/** A series may reach over years; each of its starts concerns a few days. */
function near(diary: Diary, span: Interval): Diary {
  const { start: from, end: to } = around(span);
  const busy = diary.busy.map((row) => {
    const kept = row.starts.map((at, i) => at < to && (row.ends[i] ?? at) > from);
    return { ...row, starts: row.starts.filter((_, i) => kept[i]), ends: row.ends.filter((_, i) => kept[i]) };
  });
  const touches = (row: Interval) => row.start < to && row.end > from;
  return { ...diary, busy, open: diary.open.filter(touches) };
}

function counted(calendar: CalendarRow, standings: Standing[], hostUserId: string | null, now: number): Standing[] {
  return standings.map((standing) =>
    standing.hostId === hostUserId ? withAssignment(calendar, standing, now) : standing,
  );
}
