import { Injectable } from '@nestjs/common';
import { LinkNeeds } from '../appointments';
import { Clock } from '../platform/clock';
import { Generations } from './generations';
import { MeetingStore } from './meeting.store';
import { TransferRights } from './transfer-rights';
import { PATIENCE_MS, wouldDo } from './transfer.rules';

/**
 * Another host serves at the same time: where Zoom lets them take the meeting over, guests keep their link. Only says so;
 * the host who gives it away asks Zoom, and when that comes to nothing the meeting is made anew, then the old one deleted.
 */
@Injectable()
export class HandOverMeeting {
  constructor(
    private readonly needs: LinkNeeds,
    private readonly store: MeetingStore,
    private readonly rights: TransferRights,
    private readonly generations: Generations,
    private readonly clock: Clock,
  ) {}

  /** In a transaction, before either slot's wish is looked at. */
  async run(accountId: string, fromSlotId: string, toSlotId: string): Promise<void> {
    const needs = await this.needs.lock(accountId, [fromSlotId, toSlotId]);
    const from = needs.find(({ slotId }) => slotId === fromSlotId);
    const to = needs.find(({ slotId }) => slotId === toSlotId);
    if (!from || from.wanted || !to?.wanted || to.hostUserId === null) return;
    if (await this.store.lockCurrent(accountId, to)) return;
    const meeting = await this.store.lockCurrent(accountId, from);
    const now = this.clock.now();
    if (!meeting || !wouldDo(meeting, to, now)) return;
    if (!(await this.rights.mayTake(meeting, to.hostUserId))) return;
    const waits = { takesFrom: meeting.id, retryAt: new Date(now.getTime() + PATIENCE_MS) };
    const handTo = await this.generations.begin(to, to.hostUserId, waits);
    await this.generations.change(meeting, { handTo, retryAt: null });
  }
}
