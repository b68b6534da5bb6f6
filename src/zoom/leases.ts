import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Signals } from '../platform/signals';
import { LeaseStore } from './lease.store';

/** Longer than a token refresh and a request with their timeouts (10 s each). */
const LEASE_SECONDS = 45;
/** A waiter looks again at least this often, should the signal get lost. */
const POLL_MS = 250;

/** Another process has the lease: whatever we learnt since may be outdated. */
export class LeaseLost extends Error {}

const topicOf = (zoomUserId: string) => `zoom-lease ${zoomUserId}`;

/** The right to be the only one who talks to Zoom for a Zoom user. */
export class Lease {
  private readonly token = randomUUID();

  constructor(
    readonly zoomUserId: string,
    private readonly store: LeaseStore,
    private readonly signals: Signals,
  ) {}

  /** @returns 0 when it is ours, else the milliseconds it still belongs to another */
  take(): Promise<number> {
    return this.store.take(this.zoomUserId, this.token, LEASE_SECONDS);
  }

  /** Before every request. @throws LeaseLost */
  async renew(): Promise<void> {
    if (!(await this.store.renew(this.zoomUserId, this.token, LEASE_SECONDS))) throw new LeaseLost();
  }

  /** In the transaction that writes down what Zoom answered. @throws LeaseLost */
  async hold(): Promise<void> {
    if (!(await this.store.hold(this.zoomUserId, this.token))) throw new LeaseLost();
  }

  async release(): Promise<void> {
    await this.store.give(this.zoomUserId, this.token);
    await this.signals.send(topicOf(this.zoomUserId));
  }
}

@Injectable()
export class Leases {
  constructor(
    private readonly store: LeaseStore,
    private readonly signals: Signals,
  ) {}

  /** Takes the lease, waiting for it up to `waitMs`. @returns it, or the milliseconds it still belongs to another */
  async take(zoomUserId: string, waitMs = 0): Promise<Lease | number> {
    const lease = new Lease(zoomUserId, this.store, this.signals);
    const deadline = performance.now() + waitMs;
    for (;;) {
      const left = await lease.take();
      if (left === 0) return lease;
      const patience = deadline - performance.now();
      if (patience <= 0) return left;
      await this.signals.wait(topicOf(zoomUserId), Math.min(patience, left, POLL_MS));
    }
  }
}
