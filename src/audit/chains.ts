import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Secrets } from '../platform/crypto';
import { HEAD_MAC, type Head, ROLL_MAC, type SignedHead, headParts } from './chain.rules';
import { ChainStore } from './chain.store';

/** What was signed here is not what stands there: nothing is built on it until a person has looked. */
export class BrokenChain extends Error {}

/** The heads of the chains and the count of them. Their signatures need a key that is not in the database. */
@Injectable()
export class Chains {
  constructor(
    private readonly store: ChainStore,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Begins the chain when the account has none. Called inside a transaction, which then has it alone. @throws BrokenChain */
  async lock(accountId: string): Promise<Head> {
    const head = (await this.store.lockHead(accountId)) ?? (await this.begin(accountId));
    if (!this.isGenuine(head)) throw new BrokenChain(`The head of the audit of ${accountId} is not one we signed.`);
    return head;
  }

  async advance(head: Head): Promise<void> {
    await this.store.putHead(this.signed(head, this.clock.now()));
  }

  isGenuine(head: SignedHead): boolean {
    return this.secrets.macMatches(head.mac, HEAD_MAC, ...headParts(head));
  }

  isGenuineRoll({ chains, mac }: { chains: number; mac: string }): boolean {
    return this.secrets.macMatches(mac, ROLL_MAC, chains);
  }

  /**
   * Signs heads and roll with the first key of SECRET_KEYS. Called inside a transaction.
   * @param whatever also what no key of ours has signed: only after a person has looked at it
   * @returns how many it signed, and how many it would not
   */
  async signAnew(whatever: boolean): Promise<{ signed: number; refused: number }> {
    const roll = await this.store.lockRoll();
    const ids = await this.store.chains();
    let refused = 0;
    for (const accountId of ids) {
      const head = await this.store.lockHead(accountId);
      if (head && (whatever || this.isGenuine(head))) await this.store.putHead(this.signed(head, head.sealedAt));
      else refused += 1;
    }
    if (whatever) await this.putRoll(ids.length);
    else if (roll && this.isGenuineRoll(roll)) await this.putRoll(roll.chains);
    else if (ids.length > 0) refused += 1;
    return { signed: ids.length + 1 - refused, refused };
  }

  private async begin(accountId: string): Promise<SignedHead> {
    const roll = await this.store.lockRoll();
    // Somebody else may have been faster.
    const head = await this.store.lockHead(accountId);
    if (head) return head;
    if (await this.store.isSealed(accountId)) throw new BrokenChain(`The audit of ${accountId} has lost its head.`);
    if (roll && !this.isGenuineRoll(roll)) throw new BrokenChain('The roll of audits is not one we signed.');
    const first = this.signed({ accountId, number: 0, hash: '' }, this.clock.now());
    await this.store.putHead(first);
    await this.putRoll((roll?.chains ?? 0) + 1);
    return first;
  }

  private signed({ accountId, number, hash }: Head, sealedAt: Date): SignedHead {
    const head = { accountId, number, hash, sealedAt };
    return { ...head, mac: this.secrets.mac(HEAD_MAC, ...headParts(head)) };
  }

  private async putRoll(chains: number): Promise<void> {
    await this.store.putRoll(chains, this.secrets.mac(ROLL_MAC, chains));
  }
}
