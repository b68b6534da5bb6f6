import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import { Database } from '../platform/database';
import { Problem } from '../platform/http';
import type { FutureAppointment } from './appointment.store';
import { SlotNotOffered, SlotTaken } from './appointments.problems';
import { RescheduleAppointment } from './reschedule-appointment';

/** Gives an appointment to another host of its calendar, at the same time. */
@Injectable()
export class HandOver {
  constructor(
    private readonly db: Database,
    private readonly calendars: Calendars,
    private readonly reschedule: RescheduleAppointment,
  ) {}

  /** To whose turn it is of those who are free and don't leave as well. @returns whether there was one */
  async run(
    accountId: string,
    leavingIds: readonly string[],
    { id, start, calendarId }: FutureAppointment,
  ): Promise<boolean> {
    const { type } = await this.calendars.get(accountId, calendarId);
    // Everybody of a collective is needed; a class or a personal calendar has another host while they change over.
    if (type === 'collective') return false;
    const move = { accountId, id, by: 'staff' as const, start: start.getTime(), exceptUserIds: leavingIds };
    // A try that fails must leave nothing of itself behind.
    return this.db.attempt(() => this.reschedule.run(move)).then(() => true, isBusy);
  }
}

/** Nobody can take it; anything else is a fault. */
function isBusy(error: unknown): false {
  if (error instanceof Problem && (error.is(SlotTaken) || error.is(SlotNotOffered))) return false;
  throw error;
}
