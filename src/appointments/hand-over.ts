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

  /** To the first who is free and doesn't leave as well. @returns whether there was one */
  async run(
    accountId: string,
    leavingIds: readonly string[],
    { id, start, calendarId }: FutureAppointment,
  ): Promise<boolean> {
    const { calendar, hosts } = await this.calendars.forBooking(accountId, calendarId, { deletedToo: true });
    // Everybody of a collective is needed; a class or a personal calendar has another host while they change over.
    if (calendar.type === 'collective') return false;
    for (const { userId } of hosts) {
      if (leavingIds.includes(userId)) continue;
      const move = { accountId, id, by: 'staff' as const, start: start.getTime(), hostUserId: userId };
      // A try that fails must leave nothing of itself behind.
      if (await this.db.attempt(() => this.reschedule.run(move)).then(() => true, isBusy)) return true;
    }
    return false;
  }
}

/** A host who cannot take it is passed over; anything else is a fault. */
function isBusy(error: unknown): false {
  if (error instanceof Problem && (error.is(SlotTaken) || error.is(SlotNotOffered))) return false;
  throw error;
}
