import { Injectable } from '@nestjs/common';
import type { Availability, Standing } from '#libs/slots';
import { Interval, addDuration, parseDuration } from '#libs/time';
import { Bookable, BookableHost } from '../calendars';
import { Clock } from '../platform/clock';
import { AssignmentStore } from './assignment.store';
import { Diary, LeftSeat, availabilityOf, hostIdsOf, leave } from './availability.rules';
import { SlotStore } from './slot.store';

/** Reaches past any slot and its buffers, so that whatever touches the span is read. */
const MARGIN_MS = 2 * 86_400_000;

export interface ReadOptions {
  /** Count as if this seat were free again. */
  leaving?: LeftSeat;
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

  async read(bookable: Bookable, span: Interval, { leaving, ignoreInactive }: ReadOptions = {}): Promise<Availability> {
    const diary = await this.diary(bookable, span, leaving ? [leaving.slotId] : []);
    return availabilityOf(leaving ? leave(diary, leaving) : diary, ignoreInactive);
  }

  /** The rows behind it, for whoever plans several appointments at once: `leaving` names the slots they may leave. */
  async diary(bookable: Bookable, span: Interval, leaving: string[] = []): Promise<Diary> {
    const { calendar } = bookable;
    const from = new Date(span.start - MARGIN_MS);
    const to = new Date(span.end + MARGIN_MS);
    const now = this.clock.now();
    // Slots with one seat are busy times already; only a cap per day counts them.
    const which = calendar.appointmentsPerDay === null ? 'shared' : 'all';
    const open = await this.slots.open(calendar.accountId, calendar.id, { from, to, which }, now);
    const apart = [...open.filter(({ capacity }) => capacity > 1).map(({ slotId }) => slotId), ...leaving];
    const busy = await this.slots.busy(hostIdsOf(bookable), { from, to }, now, apart);
    const balanced = calendar.type === 'round_robin' && calendar.distribution.strategy === 'equal';
    return { bookable, busy, open, standings: balanced ? await this.standings(bookable) : null, now: now.getTime() };
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
}
