import { Injectable } from '@nestjs/common';
import { ZoomConnections } from '../zoom';
import type { MeetingRow } from './meeting.entity';
import { RefusalStore } from './refusal.store';
import { mayTake } from './transfer.rules';

/** Whose meetings Zoom lets whom take over, as far as we know. */
@Injectable()
export class TransferRights {
  constructor(
    private readonly connections: ZoomConnections,
    private readonly refusals: RefusalStore,
  ) {}

  async mayTake(meeting: MeetingRow, userId: string): Promise<boolean> {
    const connections = await this.connections.connectionsOf([meeting.hostUserId, userId]);
    const [from, to] = [connections.get(meeting.hostUserId), connections.get(userId)];
    if (!from || !to || !mayTake(meeting, from, to)) return false;
    return (await this.refusals.refused('transfer', from.zoomUserId, [to.zoomUserId])).size === 0;
  }

  /** Zoom did not let them. By Zoom user IDs. */
  refused(from: string, to: string): Promise<void> {
    return this.refusals.remember('transfer', from, [to]);
  }
}
