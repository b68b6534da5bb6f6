import { Injectable } from '@nestjs/common';
import { Acts, type Told } from '../audit';
import { AppointmentBooked } from './appointments.events';
import { HeldSlots } from './held-slots';
import { Lapses } from './lapses';
import { SeatRecords, opensAlone } from './seat-records';
import type { Claim, Seat, Sitter } from './claim';
import { SlotClaims } from './slot-claims';

/** Finds an appointment its seat: the one held for it, one in a slot that stands, or one in a new slot. */
@Injectable()
export class Seating {
  constructor(
    private readonly claims: SlotClaims,
    private readonly held: HeldSlots,
    private readonly records: SeatRecords,
    private readonly lapses: Lapses,
    private readonly acts: Acts,
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

  /** Writes new appointments down in the seats found for them. */
  async sitDown(sitters: Sitter[], by: 'guest' | 'staff'): Promise<void> {
    const happened = sitters.map((sitter) => ({ ...booked(sitter, by), told: bookedAs(sitter) }));
    await this.records.add(sitters);
    await this.lapses.schedule(sitters.map(({ row, seat: { slot } }) => ({ appointment: row, slot })));
    await this.acts.publishAll(AppointmentBooked, happened);
  }
}

function booked({ row, seat }: Sitter, by: 'guest' | 'staff') {
  const { accountId, id, version, seriesId, status, forced } = row;
  return {
    about: { accountId, aggregateId: id, aggregateVersion: version },
    payload: { appointmentId: id, slotId: seat.slot.id, seriesId, status, by, forced, opened: opensAlone(seat) },
  };
}

function bookedAs({ row, seat: { slot } }: Sitter): Told {
  const { calendarId, contactId, seriesId, status, forced } = row;
  const { startsAt: start, endsAt: end, leadUserId: hostUserId } = slot;
  return { after: { calendarId, contactId, seriesId, status, start, end, hostUserId, forced }, personId: contactId };
}
