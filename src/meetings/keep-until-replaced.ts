import { Injectable } from '@nestjs/common';
import { Generations } from './generations';
import { MeetingStore } from './meeting.store';
import { isToCome } from './outcome.rules';

/**
 * Another host serves at the same time, and has a link yet to be made: until it is there, or none is to come, guests keep
 * the one they were given. See docs/zoom-links.md.
 */
@Injectable()
export class KeepUntilReplaced {
  constructor(
    private readonly store: MeetingStore,
    private readonly generations: Generations,
  ) {}

  /** In a transaction that has locked both slots, after either slot's wish was looked at. */
  async run(accountId: string, fromSlotId: string, toSlotId: string): Promise<void> {
    const [replaced, next] = [
      await this.store.lastGivenUp(accountId, fromSlotId),
      await this.store.current(accountId, { slotId: toSlotId, seriesId: null, hostUserId: null }),
    ];
    if (!replaced?.owes || replaced.joinUrl === null || !next || !isToCome(next)) return;
    const sameTime = replaced.startsAt.getTime() === next.startsAt.getTime();
    if (!sameTime || replaced.hostUserId === next.hostUserId) return;
    await this.generations.change(next, { replaces: replaced.id });
  }
}
