import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { HoldExtended } from './appointments.problems';
import { HeldSlots } from './held-slots';
import { HOLD_MS, Hold, present } from './hold-slot';
import { SlotStore } from './slot.store';

/** Gives a hold its full time again, once. */
@Injectable()
export class ExtendHold {
  constructor(
    private readonly db: Database,
    private readonly held: HeldSlots,
    private readonly slots: SlotStore,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, HoldExpired, HoldExtended */
  run(calendarId: string, token: string): Promise<Hold> {
    return this.db.transaction(async () => {
      await this.held.lockHosts(token);
      const { hold, slot } = await this.held.lock(token, calendarId);
      if (hold.extended) throw HoldExtended('It was extended before; book, or choose again.');
      const now = this.clock.now();
      const expiresAt = new Date(now.getTime() + HOLD_MS);
      await this.slots.changeHold(hold.accountId, hold.id, { expiresAt, extended: true });
      await this.slots.settleSeats(hold.accountId, slot.id, now);
      return present(token, slot, { ...hold, expiresAt });
    });
  }
}
