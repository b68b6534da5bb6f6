import { Injectable } from '@nestjs/common';
import { Bookable } from '../calendars';
import { Contact } from '../contacts';
import { AppointmentRow } from './appointment.entity';
import { isSeated } from './appointment.rules';
import { ChangedMeanwhile } from './appointments.problems';
import { Departures } from './departures';
import { MoveRecords, MovedFrom } from './move-records';
import { Opening } from './opening';
import { LockedAppointment, SeatedAppointment } from './seated-appointment';
import { Claim } from './slot-claims';
import { Seating } from './seating';

export interface Move {
  accountId: string;
  id: string;
  by: 'guest' | 'staff';
  /** Epoch milliseconds. */
  start: number;
  hostUserId?: string;
  timezone?: string;
  holdToken?: string;
  expectedVersion?: number | null;
}

/** Leaves one slot and enters another. */
@Injectable()
export class Moving {
  constructor(
    private readonly seated: SeatedAppointment,
    private readonly seating: Seating,
    private readonly opening: Opening,
    private readonly records: MoveRecords,
    private readonly departures: Departures,
  ) {}

  read({ accountId, id }: Move): Promise<LockedAppointment> {
    return this.seated.read(accountId, id);
  }

  /** Same start, same host: only the guest's zone may change. */
  async keep({ accountId, id, timezone }: Move): Promise<AppointmentRow> {
    const { appointment, slot } = await this.seated.lock(accountId, id);
    if (timezone === undefined || timezone === appointment.timezone) return appointment;
    appointment.timezone = timezone;
    await this.records.changed(appointment, slot, ['timezone']);
    return appointment;
  }

  /** Old time is released before new time is claimed, all under the locks of both. */
  async move(move: Move, before: LockedAppointment, bookable: Bookable, contact: Contact): Promise<AppointmentRow> {
    const openWith = await this.opening.of(bookable, contact);
    const claim: Claim = {
      bookable,
      start: move.start,
      hostUserId: move.hostUserId,
      preferUserId: before.slot.leadUserId ?? undefined,
      ignoreInactive: true,
      openWith,
      leaving: await this.departures.of(before),
    };
    const locked = await this.seating.lock(claim, move.holdToken);
    const now = await this.seated.lockRows(move.accountId, move.id, before.slot.id);
    if (!now || !isSeated(now.appointment.status)) {
      throw ChangedMeanwhile('Somebody else moved or cancelled it; look again.');
    }
    await this.records.leave(now);
    const target = await this.seating.takeLocked(claim, locked, move.holdToken);
    const from: MovedFrom = { ...now, by: move.by };
    const titleOf = (leadUserId: string | null) =>
      openWith(bookable.hosts.find(({ userId }) => userId === leadUserId) ?? null).title;
    // A title nobody wrote by hand follows the host.
    const titled = now.appointment.title === titleOf(now.slot.leadUserId);
    if (titled) now.appointment.title = titleOf(target.leadUserId);
    now.appointment.timezone = move.timezone ?? now.appointment.timezone;
    await this.records.arrive(from, target);
    return now.appointment;
  }
}
