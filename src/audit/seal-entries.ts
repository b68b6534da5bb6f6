import { Injectable } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Secrets } from '../platform/crypto';
import { Database } from '../platform/database';
import { HandlesJob, type JobHandler, defineJob } from '../platform/jobs';
import { type Head, extended } from './chain.rules';
import { ChainStore, type StoredEntry } from './chain.store';
import { Chains } from './chains';
import { ENTRY_MAC, textOf } from './entry.rules';

/** Entries sealed by one transaction. */
const BATCH = 1_000;

export const SealEntries = defineJob<{ accountId: string }>('audit.seal-entries', { maxAttempts: 3 });

/**
 * Puts an account's waiting entries at the end of its chain. An entry whose transaction was late gets the next number,
 * whenever it was written: what is sealed never moves.
 */
@Injectable()
@HandlesJob(SealEntries)
export class SealEntriesJob implements JobHandler<{ accountId: string }> {
  constructor(
    private readonly db: Database,
    private readonly store: ChainStore,
    private readonly chains: Chains,
    private readonly secrets: Secrets,
    private readonly log: PinoLogger,
  ) {}

  /** @throws BrokenChain */
  async run({ accountId }: { accountId: string }): Promise<void> {
    for (let after: number | undefined = 0; after !== undefined;) {
      after = await this.sealBatch(accountId, after);
    }
  }

  /** @returns the position to go on after, while there may be more */
  private async sealBatch(accountId: string, after: number): Promise<number | undefined> {
    const { waiting, sealed } = await this.db.transaction(async () => {
      const head = await this.chains.lock(accountId);
      const waiting = await this.store.unsealed(accountId, after, BATCH);
      return { waiting, sealed: await this.seal(head, waiting) };
    });
    // Whoever keeps the logs elsewhere can tell later that nothing was cut off behind this.
    if (sealed) this.log.info({ audit: sealed }, 'audit sealed');
    return waiting.length < BATCH ? undefined : waiting.at(-1)?.position;
  }

  private async seal(head: Head, waiting: StoredEntry[]): Promise<Head | null> {
    const genuine = waiting.filter((entry) => this.secrets.macMatches(entry.mac, ENTRY_MAC, textOf(entry)));
    const forged = waiting.filter((entry) => !genuine.includes(entry)).map(({ id }) => id);
    if (forged.length > 0) this.log.error({ accountId: head.accountId, forged }, 'audit entries that are not ours');
    if (genuine.length === 0) return null;
    const { links, head: next } = extended(head, genuine);
    await this.store.seal(head.accountId, links);
    await this.chains.advance(next);
    return next;
  }
}
