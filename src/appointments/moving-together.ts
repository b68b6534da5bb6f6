import { Injectable } from '@nestjs/common';
import type { Bookable } from '../calendars';
import { Contacts } from '../contacts';
import type { AppointmentRow } from './appointment.entity';
import type { Claim, Seat } from './claim';
import { MoveRecords } from './move-records';
import { Opening } from './opening';
import type { LockedAppointment } from './seated-appointment';
import { SeriesSeats } from './series-seats';
import type { PlannedMove } from './series-moves.rules';
import { decisionFor } from './series.rules';

export interface MovesTogether {
  bookable: Bookable;
  moves: PlannedMove[];
  /** Those that move, by id. */
  from: ReadonlyMap<string, LockedAppointment>;
  hostUserId?: string;
  timezone?: string;
}

/** Moves several appointments as planned: all leave their slots before any enters another. Under the locks of both. */
@Injectable()
export class MovingTogether {
  constructor(
    private readonly contacts: Contacts,
    private readonly opening: Opening,
    private readonly seats: SeriesSeats,
    private readonly records: MoveRecords,
  ) {}

  async run(together: MovesTogether): Promise<AppointmentRow[]> {
    const leaving = together.moves.flatMap(({ mover, found }) => {
      const from = together.from.get(mover.id);
      return from ? [{ from, mover, found }] : [];
    });
    const ids = leaving.map(({ mover }) => mover.id);
    for (const { from } of leaving) await this.records.leave(from, ids);
    const moved: AppointmentRow[] = [];
    // Slots opened on the way were planned under the ids of those who open them.
    const opened = new Map<string, string>();
    for (const move of leaving) {
      const { candidate } = move.found;
      const joins = candidate.joins === null ? null : (opened.get(candidate.joins) ?? candidate.joins);
      const found = { ...move.found, candidate: { ...candidate, joins } };
      const row = await this.enter(together, { ...move, found });
      if (joins === null) opened.set(move.mover.id, row.slotId);
      moved.push(row);
    }
    return moved;
  }

  /** Only the zone changes; the slot, and with it the link, stays. */
  async keep({ appointment, slot }: LockedAppointment, timezone: string | undefined): Promise<void> {
    if (timezone === undefined || timezone === appointment.timezone) return;
    const before = { timezone: appointment.timezone };
    appointment.timezone = timezone;
    await this.records.changed(appointment, slot, before);
  }

  private async enter(
    { bookable, hostUserId, timezone }: MovesTogether,
    { from, mover, found }: PlannedMove & { from: LockedAppointment },
  ): Promise<AppointmentRow> {
    const { appointment, slot } = from;
    const { start, candidate, ranked } = found;
    const contact = await this.contacts.get(appointment.accountId, appointment.contactId);
    const { openWith, written } = await this.opening.again(from, bookable, contact);
    const { length } = mover.wish;
    const end = length === undefined ? undefined : start + length;
    const claim: Claim = {
      ...{ bookable, start, end, hostUserId: candidate.hostId, ignoreInactive: true, openWith },
      linkSeriesId: slot.linkSeriesId,
    };
    const chosenBy = hostUserId ? 'caller' : candidate.hostId === slot.leadUserId ? 'kept' : 'distribution';
    const decision = decisionFor(bookable.calendar, chosenBy, ranked);
    const [target] = (await this.seats.take([{ claim, choice: { lead: candidate, decision } }])) as [Seat];
    if (!written) appointment.title = openWith(bookable, target.slot.leadUserId).title;
    appointment.timezone = timezone ?? appointment.timezone;
    await this.records.arrive({ ...from, by: 'staff' }, target);
    return appointment;
  }
}
