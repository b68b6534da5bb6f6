import { Injectable } from '@nestjs/common';
import type { Availability, Standing } from '#libs/slots';
import type { Interval } from '#libs/time';
import { BusyTimes } from '../busy-times';
import type { Bookable } from '../calendars';
import { Clock } from '../platform/clock';
import { Diary, LeftSeat, MARGIN_MS, availabilityOf, hostIdsOf, leave } from './availability.rules';
import { HostStandings } from './host-standings';
import { SlotStore } from './slot.store';

export interface ReadOptions {
  /** Count as if this seat were free again. */
  leaving?: LeftSeat;
  /** Whoever moves an existing appointment may do so in an inactive calendar. */
  ignoreInactive?: boolean;
  /** Of all members, when they were read already. */
  standings?: Standing[];
  /** Hosts who may serve however far ahead they are: somebody asked for them, or they had the appointment. */
  evenAhead?: string[];
}

export interface DiaryOptions extends Pick<ReadOptions, 'standings' | 'evenAhead'> {
  /** Slots that may be left. */
  leaving?: string[];
}

/** Gathers hours, busy times and open slots for the engine, in a fixed number of statements. */
@Injectable()
export class AvailabilityReader {
  constructor(
    private readonly slots: SlotStore,
    private readonly busyTimes: BusyTimes,
    private readonly hosts: HostStandings,
    private readonly clock: Clock,
  ) {}

  async read(bookable: Bookable, span: Interval, options: ReadOptions = {}): Promise<Availability> {
    const { leaving, ignoreInactive } = options;
    const diary = await this.diary(bookable, span, { ...options, leaving: leaving ? [leaving.slotId] : [] });
    return availabilityOf(leaving ? leave(diary, leaving) : diary, ignoreInactive);
  }

  /** The rows behind it, for whoever plans several appointments at once under the locks: with the standings to rank by. */
  async diaryForDecision(bookable: Bookable, span: Interval, leaving: string[] = []): Promise<Diary> {
    const ranks = bookable.calendar.type === 'round_robin';
    const standings = ranks ? await this.hosts.forDecision(bookable) : undefined;
    return { ...(await this.diary(bookable, span, { standings, leaving })), standings: standings ?? null };
  }

  /** The rows behind it. */
  async diary(bookable: Bookable, span: Interval, options: DiaryOptions = {}): Promise<Diary> {
    const { leaving = [], standings, evenAhead = [] } = options;
    const { calendar } = bookable;
    const around = { start: span.start - MARGIN_MS, end: span.end + MARGIN_MS };
    const [from, to] = [new Date(around.start), new Date(around.end)];
    const now = this.clock.now();
    const hostIds = hostIdsOf(bookable);
    // Slots with one seat are busy times already; only a cap per day counts them.
    const capped = calendar.appointmentsPerDay !== null || calendar.appointmentsPerHostPerDay !== null;
    const which = capped ? 'all' : 'shared';
    const open = await this.slots.open(calendar.accountId, calendar.id, { from, to, which }, now);
    const apart = [...open.filter(({ capacity }) => capacity > 1).map(({ slotId }) => slotId), ...leaving];
    const busy = await this.slots.busy(hostIds, { from, to }, now, apart);
    const elsewhere = await this.busyTimes.of(
      { accountId: calendar.accountId, hostIds, calendarId: calendar.id },
      around,
    );
    const balanced = calendar.type === 'round_robin' && calendar.distribution.strategy === 'equal';
    const balance = balanced ? (standings ?? (await this.hosts.of(bookable))) : null;
    return { bookable, busy, elsewhere, open, standings: balance, evenAhead, now: now.getTime() };
  }
}
