import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { NotFound } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { isSeated } from './appointment.rules';
import { AppointmentStore } from './appointment.store';
import { AppointmentRevived } from './appointments.events';
import { ChangedMeanwhile } from './appointments.problems';
import { SeatRecords } from './seat-records';
import type { Claim } from './claim';
import { Seating } from './seating';

/** Sits an appointment that had left down again. */
@Injectable()
export class Returning {
  constructor(
    private readonly seating: Seating,
    private readonly appointments: AppointmentStore,
    private readonly seats: SeatRecords,
    private readonly acts: Acts,
  ) {}

  /** @throws SlotTaken, SlotNotOffered, ChangedMeanwhile; NotFound when it was deleted meanwhile */
  async run({ accountId, id }: AppointmentRow, claim: Claim): Promise<void> {
    const seat = await this.seating.take(claim);
    const row = await this.appointments.lock(accountId, id);
    if (!row || row.hiddenAt !== null) throw NotFound('There is no such appointment.');
    if (isSeated(row.status)) throw ChangedMeanwhile('It was revived by somebody else; look again.');
    const before = row.status;
    row.status = 'confirmed';
    row.cancelledBy = null;
    row.cancellationReason = null;
    row.cancelledAt = null;
    await this.seats.enter(row, seat, 'revived');
    await this.acts.publish(
      AppointmentRevived,
      { accountId, aggregateId: id, aggregateVersion: row.version },
      { appointmentId: id, slotId: seat.slot.id },
      { before: { status: before }, after: { status: row.status, start: seat.slot.startsAt }, personId: row.contactId },
    );
  }
}
