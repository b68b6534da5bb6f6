import { Injectable } from '@nestjs/common';
import type { Availability, Busy, OpenSlot, Standing } from '#libs/slots';
import { heldBackHosts } from '#libs/slots';
import { Interval, addDuration, localDate, parseDuration } from '#libs/time';
import { Bookable, BookableHost } from '../calendars';
import { Clock } from '../platform/clock';
import { AssignmentStore } from './assignment.store';
import { rulesOf } from './calendar.rules';
import { BusyRow, OpenSlotRow, SlotStore } from './slot.store';

/** Reaches past any slot and its buffers, so that whatever touches the span is read. */
const MARGIN_MS = 2 * 86_400_000;

export interface ReadOptions {
  /** Count as if one seat of this slot were free again, and the slot gone when nobody else sits in it. */
  leaving?: { slotId: string; sole: boolean };
  /** Whoever moves an existing appointment may do so in an inactive calendar. */
  ignoreInactive?: boolean;
}

/** Gathers hours, busy times and open slots for the engine, in a fixed number of statements. */
@Injectable()
export class AvailabilityReader {
  constructor(
    private readonly slots: SlotStore,
    private readonly assignments: AssignmentStore,
    private readonly clock: Clock,
  ) {}

  async read(bookable: Bookable, span: Interval, options: ReadOptions = {}): Promise<Availability> {
    const { calendar } = bookable;
    const from = new Date(span.start - MARGIN_MS);
    const to = new Date(span.end + MARGIN_MS);
    const now = this.clock.now();
    const hostIds = hostIdsOf(bookable);
    const busy = await this.slots.busy(hostIds, from, to, now);
    // Slots with one seat are busy times already; only a cap per day counts them.
    const which = calendar.appointmentsPerDay === null ? 'shared' : 'all';
    const open = await this.slots.open(calendar.accountId, calendar.id, { from, to, which }, now);
    const heldBack = await this.heldBack(bookable);
    return {
      calendar: rulesOf(calendar, options.ignoreInactive ?? false),
      hosts: hostSchedules(bookable).map(({ hostId, schedule }) => ({
        hostId,
        schedule,
        busy: busyOf(hostId, busy, options),
        open: openOf(hostId, calendar.id, open, options),
        heldBack: heldBack.has(hostId),
      })),
      ownerId: bookable.hosts.find(({ isOwner }) => isOwner)?.userId ?? null,
      now: now.getTime(),
      fullDates: fullDatesOf(calendar, open, options),
    };
  }

  /** What the ledger says of the members, in membership order. */
  async standings({ calendar, hosts }: Bookable): Promise<Standing[]> {
    const window = parseDuration(calendar.distribution.window);
    const now = this.clock.ms();
    const since = window ? addDuration(now, { ...window, sign: -1 }, calendar.timezone) : now;
    const counts = await this.assignments.counts(calendar.accountId, calendar.id, new Date(since));
    const byHost = new Map(counts.map((count) => [count.hostId, count]));
    return hosts.map((host: BookableHost) => {
      const count = byHost.get(host.userId);
      return {
        hostId: host.userId,
        priority: host.priority,
        weight: host.weight,
        lastAssignedAt: count?.lastAssignedAt?.getTime() ?? null,
        assignedInWindow: count?.assignedInWindow ?? 0,
        assigned: count?.assigned ?? 0,
      };
    });
  }

  private async heldBack(bookable: Bookable): Promise<Map<string, number>> {
    const { calendar } = bookable;
    if (calendar.type !== 'round_robin' || calendar.distribution.strategy !== 'equal') return new Map();
    return heldBackHosts(calendar.distribution, await this.standings(bookable));
  }
}

/** Dates in the calendar's zone on which appointments and live holds have reached its cap. */
function fullDatesOf(
  { appointmentsPerDay, timezone }: Bookable['calendar'],
  rows: OpenSlotRow[],
  { leaving }: ReadOptions,
): Set<string> {
  const counts = new Map<string, number>();
  for (const { slotId, start, seatsTaken } of appointmentsPerDay === null ? [] : rows) {
    const date = localDate(timezone, start);
    const taken = slotId === leaving?.slotId ? seatsTaken - 1 : seatsTaken;
    counts.set(date, (counts.get(date) ?? 0) + taken);
  }
  return new Set([...counts].filter(([, count]) => count >= (appointmentsPerDay ?? 0)).map(([date]) => date));
}

/** A calendar without hosts occupies its own id. */
export function hostIdsOf({ calendar, hosts }: Bookable): string[] {
  return calendar.type === 'unassigned' ? [calendar.id] : hosts.map(({ userId }) => userId);
}

function hostSchedules({ calendar, hosts, schedule }: Bookable) {
  // Only a calendar without hosts has hours of its own to go by.
  if (schedule) return [{ hostId: calendar.id, schedule }];
  return hosts.map((host) => ({ hostId: host.userId, schedule: host.schedule }));
}

function busyOf(hostId: string, rows: BusyRow[], { leaving }: ReadOptions): Busy[] {
  return rows
    .filter((row) => row.hostId === hostId && !(leaving?.sole && row.slotId === leaving.slotId))
    .map(({ slotId, start, end }) => ({ slotId, start, end }));
}

function openOf(hostId: string, calendarId: string, rows: OpenSlotRow[], { leaving }: ReadOptions): OpenSlot[] {
  return rows
    .filter((row) => (row.leadUserId ?? calendarId) === hostId && !(leaving?.sole && row.slotId === leaving.slotId))
    .map((row) => ({
      slotId: row.slotId,
      start: row.start,
      end: row.end,
      seatsLeft: row.capacity - row.seatsTaken + (row.slotId === leaving?.slotId ? 1 : 0),
    }));
}
