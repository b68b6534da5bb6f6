import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Events } from '../platform/events';
import type { AppointmentRow } from './appointment.entity';
import { SeriesBooked } from './appointments.events';
import { type Booking, newAppointment } from './new-appointment';
import type { Seat } from './claim';
import { Seating } from './seating';
import type { SeriesRow } from './series.entity';
import { SeriesStore } from './series.store';
import type { Conflict } from './series.rules';

/** Writes a series down: as it was asked for, its appointments one by one, and what became of the rest. */
@Injectable()
export class SeriesRecords {
  constructor(
    private readonly store: SeriesStore,
    private readonly seating: Seating,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async open(row: Omit<SeriesRow, 'createdAt' | 'conflicts'>): Promise<SeriesRow> {
    const series = { ...row, conflicts: [], createdAt: this.clock.now() };
    await this.store.insert(series);
    return series;
  }

  /** One occurrence, in its seat. */
  async add(
    booking: Booking,
    seat: Seat,
    about: { contactId: string; seriesId: string; title: string },
  ): Promise<AppointmentRow> {
    const row = newAppointment(booking, { ...about, slotId: seat.slot.id }, this.clock.now());
    await this.seating.sitDown(row, seat, booking.by);
    return row;
  }

  async close(series: SeriesRow, appointments: AppointmentRow[], conflicts: Conflict[]): Promise<SeriesRow> {
    if (conflicts.length > 0) await this.store.keepConflicts(series.accountId, series.id, conflicts);
    await this.events.publish(
      SeriesBooked,
      { accountId: series.accountId, aggregateId: series.id, aggregateVersion: 1 },
      { seriesId: series.id, appointmentIds: appointments.map(({ id }) => id) },
    );
    return { ...series, conflicts };
  }
}
