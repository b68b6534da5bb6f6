import { Injectable } from '@nestjs/common';
import { Bookable, Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import type { AppointmentRow } from './appointment.entity';
import { LONGEST_MS } from './appointment.rules';
import { AvailabilityReader } from './availability.reader';
import { Diary, hostIdsOf } from './availability.rules';
import type { Seat } from './claim';
import { NEXT_WITHIN_MS } from './planning.rules';
import { type Mover, type PlannedMoves, planMoves } from './series-moves.rules';
import { SlotSeats, type Taking } from './slot-seats';
import { SlotStore } from './slot.store';

/** As far behind the last start as another one for it is looked for, and as long as it may last. */
const LATEST_MS = NEXT_WITHIN_MS + LONGEST_MS;

/** Locks whom several appointments may occupy, once, and reads what they are planned on. */
@Injectable()
export class SeriesSeats {
  constructor(
    private readonly slots: SlotStore,
    private readonly reader: AvailabilityReader,
    private readonly calendars: Calendars,
    private readonly taken: SlotSeats,
    private readonly clock: Clock,
  ) {}

  /** In the one order of locks. @returns the calendar as it is under them */
  async lock(bookable: Bookable, alsoHostIds: string[] = [], whom: { deletedToo?: boolean } = {}): Promise<Bookable> {
    const hostIds = [...new Set([...hostIdsOf(bookable), ...alsoHostIds])];
    await this.slots.lockForClaim({ id: bookable.calendar.id, whole: true }, hostIds, this.clock.now());
    return this.calendars.settled(bookable, whom);
  }

  /** The same for appointments that stand, also in a deleted calendar, and with whom they occupy. */
  async lockToMove({ accountId, calendarId }: AppointmentRow, occupied: string[]): Promise<Bookable> {
    const bookable = await this.calendars.forBooking(accountId, calendarId, { deletedToo: true });
    return this.lock(bookable, occupied, { deletedToo: true });
  }

  /** Under the locks. */
  async diary(bookable: Bookable, starts: number[], leaving: string[] = []): Promise<Diary> {
    // A series may reach over years: what recurs is worked out around its occurrences alone.
    const spans = starts.map((start) => ({ start, end: start + LATEST_MS }));
    return this.reader.diaryForDecision(bookable, spans, leaving);
  }

  /** Under the locks. @param stay see planMoves */
  async plan(bookable: Bookable, movers: Mover[], stay: boolean): Promise<PlannedMoves> {
    if (movers.length === 0) return { moves: [], refused: [] };
    const leaving = movers.map(({ leaves }) => leaves.slotId);
    const starts = movers.map(({ wish }) => wish.start);
    const diary = await this.diary(bookable, starts, leaving);
    const sitting = await this.slots.sitting(bookable.calendar.accountId, leaving, this.clock.now());
    return planMoves(diary, movers, { sitting, stay });
  }

  /** The seats that were planned, in the order given. */
  take(takings: Taking[]): Promise<Seat[]> {
    return this.taken.take(takings);
  }
}
