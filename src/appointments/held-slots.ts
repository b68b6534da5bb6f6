import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Secrets } from '../platform/crypto';
import { Invalid, NotFound, isId } from '../platform/http';
import { HoldExpired } from './appointments.problems';
import type { HoldRow } from './hold.entity';
import type { Claim } from './slot-claims';
import type { SlotRow } from './slot.entity';
import { SlotStore } from './slot.store';

const PURPOSE = 'hold';

/** Finds holds by their tokens, and locks what they hold. */
@Injectable()
export class HeldSlots {
  constructor(
    private readonly slots: SlotStore,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  tokenOf({ id }: Pick<HoldRow, 'id'>): string {
    return `${id}.${this.secrets.mac(PURPOSE, id)}`;
  }

  /** Locks whom the hold occupies, and others with them. @returns all of them @throws NotFound, HoldExpired */
  async lockHosts(token: string, alsoHostIds: string[] = []): Promise<string[]> {
    const { accountId, slotId } = await this.find(token);
    const hosts = await this.slots.hostsOf(accountId, [slotId]);
    const hostIds = [...new Set([...hosts.map(({ hostId }) => hostId), ...alsoHostIds])];
    await this.slots.lockHosts(hostIds);
    await this.slots.closeExpired(hostIds, this.clock.now());
    return hostIds;
  }

  /**
   * Locks the slot and reads the hold again, under the hosts' locks: neither expired nor converted by another.
   * @throws NotFound, HoldExpired
   */
  async lock(token: string, calendarId: string): Promise<{ hold: HoldRow; slot: SlotRow }> {
    const found = await this.find(token);
    if (found.calendarId !== calendarId) throw NotFound('There is no such hold in this calendar.');
    const slot = await this.slots.lock(found.accountId, found.slotId);
    const hold = await this.slots.findHold(found.id);
    if (!hold || !slot?.live || hold.expiresAt <= this.clock.now()) {
      throw HoldExpired('The hold is over; choose a time again.');
    }
    return { hold, slot };
  }

  /** Takes the seat a hold keeps: the hold is gone, its slot stays for the claim. */
  async convert(token: string, { bookable, start, openWith }: Claim): Promise<SlotRow> {
    const { hold, slot } = await this.lock(token, bookable.calendar.id);
    if (slot.startsAt.getTime() !== start) {
      const detail = 'holds another start';
      throw Invalid(`holdToken: ${detail}`, { errors: [{ pointer: '/holdToken', detail }] });
    }
    await this.slots.removeHold(hold.accountId, hold.id);
    if (slot.heldUntil === null) return slot;
    // Only holds sat in it: whoever books first names it.
    const lead = bookable.hosts.find(({ userId }) => userId === slot.leadUserId) ?? null;
    const { location, topic } = openWith(lead);
    const fallbackLocation = bookable.calendar.fallbackLocation;
    await this.slots.update(slot.accountId, slot.id, { location, topic, fallbackLocation });
    return { ...slot, location, topic, fallbackLocation };
  }

  private async find(token: string): Promise<HoldRow> {
    const [id = '', ...mac] = token.split('.');
    const ours = isId(id) && this.secrets.macMatches(mac.join('.'), PURPOSE, id);
    if (!ours) throw NotFound('There is no such hold.');
    const hold = await this.slots.findHold(id);
    if (!hold) throw HoldExpired('The hold is over; choose a time again.');
    return hold;
  }
}
