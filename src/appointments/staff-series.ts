import { Injectable } from '@nestjs/common';
import { type Principal, isAdmin } from '../identity';
import { ImprovingAnswer, NotFound } from '../platform/http';
import { AppointmentReader, type AppointmentView } from './appointment.reader';
import { BookSeries, type SeriesBooking } from './book-series';
import { LinkWait } from './link-wait';
import { PresentSeries, type ScopedAnswer, type SeriesAnswer } from './present-series';
import type { ChangedSeries } from './series-records';
import type { Conflict } from './series.rules';
import { SeriesStore } from './series.store';

/** Series as staff make and see them: members with the appointments they host, admins with all. */
@Injectable()
export class StaffSeries {
  constructor(
    private readonly booking: BookSeries,
    private readonly store: SeriesStore,
    private readonly reader: AppointmentReader,
    private readonly wait: LinkWait,
    private readonly present: PresentSeries,
  ) {}

  async book(booking: SeriesBooking): Promise<ImprovingAnswer<SeriesAnswer>> {
    const { series, appointments } = await this.booking.run(booking);
    const ids = appointments.map(({ id }) => id);
    return this.wait.answerAll(series.accountId, ids, (views) => this.present.answer(series, views));
  }

  /** The appointment that was asked of, and with it what changed together. */
  of(askedId: string, { series, appointments, conflicts }: ChangedSeries): Promise<ImprovingAnswer<ScopedAnswer>> {
    const ids = appointments.map(({ id }) => id);
    return this.wait.answerAll(series.accountId, [...new Set([askedId, ...ids])], (views) =>
      this.present.changed(askedId, views, { series, ids, conflicts }),
    );
  }

  /** @throws NotFound also for a series of which they host nothing */
  async show(who: Principal, id: string) {
    const series = await this.store.get(who.accountId, id);
    const views = (await this.reader.ofSeries(who.accountId, id)).filter((view) => isTheirs(who, view));
    if (views.length === 0 && !isAdmin(who.role)) throw NotFound('There is no such series.');
    const ids = views.map(({ appointment }) => appointment.id);
    const theirs = ({ appointmentId }: Conflict) => appointmentId === null || ids.includes(appointmentId);
    const conflicts = isAdmin(who.role) ? series.conflicts : series.conflicts.filter(theirs);
    return this.present.whole({ ...series, conflicts }, views);
  }
}

function isTheirs({ role, userId }: Principal, { hosts }: AppointmentView): boolean {
  return isAdmin(role) || hosts.some((host) => host.userId === userId);
}
