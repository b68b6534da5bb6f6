import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Clock } from '../platform/clock';
import type { AppointmentRow } from './appointment.entity';
import { SeriesBooked, SeriesCancelled, SeriesRescheduled } from './appointments.events';
import { type Booking, newAppointment } from './new-appointment';
import type { Seat } from './claim';
import type { OpenWith } from './opening';
import { type SeatedAs, SeatRecords } from './seat-records';
import type { LockedAppointment } from './seated-appointment';
import { Seating } from './seating';
import type { SeriesRow } from './series.entity';
import { SeriesStore } from './series.store';
import type { Conflict } from './series.rules';

/** A series, and what changed in it together. */
export interface ChangedSeries {
  series: SeriesRow;
  /** Soonest first. */
  appointments: AppointmentRow[];
  /** What could not be changed as it was asked for. */
  conflicts: Conflict[];
}

interface SeatedOccurrence {
  seat: Seat;
  /** Over whatever stood there. */
  forced: boolean;
}

/** What all its occurrences have in common. */
interface OfSeries {
  booking: Booking;
  seriesId: string;
  contactId: string;
  openWith: OpenWith;
}

/** Writes a series down: as it was asked for, its appointments, and what became of the rest. */
@Injectable()
export class SeriesRecords {
  constructor(
    private readonly store: SeriesStore,
    private readonly seating: Seating,
    private readonly seats: SeatRecords,
    private readonly acts: Acts,
    private readonly clock: Clock,
  ) {}

  async open(row: Omit<SeriesRow, 'createdAt' | 'conflicts'>): Promise<SeriesRow> {
    const series = { ...row, conflicts: [], createdAt: this.clock.now() };
    await this.store.insert(series);
    return series;
  }

  /** Its occurrences, in their seats. */
  async add(seats: SeatedOccurrence[], { booking, openWith, ...about }: OfSeries): Promise<AppointmentRow[]> {
    const now = this.clock.now();
    const sitters = seats.map(({ seat, forced }) => {
      const { id: slotId, leadUserId } = seat.slot;
      const { title } = openWith(booking.bookable, leadUserId);
      return { row: newAppointment({ ...booking, forced }, { ...about, slotId, title }, now), seat };
    });
    await this.seating.sitDown(sitters, booking.by);
    return sitters.map(({ row }) => row);
  }

  async close(series: SeriesRow, appointments: AppointmentRow[], conflicts: Conflict[]): Promise<SeriesRow> {
    if (conflicts.length > 0) await this.store.keepConflicts(series.accountId, series.id, conflicts);
    await this.publish(SeriesBooked, series, appointments);
    return { ...series, conflicts };
  }

  /** After an appointment left its slot for good. */
  async vacated({ appointment, slot }: LockedAppointment, before: SeatedAs): Promise<void> {
    await this.seats.vacated(appointment.accountId, slot.id);
    await this.seats.refreshLink(slot.id, appointment, before);
  }

  async cancelled(accountId: string, seriesId: string, appointments: AppointmentRow[]): Promise<ChangedSeries> {
    const series = await this.store.get(accountId, seriesId);
    await this.publish(SeriesCancelled, series, appointments);
    return { series, appointments, conflicts: [] };
  }

  async rescheduled(series: SeriesRow, appointments: AppointmentRow[], conflicts: Conflict[]): Promise<ChangedSeries> {
    if (appointments.length > 0) await this.publish(SeriesRescheduled, series, appointments);
    return { series, appointments, conflicts };
  }

  /** @throws NotFound */
  get(accountId: string, id: string): Promise<SeriesRow> {
    return this.store.get(accountId, id);
  }

  /** The row stays as it was asked for, whatever becomes of its appointments. */
  private async publish(fact: typeof SeriesBooked, { accountId, id }: SeriesRow, appointments: AppointmentRow[]) {
    const appointmentIds = appointments.map((appointment) => appointment.id);
    await this.acts.publish(
      fact,
      { accountId, aggregateId: id, aggregateVersion: 1 },
      { seriesId: id, appointmentIds },
      { after: { appointments: appointmentIds.length }, personId: appointments[0]?.contactId },
    );
  }
}
