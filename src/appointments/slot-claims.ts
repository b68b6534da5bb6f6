import { Injectable } from '@nestjs/common';
import type { Candidate } from '#libs/slots';
import { Bookable, Calendars } from '../calendars';
import { Clock } from '../platform/clock';
import { SlotTaken } from './appointments.problems';
import { chooses } from './assignment.rules';
import { hostIdsOf } from './availability.rules';
import type { Claim, Seat } from './claim';
import { HostChoice, refusal } from './host-choice';
import { SlotSeats, forcedHosts } from './slot-seats';
import { SlotStore } from './slot.store';

/**
 * Gives seats in slots. The one order of locks: the calendar, shared, against changes of it; the same alone where round
 * robin chooses or a day has a cap; the hosts entered and left; then slots, appointments, contacts. What was read before
 * the locks is read again.
 */
@Injectable()
export class SlotClaims {
  constructor(
    private readonly slots: SlotStore,
    private readonly choice: HostChoice,
    private readonly calendars: Calendars,
    private readonly seats: SlotSeats,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks everybody who could serve the start, and the hosts of a slot about to be left, and brings the claim's
   * calendar up to date. Before any row is written.
   * @returns whom it locked
   * @throws SlotNotOffered, SlotTaken, CalendarInactive when nobody can, without waiting for a lock; SlotTaken when the
   *   calendar changed in a way that needs another one
   */
  async lock(claim: Claim): Promise<string[]> {
    const { bookable, leaving } = claim;
    const hostIds = claim.forced
      ? forcedHosts(claim).map(({ userId }) => userId)
      : this.hostsToLock(bookable, await this.choice.candidates(claim));
    const whole = concernsWhole(bookable);
    const all = [...new Set([...hostIds, ...(leaving?.hostIds ?? [])])];
    const ids = all.length > 0 ? all : hostIdsOf(bookable);
    await this.slots.lockForClaim({ id: bookable.calendar.id, whole }, ids, this.clock.now());
    claim.bookable = await this.calendars.settled(bookable, { deletedToo: claim.ignoreInactive });
    // Its first cap, or its second host, came while we waited: without its lock others could count beside us.
    if (!whole && concernsWhole(claim.bookable)) throw SlotTaken('The calendar was changed just now; choose again.');
    if (claim.forced) assertForceable(claim);
    return all;
  }

  /**
   * The slot the claim gets: one that stands with a seat left, or a new one. `locked` is what `lock` gave.
   * @throws SlotNotOffered, SlotTaken, CalendarInactive, SlotShared
   */
  async seat(claim: Claim, locked: string[]): Promise<Seat> {
    const choice = claim.forced ? null : await this.choice.choose(claim, locked);
    return this.seats.takeOne({ claim, choice });
  }

  private hostsToLock({ calendar, hosts }: Bookable, candidates: Candidate[]): string[] {
    if (calendar.type === 'collective') return hosts.map(({ userId }) => userId);
    return candidates.map(({ hostId }) => hostId);
  }
}

/** Whether what one booking takes may be counted by another that needs none of its hosts. */
function concernsWhole({ calendar, hosts }: Bookable): boolean {
  return chooses(calendar, hosts) || calendar.appointmentsPerDay !== null;
}

/** Hours and limits may be overridden, not who is there to meet. */
function assertForceable(claim: Claim): void {
  const { calendar } = claim.bookable;
  if (!calendar.active) throw refusal('calendar-inactive');
  if (calendar.type !== 'unassigned' && forcedHosts(claim).length === 0) throw refusal('no-hosts');
}
