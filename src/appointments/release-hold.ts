import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { HeldSlots } from './held-slots';
import { SlotStore } from './slot.store';

/** Frees a held seat at once. */
@Injectable()
export class ReleaseHold {
  constructor(
    private readonly db: Database,
    private readonly held: HeldSlots,
    private readonly slots: SlotStore,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, HoldExpired */
  run(calendarId: string, token: string): Promise<void> {
    return this.db.transaction(async () => {
      await this.held.lockHosts(token);
      const { hold, slot } = await this.held.lock(token, calendarId);
      await this.slots.removeHold(hold.accountId, hold.id);
      await this.slots.settleSeats(hold.accountId, slot.id, this.clock.now());
    });
  }
}
