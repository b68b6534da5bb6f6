import { Injectable } from '@nestjs/common';
import type { Availability, Standing } from '#libs/slots';
import { type Interval, merge } from '#libs/time';
import { busyTimesOf } from '../busy-times';
import type { Bookable } from '../calendars';
import { Clock } from '../platform/clock';
import { DiaryStore } from './diary.store';
import { Diary, LeftSeat, around, availabilityOf, hostIdsOf, leave } from './availability.rules';
import { HostStandings } from './host-standings';

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
    private readonly store: DiaryStore,
    private readonly hosts: HostStandings,
    private readonly clock: Clock,
  ) {}

  async read(bookable: Bookable, span: Interval, options: ReadOptions = {}): Promise<Availability> {
    const { leaving, ignoreInactive } = options;
    const diary = await this.diary(bookable, [span], { ...options, leaving: leaving ? [leaving.slotId] : [] });
    return availabilityOf(leaving ? leave(diary, leaving) : diary, span, ignoreInactive);
  }

  /**
   * The rows behind it, for whoever plans several appointments at once under the locks: with the standings to rank by.
   * @param spans of their starts; what lies between them is left out
   */
  async diaryForDecision(bookable: Bookable, spans: Interval[], leaving: string[] = []): Promise<Diary> {
    const ranks = bookable.calendar.type === 'round_robin';
    const standings = ranks ? await this.hosts.forDecision(bookable) : undefined;
    return { ...(await this.diary(bookable, spans, { standings, leaving })), standings: standings ?? null };
  }

  /** The rows behind it, of one moment. */
  private async diary(bookable: Bookable, spans: Interval[], options: DiaryOptions = {}): Promise<Diary> {
    const { leaving = [], standings, evenAhead = [] } = options;
    const { calendar } = bookable;
    const seen = merge(spans.map(around));
    const now = this.clock.now();
    const whose = { accountId: calendar.accountId, calendarId: calendar.id, hostIds: hostIdsOf(bookable) };
    // Slots with one seat are busy times already; only a cap per day counts them.
    const capped = calendar.appointmentsPerDay !== null || calendar.appointmentsPerHostPerDay !== null;
    const which = capped ? 'all' : 'shared';
    const { open, busy, elsewhere } = await this.store.read(whose, { spans: seen, which, leaving, now });
    const balanced = calendar.type === 'round_robin' && calendar.distribution.strategy === 'equal';
    return {
      ...{ bookable, busy, open, evenAhead },
      elsewhere: busyTimesOf(elsewhere),
      standings: balanced ? (standings ?? (await this.hosts.of(bookable))) : null,
      now: now.getTime(),
    };
  }
}
