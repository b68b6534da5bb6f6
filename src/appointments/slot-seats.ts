import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Candidate } from '#libs/slots';
import { BookableHost, isGroupType } from '../calendars';
import { Clock } from '../platform/clock';
import { sqlState } from '../platform/database';
import { SlotShared, SlotTaken } from './appointments.problems';
import { type Decision, chargeIn } from './assignment.rules';
import { millisecondsOf } from './calendar.rules';
import type { Claim, Seat } from './claim';
import { DiaryStore } from './diary.store';
import type { Choice } from './host-choice';
import { SlotNaming } from './slot-naming';
import { type NewSlot, SlotStore } from './slot.store';
import type { SlotRow } from './slot.entity';

/** A claim, and how it is served. */
export interface Taking {
  claim: Claim;
  /** Null for a forced claim, which asks nobody. */
  choice: Choice | null;
  /** What the slot it may open was called when several were planned together; others may join it by that name. */
  opens?: string;
}

/**
 * Sits claims down where it was decided, under the locks: in slots that stand, or in new ones. Several of one calendar
 * take as many statements as one.
 */
@Injectable()
export class SlotSeats {
  constructor(
    private readonly slots: SlotStore,
    private readonly diary: DiaryStore,
    private readonly naming: SlotNaming,
    private readonly clock: Clock,
  ) {}

  /** @returns a seat for each, in the order given @throws SlotTaken, SlotShared */
  async take(takings: Taking[]): Promise<Seat[]> {
    const crowds = await this.crowds(takings.flatMap(({ claim, choice }) => (choice ? [] : [claim])));
    const targets = takings.map(({ claim, choice }) => (choice ? choice.lead.joins : (crowds.get(claim) ?? null)));
    const standing = await this.join(takings, targets);
    const made = takings.map(({ claim, choice }, at) =>
      targets[at] === null ? this.newSlot(claim, choice?.lead ?? null) : null,
    );
    await this.open(made.flatMap((one) => one?.row ?? []));
    const planned = new Map(takings.map(({ opens }, at) => [opens, made[at]?.row.slot]));
    return takings.map(({ claim, choice }, at) => {
      const decision = choice?.decision ?? forcedDecision(claim);
      const opened = made[at];
      if (opened) return { ...seatIn(claim, opened.row.slot, decision), opened: opened.occupied };
      const target = targets[at] ?? '';
      const slot = standing.get(target) ?? planned.get(target);
      if (!slot) throw SlotTaken('The slot was closed meanwhile.');
      return seatIn(claim, slot, decision);
    });
  }

  /** @throws SlotTaken, SlotShared */
  async takeOne(taking: Taking): Promise<Seat> {
    const [seat] = (await this.take([taking])) as [Seat];
    return seat;
  }

  /** The live slots that forced claims fall into. Their seats stay as many as they were. */
  private async crowds(claims: Claim[]): Promise<Map<Claim, string>> {
    const found = new Map<Claim, string>();
    const [first] = claims;
    if (!first) return found;
    const { calendar } = first.bookable;
    const starts = claims.map(({ start }) => new Date(start));
    const open = await this.diary.openAt(calendar.accountId, calendar.id, starts, this.clock.now());
    const full: string[] = [];
    for (const claim of claims) {
      const lead = leaderOf(forcedHosts(claim))?.userId ?? null;
      const slot = open.find(({ start, leadUserId }) => start === claim.start && leadUserId === lead);
      if (!slot) continue;
      found.set(claim, slot.slotId);
      if (slot.seatsTaken >= slot.capacity) full.push(slot.slotId);
    }
    // They are shared from now on, so that no guest's name may stand in their meetings.
    if (full.length > 0) await this.slots.updateAll(calendar.accountId, full, { topic: calendar.name });
    return found;
  }

  /** Locks the slots that stand; those that others of the claims open are not there yet. */
  private async join(takings: Taking[], targets: (string | null)[]): Promise<Map<string, SlotRow>> {
    const planned = new Set(takings.map(({ opens }) => opens));
    const ids = [...new Set(targets)].filter((id) => id !== null && !planned.has(id)) as string[];
    const accountId = takings[0]?.claim.bookable.calendar.accountId;
    if (ids.length === 0 || accountId === undefined) return new Map();
    const rows = new Map((await this.slots.lockRows(accountId, ids)).map((row) => [row.id, row]));
    for (const [at, { claim }] of takings.entries()) {
      const id = targets[at];
      if (id === null || id === undefined || planned.has(id)) continue;
      const slot = rows.get(id);
      if (!slot?.live) throw SlotTaken('The slot was closed meanwhile.');
      if (claim.end !== undefined && claim.end !== slot.endsAt.getTime()) {
        throw SlotShared('A slot at that start stands already, with another end.');
      }
      rows.set(id, await this.naming.byFirst(claim, slot));
    }
    return rows;
  }

  private newSlot(claim: Claim, lead: Candidate | null): { row: NewSlot; occupied: BookableHost[] } {
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
      joinLinks: isGroupType(calendar.type) ? calendar.zoom.joinLinks : 'shared',
      linkSeriesId: calendar.appointmentsPerSlot > 1 ? null : (claim.linkSeriesId ?? null),
      version: 1,
      createdAt: this.clock.now(),
    };
    const blocked = {
      start: new Date(claim.start - millisecondsOf(calendar.preBuffer)),
      end: new Date(end + millisecondsOf(calendar.postBuffer)),
    };
    const hostIds = calendar.type === 'unassigned' ? [calendar.id] : occupied.map(({ userId }) => userId);
    const others = occupied.filter((host) => host !== leader);
    return {
      row: { slot, hostIds, blocked, forced: claim.forced ?? false },
      occupied: leader ? [leader, ...others] : [],
    };
  }

  private async open(made: NewSlot[]): Promise<void> {
    if (made.length === 0) return;
    try {
      await this.slots.insert(made);
    } catch (error) {
      // The database's own guarantee: overlap, or a slot of the same identity.
      if (['23P01', '23505'].includes(sqlState(error) ?? '')) throw SlotTaken('Somebody else was faster.');
      throw error;
    }
  }
}

export const NO_LINK = {
  linkJoinUrl: null,
  linkZoomMeetingId: null,
  linkPasscode: null,
  linkParkedUntil: null,
  linkReason: null,
  linkUnmanaged: false,
  linkPersonal: false,
};

/** The owner where there is one, else the first. */
function leaderOf(hosts: BookableHost[]): BookableHost | null {
  return hosts.find(({ isOwner }) => isOwner) ?? hosts[0] ?? null;
}

/** Whom a forced booking occupies: everybody a collective cannot do without, else the host asked for, or the first. */
export function forcedHosts({ bookable: { calendar, hosts }, hostUserId, preferUserId }: Claim): BookableHost[] {
  if (calendar.type !== 'round_robin') return hosts.filter(({ optional }) => !optional);
  const wanted = hostUserId ?? preferUserId;
  return hosts.filter((host, position) => (wanted ? host.userId === wanted : position === 0));
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
