import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Candidate } from '#libs/slots';
import { Bookable, BookableHost, Calendars, isGroupType } from '../calendars';
import { Clock } from '../platform/clock';
import { sqlState } from '../platform/database';
import { Problem } from '../platform/http';
import { SlotShared, SlotTaken } from './appointments.problems';
import { type Decision, chargeIn, chooses } from './assignment.rules';
import { hostIdsOf } from './availability.rules';
import { millisecondsOf } from './calendar.rules';
import type { Claim, Seat } from './claim';
import { type Choice, HostChoice, refusal } from './host-choice';
import { SlotNaming } from './slot-naming';
import { HostTime, SlotStore } from './slot.store';
import { SlotRow } from './slot.entity';

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
    private readonly naming: SlotNaming,
    private readonly clock: Clock,
  ) {}

  /**
   * Locks everybody who could serve the start, and the hosts of a slot about to be left, and brings the claim's
   * calendar up to date. Before any row is written.
   * @returns whom it locked
   * @throws SlotNotOffered, SlotTaken, CalendarInactive when nobody can, without waiting for a lock
   */
  async lock(claim: Claim): Promise<string[]> {
    const { bookable, leaving } = claim;
    const hostIds = claim.forced
      ? forcedHosts(claim).map(({ userId }) => userId)
      : this.hostsToLock(bookable, await this.whoCould(claim));
    const whole = chooses(bookable.calendar, bookable.hosts) || bookable.calendar.appointmentsPerDay !== null;
    const all = [...new Set([...hostIds, ...(leaving?.hostIds ?? [])])];
    const ids = all.length > 0 ? all : hostIdsOf(bookable);
    await this.slots.lockForClaim({ id: bookable.calendar.id, whole }, ids, this.clock.now());
    claim.bookable = await this.calendars.settled(bookable, { deletedToo: claim.ignoreInactive });
    if (claim.forced) assertForceable(claim);
    return all;
  }

  /**
   * The slot the claim gets: one that stands with a seat left, or a new one. `locked` is what `lock` gave.
   * @throws SlotNotOffered, SlotTaken, CalendarInactive, SlotShared
   */
  async seat(claim: Claim, locked: string[]): Promise<Seat> {
    return this.sit(claim, claim.forced ? null : await this.choice.choose(claim, locked));
  }

  /**
   * The same with the host chosen already, under the locks; null for a forced claim, which asks nobody.
   * @throws SlotTaken, SlotShared
   */
  async sit(claim: Claim, choice: Choice | null): Promise<Seat> {
    const slotId = choice ? choice.lead.joins : await this.crowd(claim);
    const decision = choice?.decision ?? forcedDecision(claim);
    if (slotId !== null) return seatIn(claim, await this.join(claim, slotId), decision);
    const { slot, occupied } = await this.open(claim, choice?.lead ?? null);
    return { ...seatIn(claim, slot, decision), opened: occupied };
  }

  /**
   * Before the locks, seats and busy times are two readings: a slot opened in between is busy in the second and not
   * yet to be joined in the first. Whoever could have joined it looks again.
   */
  private async whoCould(claim: Claim): Promise<Candidate[]> {
    try {
      return await this.choice.candidates(claim);
    } catch (error) {
      const shared = claim.bookable.calendar.appointmentsPerSlot > 1;
      if (!shared || !(error instanceof Problem) || !error.is(SlotTaken)) throw error;
      return this.choice.candidates(claim);
    }
  }

  private hostsToLock({ calendar, hosts }: Bookable, candidates: Candidate[]): string[] {
    if (calendar.type === 'collective') return hosts.map(({ userId }) => userId);
    return candidates.map(({ hostId }) => hostId);
  }

  /** The live slot a forced claim falls into, if there is one. Its seats stay as many as they were. */
  private async crowd(claim: Claim): Promise<string | null> {
    const { calendar } = claim.bookable;
    const lead = leaderOf(forcedHosts(claim));
    const span = { from: new Date(claim.start), to: new Date(claim.start + 1), which: 'all' as const };
    const open = await this.slots.open(calendar.accountId, calendar.id, span, this.clock.now());
    const slot = open.find(({ leadUserId }) => leadUserId === (lead?.userId ?? null));
    if (!slot) return null;
    if (slot.seatsTaken >= slot.capacity) {
      // It is shared from now on, so that no guest's name may stand in its meeting.
      await this.slots.update(calendar.accountId, slot.slotId, { topic: calendar.name });
    }
    return slot.slotId;
  }

  private async join(claim: Claim, slotId: string): Promise<SlotRow> {
    const slot = await this.slots.lock(claim.bookable.calendar.accountId, slotId);
    if (!slot?.live) throw SlotTaken('The slot was closed meanwhile.');
    if (claim.end !== undefined && claim.end !== slot.endsAt.getTime()) {
      throw SlotShared('A slot at that start stands already, with another end.');
    }
    return this.naming.byFirst(claim, slot);
  }

  private async open(claim: Claim, lead: Candidate | null): Promise<{ slot: SlotRow; occupied: BookableHost[] }> {
    const { calendar, hosts } = claim.bookable;
    const occupied = claim.forced ? forcedHosts(claim) : hosts.filter(({ userId }) => lead?.hostIds.includes(userId));
    const leader = leaderOf(occupied);
    const named = claim.openWith?.(claim.bookable, leader?.userId ?? null);
    const end = claim.end ?? lead?.end ?? claim.start + millisecondsOf(calendar.slotDuration);
    const slot: SlotRow = {
      id: randomUUID(),
      accountId: calendar.accountId,
      calendarId: calendar.id,
      leadUserId: leader?.userId ?? null,
      startsAt: new Date(claim.start),
      endsAt: new Date(end),
      capacity: calendar.appointmentsPerSlot,
      live: true,
      heldUntil: null,
      fallbackLocation: calendar.fallbackLocation,
      location: named?.location ?? calendar.fallbackLocation,
      topic: named?.topic ?? calendar.name,
      linkState: 'none',
      ...NO_LINK,
      version: 1,
      createdAt: this.clock.now(),
    };
    const span = {
      start: new Date(claim.start - millisecondsOf(calendar.preBuffer)),
      end: new Date(end + millisecondsOf(calendar.postBuffer)),
    };
    const ids = calendar.type === 'unassigned' ? [calendar.id] : occupied.map(({ userId }) => userId);
    const times: HostTime[] = ids.map((hostId, position) => ({ hostId, position, ...span }));
    try {
      await this.slots.insert(slot, times, claim.forced ?? false);
    } catch (error) {
      // The database's own guarantee: overlap, or a slot of the same identity.
      if (['23P01', '23505'].includes(sqlState(error) ?? '')) throw SlotTaken('Somebody else was faster.');
      throw error;
    }
    return { slot, occupied: leader ? [leader, ...occupied.filter((host) => host !== leader)] : [] };
  }
}

export const NO_LINK = {
  linkJoinUrl: null,
  linkZoomMeetingId: null,
  linkPasscode: null,
  linkParkedUntil: null,
  linkReason: null,
  linkUnmanaged: false,
};

/** The owner where there is one, else the first. */
function leaderOf(hosts: BookableHost[]): BookableHost | null {
  return hosts.find(({ isOwner }) => isOwner) ?? hosts[0] ?? null;
}

/** Whom a forced booking occupies: everybody a collective cannot do without, else the host asked for, or the first. */
function forcedHosts({ bookable: { calendar, hosts }, hostUserId, preferUserId }: Claim): BookableHost[] {
  if (calendar.type !== 'round_robin') return hosts.filter(({ optional }) => !optional);
  const wanted = hostUserId ?? preferUserId;
  return hosts.filter((host, position) => (wanted ? host.userId === wanted : position === 0));
}

/** Hours and limits may be overridden, not who is there to meet. */
function assertForceable(claim: Claim): void {
  const { calendar } = claim.bookable;
  if (!calendar.active) throw refusal('calendar-inactive');
  if (calendar.type !== 'unassigned' && forcedHosts(claim).length === 0) throw refusal('no-hosts');
}

/** The seat in a slot that stands, with what it costs its host. */
export function seatIn({ bookable: { calendar, hosts } }: Claim, slot: SlotRow, decision: Decision): Seat {
  const lead = hosts.find(({ userId }) => userId === slot.leadUserId);
  const makesLinks = isGroupType(calendar.type);
  return { slot, decision, opened: null, makesLinks, charge: lead ? chargeIn(calendar, lead.weight) : 0 };
}

function forcedDecision({ hostUserId }: Claim): Decision {
  return { chosenBy: hostUserId ? 'caller' : 'forced', strategy: null, ranked: [], heldBack: [] };
}
