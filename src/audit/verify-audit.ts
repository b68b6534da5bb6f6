import { Clock } from '../platform/clock';
import { Secrets } from '../platform/crypto';
import { Database } from '../platform/database';
import type { Head } from './chain.rules';
import { ChainStore, type StoredEntry } from './chain.store';
import { Chains } from './chains';
import { ENTRY_MAC, textOf } from './entry.rules';
import { ChainWalk, type Finding, type Forgotten, type StoredParticulars, particularsFaults } from './verdict.rules';
import { VerifyStore } from './verify.store';

const PAGE = 1_000;

export interface Verdict {
  findings: Finding[];
  /** Where each chain ends: to be noted elsewhere, and given to a later verification. */
  heads: Head[];
  /** Entries that were looked at, those that wait for their seal included. */
  entries: number;
  unsealed: number;
}

/** Reads the whole audit, as it is at one moment, and says what is not as it was written. Changes nothing. */
export class VerifyAudit {
  constructor(
    private readonly store: VerifyStore,
    private readonly chain: ChainStore,
    private readonly chains: Chains,
    private readonly secrets: Secrets,
  ) {}

  /** @param noted heads that were written down elsewhere */
  run(noted: Head[] = []): Promise<Verdict> {
    return this.store.snapshot(async () => {
      const verdict: Verdict = { findings: [], heads: [], entries: 0, unsealed: 0 };
      const accounts = await this.store.accounts();
      for (const accountId of accounts) await this.account(accountId, noted, verdict);
      verdict.findings.push(...(await this.store.orphans()), ...(await this.rollFaults(verdict.heads.length)));
      const lost = noted.filter(({ accountId }) => !accounts.includes(accountId));
      verdict.findings.push(...lost.map(({ accountId, number }) => of(accountId, number, 'the whole audit is gone')));
      return verdict;
    });
  }

  private async account(accountId: string, noted: Head[], verdict: Verdict): Promise<void> {
    const forgotten = await this.store.forgotten(accountId);
    await this.sealed(await this.head(accountId, verdict), noted, forgotten, verdict);
    await this.through(
      (last) => this.chain.unsealed(accountId, last?.position ?? 0, PAGE),
      async (page) => {
        const forged = page.filter((entry) => !this.secrets.macMatches(entry.mac, ENTRY_MAC, textOf(entry)));
        const found = forged.map(({ id }) => ({ ...of(accountId, null, 'was not written by us'), entryId: id }));
        verdict.findings.push(...found, ...(await this.personal(accountId, page, forgotten)));
        verdict.entries += page.length;
        verdict.unsealed += page.length;
      },
    );
  }

  private async head(accountId: string, { findings, heads }: Verdict): Promise<Head> {
    const signed = await this.chain.head(accountId);
    if (!signed) {
      if (await this.chain.isSealed(accountId)) findings.push(of(accountId, null, 'the chain has lost its head'));
      return { accountId, number: 0, hash: '' };
    }
    const { number, hash } = signed;
    if (!this.chains.isGenuine(signed)) {
      findings.push(of(accountId, number, 'the head of the chain is not signed with a key we have'));
    }
    heads.push({ accountId, number, hash });
    return { accountId, number, hash };
  }

  private async sealed(head: Head, noted: Head[], forgotten: Forgotten, verdict: Verdict): Promise<void> {
    const { accountId } = head;
    const walk = new ChainWalk(head, noted);
    await this.through(
      (last) => this.store.sealed(accountId, last?.number ?? 0, PAGE),
      async (page) => {
        for (const entry of page) walk.step(entry);
        verdict.findings.push(...(await this.personal(accountId, page, forgotten)));
        verdict.entries += page.length;
      },
    );
    verdict.findings.push(...walk.end());
  }

  private async through(
    read: (last: StoredEntry | undefined) => Promise<StoredEntry[]>,
    look: (page: StoredEntry[]) => Promise<void>,
  ): Promise<void> {
    for (let page = await read(undefined); page.length > 0; page = await read(page.at(-1))) await look(page);
  }

  private async personal(accountId: string, page: StoredEntry[], forgotten: Forgotten): Promise<Finding[]> {
    const stored = new Map<string, StoredParticulars[]>();
    for (const one of await this.store.particulars(
      accountId,
      page.map(({ id }) => id),
    )) {
      stored.set(one.entryId, [...(stored.get(one.entryId) ?? []), one]);
    }
    return page.flatMap((entry) => {
      const faults = particularsFaults(entry, stored.get(entry.id) ?? [], forgotten);
      return faults.map((what) => ({ ...of(accountId, entry.number, what), entryId: entry.id }));
    });
  }

  private async rollFaults(chains: number): Promise<Finding[]> {
    const roll = (await this.chain.roll()) ?? null;
    if (roll === null) return chains === 0 ? [] : [of(null, null, 'the roll of chains is gone')];
    if (!this.chains.isGenuineRoll(roll))
      return [of(null, null, 'the roll of chains is not signed with a key we have')];
    if (roll.chains === chains) return [];
    return [of(null, null, `there are ${chains} chains where there were ${roll.chains}`)];
  }
}

function of(accountId: string | null, number: number | null, what: string): Finding {
  return { accountId, number, entryId: null, what };
}

/** For programs that run beside the application. */
export function auditVerifier(db: Database, secrets: Secrets): VerifyAudit {
  const chain = new ChainStore(db);
  return new VerifyAudit(new VerifyStore(db), chain, new Chains(chain, secrets, new Clock()), secrets);
}
