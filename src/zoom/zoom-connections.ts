import { Injectable } from '@nestjs/common';
import { type ZoomPlan, coversRegistrants } from '#libs/zoom-api';
import type { ConnectionRow } from './zoom-connection.entity';
import { ZoomConnectionStore } from './zoom-connection.store';

export type ConnectionState = 'connected' | 'not-connected' | 'reconnect-required';

/** What other features may know of a living connection. */
export interface ZoomConnection {
  id: string;
  userId: string;
  zoomUserId: string;
  zoomAccountId: string | null;
  email: string | null;
  displayName: string;
  plan: ZoomPlan;
  scopes: string[];
  state: 'connected' | 'reconnect-required';
  connectedAt: Date;
  version: number;
}

/** Who can host on Zoom. */
@Injectable()
export class ZoomConnections {
  constructor(private readonly store: ZoomConnectionStore) {}

  /** Every ID has its state. */
  async statesOf(userIds: string[]): Promise<Map<string, ConnectionState>> {
    const states = new Map<string, ConnectionState>(userIds.map((userId) => [userId, 'not-connected']));
    if (userIds.length === 0) return states;
    for (const { userId, state } of await this.store.liveOf(userIds)) {
      if (state !== 'disconnected') states.set(userId, state);
    }
    return states;
  }

  /** The connection, also one that needs the user to connect again. */
  async connectionOf(userId: string): Promise<ZoomConnection | null> {
    return (await this.connectionsOf([userId])).get(userId) ?? null;
  }

  /** Those of several users; who has none is not in it. */
  async connectionsOf(userIds: string[]): Promise<Map<string, ZoomConnection>> {
    const rows = userIds.length === 0 ? [] : await this.store.liveOf(userIds);
    return new Map(rows.flatMap((row) => (row.state === 'disconnected' ? [] : [[row.userId, shown(row, row.state)]])));
  }

  async isConnected(userId: string): Promise<boolean> {
    return (await this.store.live(userId))?.state === 'connected';
  }
}

/** Whether meetings on it can give each participant a link: that takes a paid plan, and scopes of its own. */
export function registers({ plan, scopes }: Pick<ZoomConnection, 'plan' | 'scopes'>): boolean {
  return plan !== 'basic' && coversRegistrants(scopes);
}

function shown(row: ConnectionRow, state: ZoomConnection['state']): ZoomConnection {
  const { id, userId, zoomUserId, zoomAccountId, email, displayName, plan, scopes, connectedAt, version } = row;
  return { id, userId, zoomUserId, zoomAccountId, email, displayName, plan, scopes, state, connectedAt, version };
}
