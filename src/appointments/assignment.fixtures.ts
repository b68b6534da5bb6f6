import type { Balance, EntryKind } from './assignment.rules';

/** What of an entry of the ledger adds up. */
export interface Entry {
  hostId: string;
  kind: EntryKind;
  load: number;
  /** Epoch ms. */
  at: number;
}

export type Sum = Omit<Balance, 'hostId' | 'inWindow' | 'held' | 'heldAt'>;

/** What the entries of a calendar add up to, by host: the database's trigger told a second time. */
export function balancesOf(entries: readonly Entry[]): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const entry of entries) addTo(sums, entry);
  return sums;
}

export function addTo(sums: Map<string, Sum>, { hostId, kind, load, at }: Entry): void {
  const before = sums.get(hostId) ?? { member: true, load: 0, assigned: 0, credited: 0, owed: 0, turnAt: null };
  const sum = { ...before, load: before.load + load };
  if (kind === 'joined' || kind === 'left') sum.member = kind === 'joined';
  if (kind === 'joined') sum.owed = 0;
  if (kind === 'assigned') {
    sum.assigned += 1;
    if (sum.owed > 0) sum.owed -= 1;
    else sum.turnAt = at;
  }
  if (kind === 'credited') {
    sum.credited += 1;
    sum.owed += 1;
  }
  sums.set(hostId, sum);
}
