import { Injectable } from '@nestjs/common';
import { LinkNeeds } from '../appointments';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { ZoomConnections } from '../zoom';
import { RARELY } from './backoff.rules';
import type { MeetingRow } from './meeting.entity';
import { MeetingStore } from './meeting.store';
import { linkOf } from './want-meeting';

const AT_ONCE = 500;

/** A host's Zoom is gone: links that are there go on, unmanaged; the others have failed; what else is owed waits. */
@Injectable()
export class LeaveHost {
  constructor(
    private readonly db: Database,
    private readonly store: MeetingStore,
    private readonly needs: LinkNeeds,
    private readonly connections: ZoomConnections,
    private readonly clock: Clock,
  ) {}

  /** @returns false when there are more of them than one turn takes */
  async run(hostUserId: string, state: 'not-connected' | 'reconnect-required'): Promise<boolean> {
    const reason = `zoom-${state}`;
    const now = this.clock.now();
    const meetings = await this.store.leftAlone(hostUserId, reason, now, AT_ONCE);
    for (const meeting of meetings) {
      const isGone = await this.leave(meeting, reason);
      if (!isGone) return true;
    }
    await this.store.putOff(hostUserId, now, new Date(now.getTime() + RARELY));
    return meetings.length < AT_ONCE;
  }

  /** @returns false when the host is connected by now */
  private leave(of: MeetingRow, reason: string): Promise<boolean> {
    return this.db.transaction(async () => {
      const need = await this.needs.lockOwner(of.accountId, of);
      const meeting = await this.store.lock(of.accountId, of.id);
      // Read under the lock: whoever connects afterwards finds the row as we leave it.
      if (await this.connections.isConnected(meeting.hostUserId)) return false;
      if (meeting.joinUrl === null) {
        const retryAt = new Date(this.clock.ms() + RARELY);
        await this.store.save(Object.assign(meeting, { failure: reason, retryAt }));
        if (meeting.wanted === 'present' && need) await this.needs.settle(need, () => ({ state: 'failed', reason }));
      } else {
        await this.store.save(Object.assign(meeting, { unmanaged: true }));
        if (meeting.wanted === 'present' && need) await this.needs.settle(need, () => linkOf(meeting));
      }
      return true;
    });
  }
}
