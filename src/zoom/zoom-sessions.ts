import { Injectable } from '@nestjs/common';
import { Intents } from '../platform/events';
import { type Lease, Leases } from './leases';
import type { ConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';
import { SessionTools } from './session-tools';
import { ZoomSession } from './zoom-session';
import { ZoomIsFree } from './zoom.intents';

/** Why there is no session. `until` is domain time: when another's lease ends at the latest. */
export type NoSession = { state: 'not-connected' | 'reconnect-required' } | { state: 'busy'; until: Date };

export type OpenedSession = { state: 'open'; session: ZoomSession } | NoSession;

export interface OpenOptions {
  /** How long to wait while another talks to Zoom for this host; default: not at all. */
  waitMs?: number;
}

/** The only way to talk to Zoom for a host. Never inside a transaction. */
@Injectable()
export class ZoomSessions {
  constructor(
    private readonly connections: ZoomConnectionStore,
    private readonly leases: Leases,
    private readonly tools: SessionTools,
    private readonly intents: Intents,
  ) {}

  /** Whoever opens a session releases it, and does what others, who found it open, left to them. */
  async open(userId: string, { waitMs = 0 }: OpenOptions = {}): Promise<OpenedSession> {
    const opened = await this.leases.open(userId);
    if (!opened) return { state: 'not-connected' };
    const { connection } = opened;
    if (opened.lease === null) return { state: 'reconnect-required' };
    if (typeof opened.lease !== 'number') return this.sessionOf(connection, opened.lease);
    const lease = waitMs > 0 ? await this.leases.take(connection.zoomUserId, waitMs) : opened.lease;
    if (typeof lease === 'number') return { state: 'busy', until: new Date(this.tools.clock.ms() + lease) };
    // Whoever had the lease before may have changed the connection.
    return this.sessionOf(await this.connections.byId(connection.id), lease);
  }

  /** Opens a session, works with it and releases it, whatever happens. Then others are told that they may go on. */
  async using<T>(
    userId: string,
    work: (session: ZoomSession) => Promise<T>,
    options?: OpenOptions,
  ): Promise<{ state: 'done'; result: T } | NoSession> {
    const opened = await this.open(userId, options);
    if (opened.state !== 'open') return opened;
    try {
      return { state: 'done', result: await work(opened.session) };
    } finally {
      await opened.session.release();
      await this.intents.announce(ZoomIsFree, { userId });
    }
  }
  private async sessionOf(connection: ConnectionRow | null, lease: Lease): Promise<OpenedSession> {
    if (connection?.state === 'connected') {
      return { state: 'open', session: new ZoomSession(connection, lease, this.tools) };
    }
    await lease.release();
    return { state: connection?.state === 'reconnect-required' ? 'reconnect-required' : 'not-connected' };
  }
}
