import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock';
import { Database } from '../platform/database';
import { Events } from '../platform/events';
import { type ZoomSession, dayOfQuota } from '../zoom';
import { LinksParked, LinksResumed } from './meetings.events';
import { ParkingStore } from './parking.store';

const DAY_MS = 86_400_000;

/** Says once a host and day that links wait, and once that none waits any more. By the rows alone, after every turn. */
@Injectable()
export class NoteParking {
  constructor(
    private readonly db: Database,
    private readonly store: ParkingStore,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws LeaseLost */
  async run(session: ZoomSession): Promise<void> {
    const { userId } = session;
    if ((await this.store.parkedOf(userId, this.clock.now())) === null) return;
    await this.db.transaction(async () => {
      await session.hold();
      const parked = await this.store.parkedOf(userId, this.clock.now());
      if (!parked) return;
      const { waiting, made, at, accountId } = parked;
      const about = { accountId, aggregateId: userId, aggregateVersion: Math.floor(at.getTime() / DAY_MS) };
      if (waiting > 0) {
        const { day, until } = dayOfQuota(at);
        if (!(await this.store.noteDay(userId, day))) return;
        return this.events.publish(LinksParked, about, { userId, day, until });
      }
      await this.store.forget(userId);
      if (made > 0) await this.events.publish(LinksResumed, about, { userId, links: made });
    });
  }
}
