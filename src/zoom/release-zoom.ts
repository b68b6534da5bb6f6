import { Injectable } from '@nestjs/common';
import { Acts } from '../audit';
import { Database } from '../platform/database';
import { Intents } from '../platform/events';
import { NotFound } from '../platform/http';
import { People, type Principal } from '../identity';
import { EndConnection } from './end-connection';
import { ZoomConnectionStore } from './zoom-connection.store';
import { PATIENCE_MS } from './disconnect-zoom';
import { ZoomReleased } from './zoom.events';
import { FinishZoomWork } from './zoom.intents';

/** Frees the Zoom accounts a user ID holds, so that another may connect them. The day's quota stays with the Zoom user. */
@Injectable()
export class ReleaseZoom {
  constructor(
    private readonly db: Database,
    private readonly people: People,
    private readonly connections: ZoomConnectionStore,
    private readonly end: EndConnection,
    private readonly acts: Acts,
    private readonly intents: Intents,
  ) {}

  /** @throws NotFound when the user isn't of this account, or holds nothing */
  async run({ accountId }: Principal, userId: string, reason: string): Promise<void> {
    await this.assertConcerns(accountId, userId);
    await this.intents.announce(FinishZoomWork, { userId, forMs: PATIENCE_MS });
    await this.db.transaction(async () => {
      await this.end.run(accountId, userId, 'released');
      const zoomUserIds = await this.connections.boundZoomUsers(userId);
      if (zoomUserIds.length === 0) throw NotFound(`The user ID ${userId} holds no Zoom account.`);
      await this.connections.unbind(userId);
      await this.acts.publish(
        ZoomReleased,
        { accountId, aggregateId: userId, aggregateVersion: 1 },
        { userId, zoomUserIds, reason },
        { target: { kind: 'user', id: userId }, before: { zoomUserIds }, after: { reason } },
      );
    });
  }

  /** Those deleted here count only when the user ID is dead: one who lives on elsewhere is no longer our business. */
  private async assertConcerns(accountId: string, userId: string): Promise<void> {
    const { status } = await this.people.get(accountId, userId, { deletedToo: true });
    if (status === 'deleted' && (await this.people.isLiving(userId))) {
      throw NotFound(`No user of this account has the ID ${userId}.`);
    }
  }
}
