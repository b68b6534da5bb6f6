import { Injectable } from '@nestjs/common';
import { Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import { Secrets } from '../platform/crypto';
import { Invalid, NotFound, isId } from '../platform/http';
import { CalendarInactive, HoldExpired } from './appointments.problems';
import type { HoldRow } from './hold.entity';
import type { Claim, Seat } from './claim';
import { seatIn } from './slot-seats';
import type { SlotRow } from './slot.entity';
import { SlotNaming } from './slot-naming';
import { SlotStore } from './slot.store';

const PURPOSE = 'hold';

/** Finds holds by their tokens, and locks what they hold. */
@Injectable()
export class HeldSlots {
  constructor(
    private readonly slots: SlotStore,
    private readonly calendars: Calendars,
    private readonly naming: SlotNaming,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  tokenOf({ id }: Pick<HoldRow, 'id'>): string {
    return `${id}.${this.secrets.mac(PURPOSE, id)}`;
  }

  /** Locks whom the hold occupies, and others with them. @returns all of them @throws NotFound, HoldExpired */
  async lockHosts(token: string, alsoHostIds: string[] = []): Promise<string[]> {
    const { accountId, calendarId, slotId } = await this.find(token);
    const hosts = await this.slots.hostsOf(accountId, [slotId]);
    const hostIds = [...new Set([...hosts.map(({ hostId }) => hostId), ...alsoHostIds])];
    await this.slots.lockForClaim({ id: calendarId, whole: false }, hostIds, this.clock.now());
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

  /**
   * Takes the seat a hold keeps: the hold is gone, its slot stays for the claim, whose calendar is brought up to date.
   * @throws NotFound, HoldExpired, CalendarInactive, Invalid
   */
  async convert(token: string, claim: Claim): Promise<Seat> {
    claim.bookable = await this.calendars.settled(claim.bookable, { deletedToo: claim.ignoreInactive });
    const { calendar, hosts } = claim.bookable;
    const { hold, slot } = await this.lock(token, calendar.id);
    if (!calendar.active && !claim.ignoreInactive) throw CalendarInactive('The calendar takes no bookings now.');
    if (slot.startsAt.getTime() !== claim.start) {
      const detail = 'holds another start';
      throw Invalid(`holdToken: ${detail}`, { errors: [{ pointer: '/holdToken', detail }] });
    }
    const hosted = slot.leadUserId === null || hosts.some(({ userId }) => userId === slot.leadUserId);
    if (!hosted) throw HoldExpired('The host has left this calendar; choose a time again.');
    await this.slots.removeHold(hold.accountId, hold.id);
    const ranking = hold.decision ?? { strategy: null, ranked: [], heldBack: [] };
    return seatIn(claim, await this.naming.byFirst(claim, slot), { ...ranking, chosenBy: 'hold' });
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
