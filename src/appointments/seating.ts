import { Injectable } from '@nestjs/common';
import { Events } from '../platform/events';
import { AppointmentRow } from './appointment.entity';
import { AppointmentBooked } from './appointments.events';
import { HeldSlots } from './held-slots';
import { Lapses } from './lapses';
import { SeatRecords } from './seat-records';
import type { Claim, Seat } from './claim';
import { SlotClaims } from './slot-claims';

/** Finds an appointment its seat: the one held for it, one in a slot that stands, or one in a new slot. */
@Injectable()
export class Seating {
  constructor(
    private readonly claims: SlotClaims,
    private readonly held: HeldSlots,
    private readonly records: SeatRecords,
    private readonly lapses: Lapses,
    private readonly events: Events,
  ) {}

  async take(claim: Claim, holdToken?: string): Promise<Seat> {
    const locked = await this.lock(claim, holdToken);
    return this.takeLocked(claim, locked, holdToken);
  }

  /** Locks the hosts of the seat to come and of the one to be left. @returns whom it locked */
  lock(claim: Claim, holdToken?: string): Promise<string[]> {
    if (holdToken === undefined) return this.claims.lock(claim);
    return this.held.lockHosts(holdToken, claim.leaving?.hostIds ?? []);
  }

  takeLocked(claim: Claim, locked: string[], holdToken?: string): Promise<Seat> {
    return holdToken === undefined ? this.claims.seat(claim, locked) : this.held.convert(holdToken, claim);
  }

  /** Writes a new appointment down in the seat found for it. */
  async sitDown(row: AppointmentRow, seat: Seat, by: 'guest' | 'staff'): Promise<void> {
    const { slot } = seat;
    await this.records.add(row, seat);
    await this.lapses.schedule(row, slot);
    await this.events.publish(
      AppointmentBooked,
      { accountId: row.accountId, aggregateId: row.id, aggregateVersion: row.version },
      { appointmentId: row.id, slotId: slot.id, seriesId: row.seriesId, status: row.status, by, forced: row.forced },
    );
  }
}
