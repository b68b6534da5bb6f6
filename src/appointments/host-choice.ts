import { Injectable } from '@nestjs/common';
import {
  Availability,
  Candidate,
  Distribution,
  Reason,
  Standing,
  heldBackHosts,
  isTaken,
  offerAt,
  rankHosts,
} from '#libs/slots';
import { AppointmentStore } from './appointment.store';
import { CalendarInactive, SlotNotOffered, SlotTaken } from './appointments.problems';
import { ChosenBy, Decision, chooses } from './assignment.rules';
import { AvailabilityReader } from './availability.reader';
import { UNLIMITED } from './calendar.rules';
import type { Claim } from './claim';
import { HostStandings } from './host-standings';

/** A way to serve a claim, and why this one. */
export interface Choice {
  lead: Candidate;
  decision: Decision;
}

/** Decides who hosts, in the order of docs/assignment.md: the same rows give the same answer. */
@Injectable()
export class HostChoice {
  constructor(
    private readonly reader: AvailabilityReader,
    private readonly standings: HostStandings,
    private readonly appointments: AppointmentStore,
  ) {}

  /**
   * Everybody who could serve the claim, in membership order; only the host it names, when it names one.
   * @throws SlotNotOffered, SlotTaken, CalendarInactive when nobody can
   */
  async candidates(claim: Claim, standings?: Standing[]): Promise<Candidate[]> {
    const { start, end, hostUserId, exceptUserIds, ignoreInactive, leaving } = claim;
    const availability = await this.reader.read(
      claim.bookable,
      { start, end: Math.max(start + 1, end ?? 0) },
      { leaving: leaving?.seat, ignoreInactive, standings, evenAhead: evenAhead(claim) },
    );
    const offer = offerAt(asClaimed(availability, claim), start);
    if (!offer.offered) throw refusal(offer.reason);
    const candidates = offer.candidates.filter(
      ({ hostId }) => !exceptUserIds?.includes(hostId) && (!hostUserId || hostId === hostUserId),
    );
    if (candidates.length === 0) throw SlotTaken('This host is not free then.');
    return candidates;
  }

  /**
   * Under the locks of the calendar and of the hosts `locked`.
   * @throws SlotNotOffered, SlotTaken, CalendarInactive
   */
  async choose(claim: Claim, locked: string[]): Promise<Choice> {
    const { calendar, hosts } = claim.bookable;
    const standings = chooses(calendar, hosts) ? await this.standings.forDecision(claim.bookable) : undefined;
    const candidates = (await this.candidates(claim, standings)).filter(({ hostId }) => locked.includes(hostId));
    const { distribution } = calendar;
    const limits = claim.exceptUserIds ? { ...distribution, maxLead: Infinity } : distribution;
    const ranking = standings ? rankingOf(limits, candidates, standings) : unranked(candidates);
    const { hostId, chosenBy } = await this.pick(claim, candidates, ranking);
    const lead = candidates.find((candidate) => candidate.hostId === hostId);
    if (!lead) throw SlotTaken('Nobody is free then any more.');
    return { lead, decision: { chosenBy, ...ranking } };
  }

  private async pick(
    claim: Claim,
    candidates: Candidate[],
    { ranked }: Ranking,
  ): Promise<{ hostId: string | undefined; chosenBy: ChosenBy }> {
    const { hostUserId, preferUserId } = claim;
    if (hostUserId) return { hostId: hostUserId, chosenBy: 'caller' };
    if (preferUserId && candidates.some(({ hostId }) => hostId === preferUserId)) {
      return { hostId: preferUserId, chosenBy: 'kept' };
    }
    const [first] = ranked;
    if (claim.bookable.calendar.type === 'collective') return { hostId: first?.hostId, chosenBy: 'owner' };
    const hostId = await this.stickyHost(claim);
    if (hostId !== null && ranked.some((candidate) => candidate.hostId === hostId)) {
      return { hostId, chosenBy: 'sticky' };
    }
    return { hostId: first?.hostId, chosenBy: ranked.length === 1 ? 'only' : 'distribution' };
  }

  /** Whom a returning contact had last; null where that makes no difference. */
  private async stickyHost({ bookable: { calendar, hosts }, contactId }: Claim): Promise<string | null> {
    if (!calendar.stickyContact || contactId === undefined || !chooses(calendar, hosts)) return null;
    return this.appointments.lastHostOf(calendar.accountId, calendar.id, contactId);
  }
}

/** Whom a lead does not keep from serving it. */
function evenAhead({ bookable: { hosts }, hostUserId, preferUserId, exceptUserIds }: Claim): string[] {
  if (exceptUserIds) return hosts.map(({ userId }) => userId);
  return [hostUserId, preferUserId].flatMap((userId) => userId ?? []);
}

type Ranking = Omit<Decision, 'chosenBy'>;

function rankingOf(distribution: Distribution, candidates: Candidate[], standings: Standing[]): Ranking {
  const { ranked } = rankHosts(distribution, candidates, standings);
  const heldBack = [...heldBackHosts(distribution, standings)].map(([hostId, lead]) => ({ hostId, lead }));
  return { strategy: distribution.strategy, ranked, heldBack };
}

/** There is nobody to choose from. */
function unranked(candidates: Candidate[]): Ranking {
  return { strategy: null, ranked: candidates.map(({ hostId }) => ({ hostId, aheadBy: null })), heldBack: [] };
}

/** A staff booking with an end of its own asks for that length; a start that stays has no notice or window to keep. */
function asClaimed(availability: Availability, { start, end, keepsStart }: Claim): Availability {
  const { calendar } = availability;
  const length = end === undefined ? {} : { slotDuration: end - start };
  return { ...availability, calendar: { ...calendar, ...length, ...(keepsStart ? UNLIMITED : {}) } };
}

/** Guests are refused, too: what keeps a host away is for the team, who may ask `explain`. */
const TOLD: Partial<Record<Reason, Reason>> = { 'time-off': 'outside-hours', 'busy-elsewhere': 'busy' };

export function refusal(found: Reason) {
  const reason = TOLD[found] ?? found;
  if (reason === 'calendar-inactive') return CalendarInactive('The calendar takes no bookings now.');
  if (isTaken(reason)) return SlotTaken('The slot was taken; choose another.', { members: { reason } });
  return SlotNotOffered(`The calendar does not offer this start: ${reason}.`, { members: { reason } });
}
