import { Injectable } from '@nestjs/common';
import { LinkNeeds } from '../appointments';
import { ZoomConnections, type ZoomSession } from '../zoom';
import { RefusalStore } from './refusal.store';

/** Somebody who may open the door of a host's meeting in Zoom. */
export interface Colleague {
  zoomUserId: string;
  email: string;
}

/**
 * Who else of those who meet in a slot can let people in. Asked when the meeting is made, and never again: with nobody the
 * door stands open, and with somebody it can be opened, whoever connects or leaves Zoom afterwards.
 */
@Injectable()
export class Colleagues {
  constructor(
    private readonly needs: LinkNeeds,
    private readonly connections: ZoomConnections,
    private readonly refusals: RefusalStore,
  ) {}

  /** @returns null when the host meets there alone */
  async of(session: ZoomSession, accountId: string, slotId: string | undefined): Promise<Colleague[] | null> {
    const hosts = slotId === undefined ? [] : await this.needs.hostsOf(accountId, slotId);
    const others = hosts.filter((userId) => userId !== session.userId);
    if (others.length === 0) return null;
    const { zoomAccountId, zoomUserId } = session;
    // Zoom takes licensed users of the host's own account alone, and only from a licensed host.
    if (zoomAccountId === null || session.plan !== 'licensed') return [];
    const connections = [...(await this.connections.connectionsOf(others)).values()];
    const able = connections.flatMap(({ state, plan, email, ...one }): Colleague[] => {
      const fits = state === 'connected' && plan === 'licensed' && one.zoomAccountId === zoomAccountId;
      return fits && email !== null ? [{ zoomUserId: one.zoomUserId, email }] : [];
    });
    const ids = able.map((colleague) => colleague.zoomUserId);
    const refused = await this.refusals.refused('alternative-host', zoomUserId, ids);
    return able.filter((colleague) => !refused.has(colleague.zoomUserId));
  }

  /** Zoom does not let them open the host's door. */
  notAsHosts({ zoomUserId }: ZoomSession, zoomUserIds: readonly string[]): Promise<void> {
    return this.refusals.remember('alternative-host', zoomUserId, zoomUserIds);
  }
}
