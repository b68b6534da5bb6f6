import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import type { FutureAppointment } from './appointment.store';
import { hostIdsOf } from './availability.rules';
import { SlotStore } from './slot.store';

/** Locks at once whoever hosts these appointments or could take them over: one after the other they came out of order. */
@Injectable()
export class FutureLocks {
  constructor(
    private readonly slots: SlotStore,
    private readonly calendars: Calendars,
    private readonly clock: Clock,
  ) {}

  async take(accountId: string, future: FutureAppointment[]): Promise<void> {
    const occupied = await this.slots.hostsOf(accountId, [...new Set(future.map(({ slotId }) => slotId))]);
    const hostIds = occupied.map(({ hostId }) => hostId);
    const calendarIds = [...new Set(future.map(({ calendarId }) => calendarId))].sort();
    for (const id of calendarIds) hostIds.push(...(await this.membersOf(accountId, id)));
    for (const id of calendarIds) await this.slots.lockForClaim({ id, whole: true }, [], this.clock.now());
    await this.slots.lockHosts([...new Set(hostIds)]);
  }

  private async membersOf(accountId: string, calendarId: string): Promise<string[]> {
    return hostIdsOf(await this.calendars.forBooking(accountId, calendarId, { deletedToo: true }));
  }
}
