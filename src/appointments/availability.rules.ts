import type { Availability, Busy, OpenSlot, Standing } from '#libs/slots';
import { heldBackHosts } from '#libs/slots';
import { type Interval, localDate } from '#libs/time';
import type { BusyTime } from '../busy-times';
import type { Bookable } from '../calendars';
import { rulesOf } from './calendar.rules';
import type { BusyRow } from './busy-rows';
import type { OpenSlotRow } from './diary.store';

/** Reaches past any slot and its buffers, so that whatever touches a span is seen. */
const MARGIN_MS = 2 * 86_400_000;

export function around({ start, end }: Interval): Interval {
  return { start: start - MARGIN_MS, end: end + MARGIN_MS };
}

/** What a moment's rows say of a calendar and its hosts. */
export interface Diary {
  bookable: Bookable;
  /** Apart: slots that can be joined, and those asked for. */
  busy: BusyRow[];
  /** What takes time beside slots. */
  elsewhere: (span: Interval) => BusyTime[];
  open: OpenSlotRow[];
  /** Of all members; null where nobody is held back. */
  standings: Standing[] | null;
  /** Hosts who are not held back, however far ahead: asked for by name, or led the seat that is left. */
  evenAhead: string[];
  /** Epoch milliseconds. */
  now: number;
}

/** A seat about to be left: `sole` when nobody else sits in its slot or holds a seat there. */
export interface LeftSeat {
  slotId: string;
  leadUserId: string | null;
  sole: boolean;
}

/**
 * The rows as they would be had that seat been left: when nobody else sits there, the slot is gone. The diary was read
 * with that slot apart.
 */
export function leave(before: Diary, { slotId, leadUserId, sole }: LeftSeat): Diary {
  const diary = { ...before, evenAhead: leadUserId === null ? before.evenAhead : [...before.evenAhead, leadUserId] };
  const others = <Row extends { slotId: string | null }>(rows: Row[]) => rows.filter((row) => row.slotId !== slotId);
  if (sole) return { ...diary, busy: others(diary.busy), open: others(diary.open) };
  const open = diary.open.map((row) => (row.slotId === slotId ? { ...row, seatsTaken: row.seatsTaken - 1 } : row));
  return { ...diary, open };
}

/**
 * What the engine judges starts in the span by.
 * @param ignoreInactive whoever moves an existing appointment may do so in an inactive calendar
 */
export function availabilityOf(diary: Diary, span: Interval, ignoreInactive = false): Availability {
  const { bookable, open, standings, evenAhead, now } = diary;
  const { calendar } = bookable;
  const { timezone, appointmentsPerDay, appointmentsPerHostPerDay } = calendar;
  const elsewhere = diary.elsewhere(around(span));
  const heldBack = heldBackHosts(calendar.distribution, standings ?? []);
  return {
    calendar: rulesOf(calendar, ignoreInactive),
    hosts: hostSchedules(bookable).map(({ hostId, schedule, optional }) => {
      const led = open.filter(({ leadUserId }) => (leadUserId ?? calendar.id) === hostId);
      return {
        hostId,
        schedule,
        optional,
        busy: busyOf(hostId, diary.busy, elsewhere),
        open: led.map(openSlot),
        heldBack: heldBack.has(hostId) && !evenAhead.includes(hostId),
        fullDates: fullDatesOf(appointmentsPerHostPerDay, timezone, led),
      };
    }),
    ownerId: bookable.hosts.find(({ isOwner }) => isOwner)?.userId ?? null,
    now,
    fullDates: fullDatesOf(appointmentsPerDay, timezone, open),
  };
}

/** Dates in that zone on which the appointments and live holds of these slots have reached the cap. */
function fullDatesOf(cap: number | null, timezone: string, slots: OpenSlotRow[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { start, seatsTaken } of cap === null ? [] : slots) {
    const date = localDate(timezone, start);
    counts.set(date, (counts.get(date) ?? 0) + seatsTaken);
  }
  return new Set([...counts].filter(([, count]) => count >= (cap ?? 0)).map(([date]) => date));
}

/** A calendar without hosts occupies its own id. */
export function hostIdsOf({ calendar, hosts }: Bookable): string[] {
  return calendar.type === 'unassigned' ? [calendar.id] : hosts.map(({ userId }) => userId);
}

function hostSchedules({ calendar, hosts, schedule }: Bookable) {
  // Only a calendar without hosts has hours of its own to go by.
  if (schedule) return [{ hostId: calendar.id, schedule, optional: false }];
  return hosts.map((host) => ({ hostId: host.userId, schedule: host.schedule, optional: host.optional }));
}

function busyOf(hostId: string, busy: BusyRow[], elsewhere: BusyTime[]): Busy[] {
  const [row, ...more] = busy.filter((one) => one.hostId === hostId);
  const others = elsewhere.filter((time) => time.hostId === null || time.hostId === hostId);
  const times = row ? inOrder(row) : [];
  // One packed row is all that most hosts have.
  if (more.length === 0 && others.length === 0) return times;
  const all = [...times, ...more.flatMap(inOrder), ...others.map(({ start, end, kind }) => ({ start, end, kind }))];
  return all.sort((a, b) => a.start - b.start);
}

// Starts and ends are sorted each by themselves, as plain numbers: where forced times overlap this swaps their ends, and
// what they take together stays the same.
function inOrder({ slotId, starts, ends }: BusyRow): Busy[] {
  const [from, to] = [sorted(starts), sorted(ends)];
  return starts.map((_, i) => ({ slotId, start: from[i] ?? 0, end: to[i] ?? 0 }));
}

function sorted(times: readonly number[]): ArrayLike<number> {
  return isRising(times) ? times : Float64Array.from(times).sort();
}

function isRising(times: readonly number[]): boolean {
  for (let i = 1; i < times.length; i += 1) if ((times[i - 1] ?? 0) > (times[i] ?? 0)) return false;
  return true;
}

function openSlot({ slotId, start, end, capacity, seatsTaken }: OpenSlotRow): OpenSlot {
  return { slotId, start, end, seatsLeft: capacity - seatsTaken };
}
