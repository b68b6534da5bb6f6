import { Injectable } from '@nestjs/common';
import { Bookable, Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import type { AppointmentRow } from './appointment.entity';
import { LONGEST_MS } from './appointment.rules';
import { AvailabilityReader } from './availability.reader';
import { Diary, hostIdsOf } from './availability.rules';
import type { Claim, Seat } from './claim';
import type { Choice } from './host-choice';
import { NEXT_WITHIN_MS } from './planning.rules';
import { type Mover, type PlannedMoves, planMoves } from './series-moves.rules';
import { SlotClaims } from './slot-claims';
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
    private readonly claims: SlotClaims,
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
    const span = { start: Math.min(...starts), end: Math.max(...starts) + LATEST_MS };
    return this.reader.diaryForDecision(bookable, span, leaving);
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

  /** The seat that was planned; null books over what stands there. */
  take(claim: Claim, choice: Choice | null): Promise<Seat> {
    return this.claims.sit(claim, choice);
  }
}
