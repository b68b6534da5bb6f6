import { Injectable } from '@nestjs/common';
import { NotFound } from '../platform/http';
import type { AppointmentView } from './appointment.reader';
import type { HostPolicy, OnConflict } from './planning.rules';
import { type AppointmentJson, PresentAppointment } from './present-appointment';
import type { SeriesRow } from './series.entity';
import type { Conflict } from './series.rules';

/** A series as it was asked for. */
export interface SeriesJson {
  id: string;
  rrule: string;
  timezone: string;
  start: string;
  calendarId: string;
  onConflict: OnConflict;
  host: HostPolicy;
  createdAt: string;
}

/** What became of it. */
export interface SeriesAnswer {
  series: SeriesJson;
  /** Soonest first. */
  appointments: AppointmentJson[];
  /** Occurrences that were not free. */
  conflicts: Conflict[];
}

/** The appointment that was asked of, and what changed together with it. */
export type ScopedAnswer = AppointmentJson & SeriesAnswer;

@Injectable()
export class PresentSeries {
  constructor(private readonly present: PresentAppointment) {}

  answer(series: SeriesRow, views: AppointmentView[], conflicts = series.conflicts): SeriesAnswer {
    return { series: seriesJson(series), appointments: views.map((view) => this.present.forStaff(view)), conflicts };
  }

  /** @param views the one asked of, and those that changed */
  changed(
    askedId: string,
    views: AppointmentView[],
    { series, ids, conflicts }: { series: SeriesRow; ids: string[]; conflicts: Conflict[] },
  ): ScopedAnswer {
    const asked = views.find(({ appointment }) => appointment.id === askedId);
    if (!asked) throw NotFound('There is no such appointment.');
    const changed = views.filter(({ appointment }) => ids.includes(appointment.id));
    return { ...this.present.forStaff(asked), ...this.answer(series, changed, conflicts) };
  }

  /** The series itself, with what belongs to it. */
  whole(series: SeriesRow, views: AppointmentView[]): SeriesJson & Omit<SeriesAnswer, 'series'> {
    const { series: row, ...rest } = this.answer(series, views);
    return { ...row, ...rest };
  }
}

function seriesJson({ id, rrule, timezone, startsAt, calendarId, onConflict, host, createdAt }: SeriesRow): SeriesJson {
  const instants = { start: startsAt.toISOString(), createdAt: createdAt.toISOString() };
  return { ...{ id, rrule, timezone, calendarId, onConflict, host }, ...instants };
}
