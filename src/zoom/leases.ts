import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Signals } from '../platform/signals';
import { LeaseStore } from './lease.store';
import type { ConnectionRow } from './zoom-connection.entity';

/** Longer than a token refresh and a request with their timeouts (10 s each). */
const LEASE_SECONDS = 45;
/** A waiter looks again at least this often, should the signal get lost. */
const POLL_MS = 250;

/** Another process has the lease: whatever we learnt since may be outdated. */
export class LeaseLost extends Error {}

const topicOf = (zoomUserId: string) => `zoom-lease ${zoomUserId}`;

/** The right to be the only one who talks to Zoom for a Zoom user. */
export class Lease {
  constructor(
    readonly zoomUserId: string,
    private readonly store: LeaseStore,
    private readonly signals: Signals,
    private readonly token: string,
  ) {}

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
    const token = randomUUID();
    const deadline = performance.now() + waitMs;
    for (;;) {
      const left = await this.store.take(zoomUserId, token, LEASE_SECONDS);
      if (left === 0) return new Lease(zoomUserId, this.store, this.signals, token);
      const patience = deadline - performance.now();
      if (patience <= 0) return left;
      await this.signals.wait(topicOf(zoomUserId), Math.min(patience, left, POLL_MS));
    }
  }

  /**
   * The lease of a person's Zoom user, with the connection as it is under it, or the milliseconds it still belongs to
   * another. @returns null without a connection; no lease when it needs its user
   */
  async open(userId: string): Promise<{ lease: Lease | number | null; connection: ConnectionRow } | null> {
    const token = randomUUID();
    const opened = await this.store.open(userId, token, LEASE_SECONDS);
    if (!opened) return null;
    const { left, connection } = opened;
    const ours = left === 0 && new Lease(connection.zoomUserId, this.store, this.signals, token);
    return { lease: ours || left, connection };
  }
}
