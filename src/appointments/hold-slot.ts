import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Bookable } from '../calendars';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { HeldSlots } from './held-slots';
import { HoldRow } from './hold.entity';
import type { Claim } from './claim';
import { SlotClaims } from './slot-claims';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

/** How long a guest has to fill in the form. */
export const HOLD_MS = 5 * 60_000;

export interface Hold {
  token: string;
  start: string;
  end: string;
  expiresAt: string;
}

/** Keeps a seat for a few minutes. It needs no cleaner: every claim passes over holds whose time is up. */
@Injectable()
export class HoldSlot {
  constructor(
    private readonly db: Database,
    private readonly claims: SlotClaims,
    private readonly slots: SlotStore,
    private readonly held: HeldSlots,
    private readonly clock: Clock,
  ) {}

  run(bookable: Bookable, start: number): Promise<Hold> {
    return this.db.transaction(async () => {
      const { calendar } = bookable;
      const claim: Claim = { bookable, start, openWith: null };
      const { slot, decision } = await this.claims.seat(claim, await this.claims.lock(claim));
      const now = this.clock.now();
      const hold: HoldRow = {
        id: randomUUID(),
        accountId: calendar.accountId,
        calendarId: calendar.id,
        slotId: slot.id,
        expiresAt: new Date(now.getTime() + HOLD_MS),
        extended: false,
        decision,
        createdAt: now,
      };
      await this.slots.addHold(hold);
      await this.slots.settleSeats(calendar.accountId, slot.id, now);
      return present(this.held.tokenOf(hold), slot, hold);
    });
  }
}

export function present(token: string, slot: SlotRow, hold: HoldRow): Hold {
  return {
    token,
    start: slot.startsAt.toISOString(),
    end: slot.endsAt.toISOString(),
    expiresAt: hold.expiresAt.toISOString(),
  };
}
