import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Events } from '../platform/events';
import { AppointmentRow } from './appointment.entity';
import { AppointmentStore } from './appointment.store';
import { AppointmentChanged, AppointmentRescheduled } from './appointments.events';
import type { Seat } from './claim';
import { Lapses } from './lapses';
import { SeatRecords } from './seat-records';
import type { LockedAppointment } from './seated-appointment';
import type { SlotRow } from './slot.entity';

export interface MovedFrom extends LockedAppointment {
  by: 'guest' | 'staff';
}

/** Writes down what a move changes, and says so. */
@Injectable()
export class MoveRecords {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly seats: SeatRecords,
    private readonly events: Events,
    private readonly lapses: Lapses,
    private readonly clock: Clock,
  ) {}

  /** @param together all that are on their way out of their slots, this one among them */
  async leave({ appointment, slot }: LockedAppointment, together = [appointment.id]): Promise<void> {
    await this.seats.vacated(appointment.accountId, slot.id, together);
  }

  async arrive({ appointment, slot: from, hosts, by }: MovedFrom, seat: Seat): Promise<void> {
    const to = seat.slot;
    const { status, location } = appointment;
    const stays = to.startsAt.getTime() === from.startsAt.getTime();
    await this.seats.enter(appointment, seat, stays ? 'reassigned' : 'rescheduled');
    await this.seats.refreshLink(from.id, appointment, { status, location });
    await this.lapses.schedule([{ appointment, slot: to }]);
    await this.events.publish(AppointmentRescheduled, about(appointment), {
      appointmentId: appointment.id,
      slotId: to.id,
      fromSlotId: from.id,
      fromStart: from.startsAt.toISOString(),
      fromHostIds: hosts.map(({ hostId }) => hostId),
      by,
    });
  }

  async changed(appointment: AppointmentRow, slot: SlotRow, fields: string[]): Promise<void> {
    await this.appointments.save(appointment, this.clock.now());
    await this.events.publish(AppointmentChanged, about(appointment), {
      appointmentId: appointment.id,
      slotId: slot.id,
      fields,
    });
  }
}

const about = ({ accountId, id, version }: AppointmentRow) => ({
  accountId,
  aggregateId: id,
  aggregateVersion: version,
});
