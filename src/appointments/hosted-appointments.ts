import { Injectable } from '@nestjs/common';
import type { Interval } from '#libs/time';
import { Clock } from '../platform/clock';
import { AppointmentReader, type AppointmentView, soonestFirst } from './appointment.reader';
import { HostedStore, type LinkFilter } from './hosted.store';

/** A host's own appointments, as other calendars of theirs want them. */
@Injectable()
export class HostedAppointments {
  constructor(
    private readonly store: HostedStore,
    private readonly reader: AppointmentReader,
    private readonly clock: Clock,
  ) {}

  /** Those that were not cancelled and touch the span (epoch ms), soonest first, `limit` at most. Six statements. */
  async of(accountId: string, userId: string, { start, end }: Interval, limit: number): Promise<AppointmentView[]> {
    const span = { from: new Date(start), to: new Date(end) };
    return this.reader.views(accountId, await this.store.rows(accountId, userId, span, limit));
  }

  /** Those to come on a link in this state that the user leads: how many, and the soonest of them, `limit` at most. */
  async byLink(
    accountId: string,
    userId: string,
    link: LinkFilter,
    limit: number,
  ): Promise<{ count: number; soonest: AppointmentView[] }> {
    const query = this.store.byLink(accountId, userId, link, this.clock.now());
    const count = await query.getCount();
    const rows = count === 0 ? [] : await query.limit(limit).getMany();
    return { count, soonest: soonestFirst(await this.reader.views(accountId, rows)) };
  }

  /** Which of these the person hosts or hosted, in whatever account, cancelled ones too. */
  async among(userId: string, appointmentIds: string[]): Promise<Set<string>> {
    return new Set(await this.store.among(userId, appointmentIds));
  }
}
