import { Injectable } from '@nestjs/common';
import { Bookable } from '../calendars';
import { Contact } from '../contacts';
import { assertVersion } from '../platform/http';
import { AppointmentRow } from './appointment.entity';
import { isSeated } from './appointment.rules';
import { ChangedMeanwhile } from './appointments.problems';
import { millisecondsOf } from './calendar.rules';
import { Departures } from './departures';
import { MoveRecords, MovedFrom } from './move-records';
import { Opening } from './opening';
import { LockedAppointment, SeatedAppointment } from './seated-appointment';
import type { Claim } from './claim';
import { Seating } from './seating';
import type { SlotRow } from './slot.entity';

export interface Move {
  accountId: string;
  id: string;
  by: 'guest' | 'staff';
  /** Epoch milliseconds. */
  start: number;
  hostUserId?: string;
  /** Anybody but these. */
  exceptUserIds?: readonly string[];
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
  async keep({ accountId, id, timezone, expectedVersion = null }: Move): Promise<AppointmentRow> {
    const { appointment, slot } = await this.seated.lock(accountId, id);
    assertVersion(appointment.version, expectedVersion);
    if (!isSeated(appointment.status)) throw ChangedMeanwhile('Somebody else cancelled it; look again.');
    if (timezone === undefined || timezone === appointment.timezone) return appointment;
    const before = { timezone: appointment.timezone };
    appointment.timezone = timezone;
    await this.records.changed(appointment, slot, before);
    return appointment;
  }

  /** Old time is released before new time is claimed, all under the locks of both. */
  async move(move: Move, before: LockedAppointment, bookable: Bookable, contact: Contact): Promise<AppointmentRow> {
    const { openWith, written } = await this.opening.again(before, bookable, contact);
    const claim: Claim = {
      bookable,
      start: move.start,
      end: endOf(move, before.slot, bookable),
      hostUserId: move.hostUserId,
      exceptUserIds: move.exceptUserIds,
      preferUserId: before.slot.leadUserId ?? undefined,
      ignoreInactive: true,
      keepsStart: move.start === before.slot.startsAt.getTime(),
      linkSeriesId: before.slot.linkSeriesId,
      openWith,
      leaving: await this.departures.of(before),
    };
    const locked = await this.seating.lock(claim, move.holdToken);
    const now = await this.seated.lockRows(move.accountId, move.id, before.slot.id);
    const same = now && isSeated(now.appointment.status) && now.appointment.title === before.appointment.title;
    if (!same) throw ChangedMeanwhile('Somebody else changed, moved or cancelled it; look again.');
    assertVersion(now.appointment.version, move.expectedVersion ?? null);
    claim.leaving = await this.departures.of(now);
    await this.records.leave(now);
    const target = await this.seating.takeLocked(claim, locked, move.holdToken);
    const from: MovedFrom = { ...now, by: move.by };
    if (!written) now.appointment.title = openWith(claim.bookable, target.slot.leadUserId).title;
    now.appointment.timezone = move.timezone ?? now.appointment.timezone;
    await this.records.arrive(from, target);
    return now.appointment;
  }
}

function endOf({ by, start }: Move, slot: SlotRow, bookable: Bookable): number | undefined {
  const length = by === 'staff' ? ownLength(slot, bookable) : undefined;
  return length === undefined ? undefined : start + length;
}

/** Staff who gave an appointment a length of its own keep it; guests move to what the calendar offers. */
export function ownLength({ startsAt, endsAt, capacity }: SlotRow, { calendar }: Bookable): number | undefined {
  const length = endsAt.getTime() - startsAt.getTime();
  return capacity === 1 && length !== millisecondsOf(calendar.slotDuration) ? length : undefined;
}
