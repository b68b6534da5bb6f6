import { type Criterion, type Distribution, type Standing, chargeOf } from '#libs/slots';
import type { BookableHost, CalendarRow } from '../calendars';

/**
 * `assigned` and `credited` count; `kept` says that a move left the host; `joined` and `left` are members who came and
 * went since the last decision.
 */
export type EntryKind = 'joined' | 'left' | 'assigned' | 'kept' | 'credited';

export type EntryReason =
  | 'joined'
  | 'returned'
  | 'left'
  | 'booked'
  | 'rescheduled'
  | 'reassigned'
  | 'revived'
  | 'unmarked'
  | 'cancelled'
  | 'invalid'
  | 'noshow';

/** What settled who hosts an appointment: docs/assignment.md. */
export type ChosenBy = 'distribution' | 'caller' | 'kept' | 'sticky' | 'only' | 'owner' | 'forced' | 'hold' | 'series';

/** Who could have served a start, best first; the last is ahead of nobody. */
export type Ranked = { hostId: string; aheadBy: Criterion | null }[];

/** Why this host. */
export interface Decision {
  chosenBy: ChosenBy;
  /** Null where the calendar has nobody to choose from. */
  strategy: Distribution['strategy'] | null;
  ranked: Ranked;
  /** Members too far ahead to be offered then; `lead` in assignments of weight 100. */
  heldBack: { hostId: string; lead: number }[];
}

/** What the ledger says of a host, and the holds that will be in it if they are booked. */
export interface Balance {
  hostId: string;
  /** Whether they were a member at the last decision. */
  member: boolean;
  load: number;
  assigned: number;
  credited: number;
  owed: number;
  /** Epoch ms. */
  turnAt: number | null;
  inWindow: number;
  /** Live holds in slots they lead. */
  held: number;
  /** When the last of these was made, epoch ms. */
  heldAt: number | null;
}

/** Whether there is anything to choose. */
export function chooses(calendar: CalendarRow, hosts: readonly BookableHost[]): boolean {
  return calendar.type === 'round_robin' && hosts.length > 1;
}

/** What an assignment adds to this host's load: only `equal` charges, so that a calendar that turns to it starts level. */
export function chargeIn({ type, distribution }: CalendarRow, weight: number): number {
  return type === 'round_robin' && distribution.strategy === 'equal' ? chargeOf(weight) : 0;
}

/** The members as the ranking reads them, in membership order. A hold counts like the booking it will be. */
export function standingsOf(
  calendar: CalendarRow,
  hosts: readonly BookableHost[],
  balances: readonly Balance[],
): Standing[] {
  const start = startingLoad(hosts, balances);
  return hosts.map(({ userId, priority, weight }) => {
    const found = balances.find(({ hostId }) => hostId === userId);
    const { owed = 0, turnAt = null, held = 0, heldAt = null, inWindow = 0 } = found ?? {};
    const comes = found?.member !== true;
    const load = comes ? Math.max(start, found?.load ?? 0) : found.load;
    const left = comes ? 0 : owed;
    return {
      hostId: userId,
      priority,
      weight,
      lastTurnAt: held > left ? heldAt : turnAt,
      owed: Math.max(0, left - held),
      assignedInWindow: inWindow + held,
      load: load + held * chargeIn(calendar, weight),
    };
  });
}

/** A standing as the next assignment leaves it. */
export function withAssignment(calendar: CalendarRow, standing: Standing, at: number): Standing {
  const { owed, lastTurnAt, assignedInWindow, load, weight } = standing;
  return {
    ...standing,
    lastTurnAt: owed > 0 ? lastTurnAt : at,
    owed: Math.max(0, owed - 1),
    assignedInWindow: assignedInWindow + 1,
    load: load + chargeIn(calendar, weight),
  };
}

export interface RollEntry {
  hostId: string;
  kind: 'joined' | 'left';
  reason: 'joined' | 'returned' | 'left';
  load: number;
}

/**
 * Who came and went since the last decision, by host. Whoever comes starts level with the least loaded member, so that
 * they neither get everything nor hold everybody else back.
 */
export function rollCall(hosts: readonly BookableHost[], balances: readonly Balance[]): RollEntry[] {
  const start = startingLoad(hosts, balances);
  const known = new Map(balances.map((balance) => [balance.hostId, balance]));
  const here = new Set(hosts.map(({ userId }) => userId));
  const coming = hosts
    .filter(({ userId }) => known.get(userId)?.member !== true)
    .map(({ userId: hostId }): RollEntry => {
      const before = known.get(hostId);
      const load = Math.max(start, before?.load ?? 0) - (before?.load ?? 0);
      // Only a hold speaks of a host who never was in the ledger.
      const reason = before && (before.assigned > 0 || before.credited > 0) ? 'returned' : 'joined';
      return { hostId, kind: 'joined', reason, load };
    });
  const leaving = balances
    .filter(({ hostId, member }) => member && !here.has(hostId))
    .map(({ hostId }): RollEntry => ({ hostId, kind: 'left', reason: 'left', load: 0 }));
  return [...coming, ...leaving].sort((a, b) => (a.hostId < b.hostId ? -1 : 1));
}

/** The least load of those who were members before and still are. */
function startingLoad(hosts: readonly BookableHost[], balances: readonly Balance[]): number {
  const here = new Set(hosts.map(({ userId }) => userId));
  const loads = balances.filter(({ hostId, member }) => member && here.has(hostId)).map(({ load }) => load);
  return loads.length > 0 ? Math.min(...loads) : 0;
}
