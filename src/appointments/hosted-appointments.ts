import { Injectable } from '@nestjs/common';
import type { Interval } from '#libs/time';
import { AppointmentReader, type AppointmentView } from './appointment.reader';
import { HostedStore } from './hosted.store';

/** A host's own appointments, as other calendars of theirs want them. */
@Injectable()
export class HostedAppointments {
  constructor(
    private readonly store: HostedStore,
    private readonly reader: AppointmentReader,
  ) {}

  /** Those that were not cancelled and touch the span (epoch ms), soonest first, `limit` at most. Six statements. */
  async of(accountId: string, userId: string, { start, end }: Interval, limit: number): Promise<AppointmentView[]> {
    const span = { from: new Date(start), to: new Date(end) };
    return this.reader.views(accountId, await this.store.rows(accountId, userId, span, limit));
  }

  /** Which of these the person hosts or hosted, in whatever account, cancelled ones too. */
  async among(userId: string, appointmentIds: string[]): Promise<Set<string>> {
    return new Set(await this.store.among(userId, appointmentIds));
  }
}
