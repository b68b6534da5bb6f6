import { Injectable } from '@nestjs/common';
import { Acts, changed } from '../audit';
import { Clock } from '../platform/clock';
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

/** What may change of an appointment that keeps its start and hosts. */
export type ChangeableFields = Partial<Pick<AppointmentRow, 'title' | 'notes' | 'internalNotes' | 'timezone'>> & {
  end?: Date;
};

/** Writes down what a move or a change changes, and says so. */
@Injectable()
export class MoveRecords {
  constructor(
    private readonly appointments: AppointmentStore,
    private readonly seats: SeatRecords,
    private readonly acts: Acts,
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
    await this.acts.publish(
      AppointmentRescheduled,
      about(appointment),
      {
        appointmentId: appointment.id,
        slotId: to.id,
        fromSlotId: from.id,
        fromStart: from.startsAt.toISOString(),
        fromHostIds: hosts.map(({ hostId }) => hostId),
        by,
      },
      {
        action: stays ? 'appointment.reassigned' : 'appointment.rescheduled',
        ...changed(placeOf(from), placeOf(to)),
        personId: appointment.contactId,
      },
    );
  }

  /** @param before how the appointment was, as far as it has changed */
  async changed(appointment: AppointmentRow, slot: SlotRow, before: ChangeableFields): Promise<void> {
    await this.appointments.save(appointment, this.clock.now());
    const fields = Object.keys(before) as (keyof ChangeableFields)[];
    const { id: appointmentId, contactId: personId } = appointment;
    const now: ChangeableFields = { ...appointment, end: slot.endsAt };
    const after = Object.fromEntries(fields.map((field) => [field, now[field]]));
    const payload = { appointmentId, slotId: slot.id, fields };
    await this.acts.publish(AppointmentChanged, about(appointment), payload, { before, after, personId });
  }

  /** Takes one that is over out of sight. */
  async hidden(appointment: AppointmentRow): Promise<void> {
    const { accountId, id, contactId: personId } = appointment;
    appointment.hiddenAt = this.clock.now();
    await this.appointments.save(appointment, appointment.hiddenAt);
    await this.acts.record('appointment.removed', { accountId, target: { kind: 'appointment', id }, personId });
  }
}

const placeOf = ({ startsAt, endsAt, leadUserId }: SlotRow) => ({
  ...{ start: startsAt, end: endsAt, hostUserId: leadUserId },
});

const about = ({ accountId, id, version }: AppointmentRow) => ({
  accountId,
  aggregateId: id,
  aggregateVersion: version,
});
