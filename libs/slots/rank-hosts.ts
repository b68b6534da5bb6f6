/** Who gets an appointment. The order of criteria is documented, and the same rows always give the same answer. */

export type Priority = 'high' | 'medium' | 'low';

export interface Distribution {
  /**
   * `availability`: priority, a slot begun, a turn given back, longest without, fewest in the window, membership.
   * `equal`: a slot begun, load, priority, longest without, fewest in the window, membership; hosts too far ahead are
   * held back.
   */
  strategy: 'availability' | 'equal';
  /** By how many assignments (of weight 100) a host of an `equal` calendar may be ahead of the least loaded. */
  maxLead: number;
}

/** What the ledger says of a member. */
export interface Standing {
  hostId: string;
  priority: Priority;
  /** 100 is a full share; 0 gets nothing in `equal`, and nothing is said by it in `availability`. */
  weight: number;
  /** When they last had their turn, epoch ms; null for never. */
  lastTurnAt: number | null;
  /** Turns given back by credits and not yet made up. */
  owed: number;
  assignedInWindow: number;
  /** What `equal` balances: the charges of all assignments, credits taken off. */
  load: number;
}

/** What an assignment adds to the load of a host of weight 100. Loads are whole numbers, so that ties are exact. */
export const FULL_LOAD = 1_000_000;

/** What an assignment adds to the load of a host of this weight. */
export function chargeOf(weight: number): number {
  return weight > 0 ? Math.round((FULL_LOAD * 100) / weight) : 0;
}

/** What put a host before the next one. */
export type Criterion =
  'slot-begun' | 'load' | 'priority' | 'credit' | 'longest-without' | 'fewest-in-window' | 'membership';

export interface Ranking {
  /** Best first; the last one is ahead of nobody. */
  ranked: { hostId: string; aheadBy: Criterion | null }[];
  /** `lead`: by how many assignments of weight 100. */
  heldBack: { hostId: string; lead: number }[];
}

interface Entry {
  standing: Standing;
  position: number;
  /** Has a slot open at this start, and nobody of higher priority is there to take it. */
  fills: boolean;
  joins: boolean;
  load: number;
}

type Rule = [Criterion, (entry: Entry) => number];

const PRIORITIES: Record<Priority, number> = { high: 0, medium: 1, low: 2 };

const BY_PRIORITY: Rule = ['priority', ({ standing }) => PRIORITIES[standing.priority]];
const BY_LOAD: Rule = ['load', ({ load }) => load];
const BY_FILLING: Rule = ['slot-begun', ({ fills }) => (fills ? 0 : 1)];
const BY_JOINING: Rule = ['slot-begun', ({ joins }) => (joins ? 0 : 1)];
const BY_CREDIT: Rule = ['credit', ({ standing }) => -standing.owed];
const TIES: Rule[] = [
  ['longest-without', ({ standing }) => standing.lastTurnAt ?? -Infinity],
  ['fewest-in-window', ({ standing }) => standing.assignedInWindow],
  ['membership', ({ position }) => position],
];

const RULES: Record<Distribution['strategy'], Rule[]> = {
  availability: [BY_PRIORITY, BY_JOINING, BY_CREDIT, ...TIES],
  equal: [BY_FILLING, BY_LOAD, BY_PRIORITY, BY_JOINING, ...TIES],
};

/**
 * Orders the candidates of a start (offerAt) by the calendar's distribution. `standings` are all its members in
 * membership order, candidates or not. RangeError for a candidate who is none of them.
 */
export function rankHosts(
  distribution: Distribution,
  candidates: readonly { hostId: string; joins: string | null }[],
  standings: readonly Standing[],
): Ranking {
  const leads = heldBackHosts(distribution, standings);
  const heldBack = candidates.flatMap(({ hostId }) => {
    const lead = leads.get(hostId);
    return lead === undefined ? [] : [{ hostId, lead }];
  });
  const entries = entriesOf(
    candidates.filter(({ hostId }) => !leads.has(hostId)),
    standings,
  );
  const rules = RULES[distribution.strategy];
  entries.sort((a, b) => deciding(rules, a, b)?.difference ?? 0);
  const ranked = entries.map((entry, i) => {
    const next = entries[i + 1];
    return { hostId: entry.standing.hostId, aheadBy: next ? (deciding(rules, entry, next)?.criterion ?? null) : null };
  });
  return { ranked, heldBack };
}

/**
 * The members whom `equal` doesn't offer for now, with how far each is ahead of the least loaded. Marking them
 * `heldBack` in the availability keeps what is offered and what is bookable the same.
 */
export function heldBackHosts(distribution: Distribution, standings: readonly Standing[]): Map<string, number> {
  const held = new Map<string, number>();
  if (distribution.strategy !== 'equal') return held;
  const least = Math.min(...standings.map(loadOf));
  for (const standing of standings) {
    const load = loadOf(standing);
    const lead = (load - least) / FULL_LOAD;
    if (load === Infinity || lead > distribution.maxLead) held.set(standing.hostId, lead);
  }
  return held;
}

function loadOf({ load, weight }: Standing): number {
  return weight > 0 ? load : Infinity;
}

function entriesOf(
  candidates: readonly { hostId: string; joins: string | null }[],
  standings: readonly Standing[],
): Entry[] {
  const entries = candidates.map(({ hostId, joins }) => {
    const position = standings.findIndex((standing) => standing.hostId === hostId);
    const standing = standings[position];
    if (!standing) throw new RangeError(`No standing for host ${hostId}`);
    return { standing, position, joins: joins !== null, fills: false, load: loadOf(standing) };
  });
  const highest = Math.min(...entries.map(({ standing }) => PRIORITIES[standing.priority]));
  for (const entry of entries) entry.fills = entry.joins && PRIORITIES[entry.standing.priority] === highest;
  return entries;
}

function deciding(rules: readonly Rule[], a: Entry, b: Entry): { criterion: Criterion; difference: number } | null {
  for (const [criterion, value] of rules) {
    const [left, right] = [value(a), value(b)];
    if (left !== right) return { criterion, difference: left < right ? -1 : 1 };
  }
  return null;
}
