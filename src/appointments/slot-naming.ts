import { Injectable } from '@nestjs/common';
import type { Claim } from './claim';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

/** Names slots in which only holds sat so far. */
@Injectable()
export class SlotNaming {
  constructor(private readonly slots: SlotStore) {}

  /** Whoever books first names the slot and finds its place, whether or not the hold was theirs. */
  async byFirst({ bookable, openWith, forced }: Claim, slot: SlotRow): Promise<SlotRow> {
    if (slot.heldUntil === null || openWith === null) return slot;
    const { calendar } = bookable;
    const named = openWith(bookable, slot.leadUserId);
    // Over somebody's hold two will sit in it, whatever its seats.
    const topic = forced || slot.capacity > 1 ? calendar.name : named.topic;
    const change = { location: named.location, topic, fallbackLocation: calendar.fallbackLocation };
    await this.slots.update(slot.accountId, slot.id, change);
    return { ...slot, ...change };
  }
}
