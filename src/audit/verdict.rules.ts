import { Head, hashOf } from './chain.rules';
import type { StoredEntry } from './chain.store';
import { digestOf, type PartDigest } from './entry.rules';

/** Something that is not as it was written. */
export interface Finding {
  /** Null: of the audit as a whole. */
  accountId: string | null;
  /** Its place in the chain; null when it has none. */
  number: number | null;
  entryId: string | null;
  what: string;
}

/** Particulars as they are stored. */
export interface StoredParticulars {
  entryId: string;
  part: string;
  personId: string | null;
  salt: string;
  content: string;
}

/** Of each person who was forgotten, and each entry whose values were: the last entry that says so; Infinity while it is not sealed. */
export type Forgotten = ReadonlyMap<string, number>;

/** Walks along one chain, in the order of its numbers, and says where it is broken. */
export class ChainWalk {
  /** The last entry seen, as it is stored. */
  private last: { number: number; hash: string } = { number: 0, hash: '' };
  readonly findings: Finding[] = [];
  private readonly noted: Head[];

  /**
   * @param head how far the chain must go
   * @param noted heads that were written down elsewhere and must lie in it
   */
  constructor(
    private readonly head: Head,
    noted: Head[] = [],
  ) {
    this.noted = noted.filter(({ accountId }) => accountId === head.accountId);
  }

  step(entry: StoredEntry): void {
    const number = entry.number ?? 0;
    const hash = entry.hash ?? '';
    if (number > this.head.number) this.find(entry, 'stands behind the head of the chain');
    if (number > this.last.number + 1) this.findGap(this.last.number + 1, number - 1);
    // After a gap nobody knows what it follows.
    const follows = number === this.last.number + 1;
    if (follows && hashOf(this.last.hash, number, entry) !== hash) {
      this.find(entry, 'is not what was sealed, or follows another entry');
    }
    this.compareNoted(number, hash);
    this.last = { number, hash };
  }

  end(): Finding[] {
    const { number, hash } = this.last;
    if (number < this.head.number) this.findGap(number + 1, this.head.number);
    else if (number === this.head.number && hash !== this.head.hash) {
      this.findings.push(this.at(number, 'the chain does not end in its head'));
    }
    for (const { number: beyond } of this.noted.filter(({ number }) => number > this.last.number)) {
      this.findings.push(this.at(beyond, 'the chain does not reach the head that was noted'));
    }
    return this.findings;
  }

  private compareNoted(number: number, hash: string): void {
    const differs = this.noted.some((noted) => noted.number === number && noted.hash !== hash);
    if (differs) this.findings.push(this.at(number, 'is not the head that was noted'));
  }

  private find({ id, number }: StoredEntry, what: string): void {
    this.findings.push({ ...this.at(number, what), entryId: id });
  }

  private findGap(first: number, last: number): void {
    const what = first === last ? 'is missing' : `and all up to ${last} are missing`;
    this.findings.push(this.at(first, what));
  }

  private at(number: number | null, what: string): Finding {
    return { accountId: this.head.accountId, number, entryId: null, what };
  }
}

/** What is wrong with an entry's particulars. Those of somebody forgotten since may be gone, and values that were; no others. */
export function particularsFaults(entry: StoredEntry, stored: StoredParticulars[], forgotten: Forgotten): string[] {
  const listed = JSON.parse(entry.particulars) as PartDigest[];
  const faults = listed.flatMap(({ part, personId, digest }) => {
    const found = stored.find((candidate) => candidate.part === part);
    if (found) {
      const same = found.personId === personId && digestOf(found.salt, found.content) === digest;
      return same ? [] : [`the particulars of its ${part} are not what was written`];
    }
    const whose = part === 'values' ? [personId, entry.id] : [personId];
    const mayBeGone = whose.some((id) => id !== null && (forgotten.get(id) ?? 0) > (entry.number ?? 0));
    return mayBeGone ? [] : [`the particulars of its ${part} are gone, and nobody was forgotten`];
  });
  const added = stored.filter(({ part }) => !listed.some((one) => one.part === part));
  return [...faults, ...added.map(({ part }) => `it has got particulars of its ${part} that were never written`)];
}
