import { Injectable } from '@nestjs/common';
import { AppointmentStatus, isSeated } from './appointment.rules';
import { ChangedMeanwhile } from './appointments.problems';
import { Closing } from './closing';
import { Marking } from './marking';
import { ReviveAppointment } from './revive-appointment';
import { SeatRecords } from './seat-records';
import type { LockedAppointment } from './seated-appointment';

/** Leads an appointment from one status to another, along the table of transitions. */
@Injectable()
export class ChangeStatus {
  constructor(
    private readonly revival: ReviveAppointment,
    private readonly closing: Closing,
    private readonly marking: Marking,
    private readonly seats: SeatRecords,
  ) {}

  /**
   * A cancelled appointment that shall be confirmed claims a seat, like a booking. Before anything else is locked.
   * @returns whether it did @throws SlotTaken, SlotNotOffered
   */
  async reviveFirst(accountId: string, id: string, status: AppointmentStatus | undefined): Promise<boolean> {
    return status === 'confirmed' && (await this.revival.ifCancelled(accountId, id));
  }

  /** @throws TransitionNotAllowed, ChangedMeanwhile */
  async run(locked: LockedAppointment, status: AppointmentStatus): Promise<void> {
    const { appointment, slot } = locked;
    const before = { ...appointment };
    // It was cancelled after reviveFirst looked: confirming it now would seat it without a seat.
    const revives = !isSeated(appointment.status) && status === 'confirmed';
    if (revives) throw ChangedMeanwhile('It was cancelled meanwhile; look again.');
    if (status === 'cancelled' || status === 'invalid') {
      await this.closing.close(locked, { by: 'staff', status });
      await this.seats.vacated(appointment.accountId, slot.id);
    } else {
      await this.marking.mark(locked, status);
    }
    await this.seats.refreshLink(slot.id, appointment, before);
  }
}
