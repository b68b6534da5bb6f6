import { Injectable } from '@nestjs/common';
import { FULL_LOAD, type Criterion, type Distribution, heldBackHosts } from '#libs/slots';
import { type BookableHost, Calendars } from '../calendars';
import { People, type Principal } from '../identity';
import type { ChosenBy, EntryReason } from './assignment.rules';
import { type Balance, standingsOf } from './assignment.rules';
import { AssignmentStore } from './assignment.store';
import { HostStandings } from './host-standings';
import { StaffAppointments } from './staff-appointments';

interface HostJson {
  userId: string;
  name: string;
}

export interface AssignmentJson {
  appointmentId: string;
  /** Null for a calendar without hosts. */
  host: HostJson | null;
  /** Null for what was booked before this was kept. */
  chosenBy: ChosenBy | null;
  reason: EntryReason | null;
  at: string | null;
  strategy: Distribution['strategy'] | null;
  ranked: (HostJson & { aheadBy: Criterion | null })[];
  heldBack: (HostJson & { lead: number })[];
}

interface StandingJson extends HostJson {
  /** False for those who hosted once and have left. */
  member: boolean;
  priority: BookableHost['priority'] | null;
  weight: number | null;
  assigned: number;
  credited: number;
  /** Appointments that count: assigned, less credited. */
  balance: number;
  /** What `equal` compares, in assignments of weight 100. */
  load: number;
  turnsOwed: number;
  lastTurnAt: string | null;
  inWindow: number;
  held: number;
  /** By how much they are too far ahead to be offered; null when they aren't. */
  heldBack: number | null;
}

export interface AssignmentsJson extends Distribution {
  calendarId: string;
  window: string;
  hosts: StandingJson[];
}

/** Shows why appointments have the hosts they have, and how hosts stand. */
@Injectable()
export class ShowAssignments {
  constructor(
    private readonly appointments: StaffAppointments,
    private readonly ledger: AssignmentStore,
    private readonly standings: HostStandings,
    private readonly calendars: Calendars,
    private readonly people: People,
  ) {}

  /** @throws NotFound, also for what others host */
  async ofAppointment(who: Principal, id: string): Promise<AssignmentJson> {
    const { accountId } = who;
    await this.appointments.visible(who, id);
    const made = await this.ledger.decided(accountId, id);
    const { chosenBy = null, strategy = null, ranked = [], heldBack = [] } = made?.decision ?? {};
    const ids = [...ranked, ...heldBack].map(({ hostId }) => hostId);
    const named = await this.names(accountId, made ? [made.hostId, ...ids] : []);
    return {
      appointmentId: id,
      host: made ? named(made.hostId) : null,
      chosenBy,
      reason: made?.reason ?? null,
      at: made?.at.toISOString() ?? null,
      strategy,
      ranked: ranked.map(({ hostId, aheadBy }) => ({ ...named(hostId), aheadBy })),
      heldBack: heldBack.map(({ hostId, lead }) => ({ ...named(hostId), lead })),
    };
  }

  /** Members in their order, then those who have left. @throws NotFound */
  async ofCalendar({ accountId }: Principal, calendarId: string): Promise<AssignmentsJson> {
    const { calendar, hosts } = await this.calendars.forBooking(accountId, calendarId);
    const balances = await this.standings.balances(calendar);
    const members = standingsOf(calendar, hosts, balances);
    const held = heldBackHosts(calendar.distribution, calendar.type === 'round_robin' ? members : []);
    const former = balances.filter(({ hostId }) => !hosts.some(({ userId }) => userId === hostId));
    const named = await this.names(accountId, [
      ...hosts.map(({ userId }) => userId),
      ...former.map(({ hostId }) => hostId),
    ]);
    const here = hosts.map(({ userId, priority, weight }, i) => ({
      ...named(userId),
      ...{ member: true, priority, weight },
      ...sums(balances.find(({ hostId }) => hostId === userId)),
      load: (members[i]?.load ?? 0) / FULL_LOAD,
      heldBack: held.get(userId) ?? null,
    }));
    const gone = former.map((balance) => ({
      ...named(balance.hostId),
      ...{ member: false, priority: null, weight: null },
      ...sums(balance),
      load: balance.load / FULL_LOAD,
      heldBack: null,
    }));
    return { calendarId, ...calendar.distribution, hosts: [...here, ...gone] };
  }

  private async names(accountId: string, userIds: string[]): Promise<(userId: string) => HostJson> {
    const people = await this.people.inAccount(accountId, [...new Set(userIds)], { deletedToo: true });
    const names = new Map(people.map(({ userId, name }) => [userId, name]));
    return (userId) => ({ userId, name: names.get(userId) ?? '' });
  }
}

function sums(balance: Balance | undefined) {
  const { assigned = 0, credited = 0, owed = 0, turnAt = null, inWindow = 0, held = 0 } = balance ?? {};
  const lastTurnAt = turnAt === null ? null : new Date(turnAt).toISOString();
  return { assigned, credited, balance: assigned - credited, turnsOwed: owed, lastTurnAt, inWindow, held };
}
