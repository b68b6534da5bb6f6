import { Injectable } from '@nestjs/common';
import { isGroupType } from '../calendars';
import type { Claim } from './claim';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

/** Names slots in which only holds sat so far. */
@Injectable()
export class SlotNaming {
  constructor(private readonly slots: SlotStore) {}

  /** Whoever books first names the slot and finds its place, whether or not the hold was theirs. */
  async byFirst({ bookable, openWith, forced, linkSeriesId = null }: Claim, slot: SlotRow): Promise<SlotRow> {
    if (slot.heldUntil === null || openWith === null) return slot;
    const { calendar } = bookable;
    const named = openWith(bookable, slot.leadUserId);
    // Over somebody's hold two will sit in it, whatever its seats.
    const shared = forced || slot.capacity > 1;
    const change = {
      location: named.location,
      topic: shared ? calendar.name : named.topic,
      fallbackLocation: calendar.fallbackLocation,
      linkSeriesId: shared ? null : linkSeriesId,
      joinLinks: isGroupType(calendar.type) ? calendar.zoom.joinLinks : 'shared',
    };
    await this.slots.update(slot.accountId, slot.id, change);
    return { ...slot, ...change };
  }
}
